import { join } from 'node:path'
import { checkPolicy } from './policy/check.ts'
import { importWords } from './policy/import-words.ts'
import { learnPhrases } from './policy/learn.ts'
import { tryPolicy } from './policy/try.ts'

const usage = `npm run policy -- <command>

  check                      reads the policy and holds every rule against its own examples
  try "text"                 shows what is found in a text, a file, or a bot's profile as JSON
  try --jsonl                reads a listing per line of standard input, writes a verdict per line
  import FILE --id ID --category X.3 --severity escalate
                             makes a rule of a plain word list, one word a line
  learn FILE... [--alarms 0.014]
                             learns phrases.tsv from judged listings, so that at most this share of honest ones is found

  --policy FOLDER            another policy than policy/
  --language zh|en           language of the reasons (zh)`

const commands: Readonly<Record<string, (args: string[], folder: string) => Promise<number>>> = {
  check: checkPolicy,
  try: tryPolicy,
  import: importWords,
  learn: learnPhrases,
}

const [name = '', ...args] = process.argv.slice(2)
process.exitCode = await run()

async function run(): Promise<number> {
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined
  if (command === undefined) {
    console.error(usage)
    return name === '' || name === '--help' ? 0 : 1
  }
  try {
    return await command(args, join(import.meta.dirname, '../policy'))
  } catch (error) {
    console.error(error instanceof Error ? error.message : error)
    return 1
  }
}
