import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

const file = join(import.meta.dirname, '../../docs/scale-and-cost.md')

/** The document with its tables written anew, each between its two marks. */
export function fillIn(tables: Readonly<Record<string, string>>): string {
  return Object.entries(tables).reduce((text, [name, table]) => {
    const place = new RegExp(`(<!-- ${name}: .*? -->\\n)[\\s\\S]*?(<!-- end -->)`)
    if (!place.test(text)) throw new Error(`docs/scale-and-cost.md has no place for the table ${name}`)
    return text.replace(place, (_, begin, end) => `${begin}\n${table}\n\n${end}`)
  }, readDocument())
}

export function readDocument(): string {
  return readFileSync(file, 'utf8')
}

export function writeDocument(text: string): void {
  writeFileSync(file, text)
}
