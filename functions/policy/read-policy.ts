import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Policy, type PolicySource, parsePolicy } from './policy.ts'

/** Reads policy.yaml, phrases.tsv and words/*.txt of a folder. Throws if they are not there, not UTF-8, or not a policy. */
export function readPolicy(directory: string): Policy {
  return parsePolicy(readPolicySource(directory))
}

/** What parsePolicy takes, unchecked. */
export function readPolicySource(directory: string): PolicySource {
  const words = join(directory, 'words')
  const files = existsSync(words) ? readdirSync(words).filter(file => file.endsWith('.txt')) : []
  const phrases = join(directory, 'phrases.tsv')
  return {
    yaml: readText(join(directory, 'policy.yaml')),
    phrases: existsSync(phrases) ? readText(phrases) : undefined,
    wordLists: new Map(files.map(file => [file, readText(join(words, file))])),
  }
}

/** Strict, because a list saved in another encoding would be read as words that nobody writes. */
export function readText(path: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(readFileSync(path))
  } catch (cause) {
    throw new Error(`${path} cannot be read as UTF-8 text`, { cause })
  }
}
