import { policyCommands } from './policy/commands.ts'
import { runProcess } from './run-process.ts'

await runProcess(policyCommands)
