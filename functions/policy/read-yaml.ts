import { LineCounter, parseDocument } from 'yaml'

/** Reads one YAML document; throws with every mistake in the writing, one per line. */
export function readYaml(text: string): unknown {
  const lines = new LineCounter()
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false })
  const mistakes = document.errors.map(({ message, pos: [offset] }) => {
    const { line, col } = lines.linePos(offset)
    return `policy.yaml, line ${line}, column ${col}: ${message}`
  })
  if (mistakes.length > 0) throw new Error(mistakes.join('\n'))
  return document.toJS()
}
