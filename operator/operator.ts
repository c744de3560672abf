import { channelCommands } from './commands.ts'
import { runProcess } from './run-process.ts'

await runProcess(channelCommands)
