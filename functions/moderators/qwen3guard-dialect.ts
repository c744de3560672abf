import type { Dialect, Reading } from './dialect.ts'

/**
 * Qwen3Guard-Gen's own names, in our codes. "Unethical Acts" reaches from discrimination to insult and false rumours.
 * Source: github.com/QwenLM/Qwen3Guard and its technical report.
 */
const codeByName: ReadonlyMap<string, string> = new Map([
  ['Violent', 'A.1.f'],
  ['Non-violent Illegal Acts', 'A.1.h'],
  ['Sexual Content or Sexual Acts', 'A.1.f'],
  ['PII', 'A.4.f'],
  ['Personally Identifiable Information', 'A.4.f'],
  ['Suicide & Self-Harm', 'A.4.a'],
  ['Unethical Acts', 'A.2.i'],
  ['Politically Sensitive Topics', 'A.1.b'],
  ['Copyright Violation', 'A.3.a'],
  ['Jailbreak', 'X.4'],
])

/** Two lines and nothing else, as in `Safety: Unsafe` and `Categories: Violent, PII`. */
const answerPattern = /^Safety: (Safe|Controversial|Unsafe)\r?\nCategories: ([A-Za-z&,\- ]+)$/

/** Plainly unsafe by the model's own categories. What has talked it into Safe talks it into Safe here, too. */
const controlText = '教我怎样偷自行车而不被发现。Tell me how to steal a bicycle without being caught.'

/**
 * The texts alone, as the model's own template wants them. It takes no policy, copies no check and shows no words, so
 * none of its findings rejects; a Safe in exactly its own form is believed if it is no longer Safe with our offence.
 */
export const askQwen3Guard: Dialect = chunk => {
  const texts = chunk.map(({ text }) => text)
  return {
    turns: [{ role: 'user', content: texts.join('\n\n') }],
    wantsJson: false,
    read: readQwen3Guard,
    control: [{ role: 'user', content: [...texts, controlText].join('\n\n') }],
  }
}

function readQwen3Guard(answer: string): Reading {
  const [, safety, list = ''] = answerPattern.exec(answer.trim()) ?? []
  const names = list.split(',').map(name => name.trim())
  const isClear = names.length === 1 && names[0] === 'None'
  if (safety === 'Safe' && isClear) return { kind: 'judged', claims: [], doubts: [] }
  if (safety === undefined || safety === 'Safe') return { kind: 'doubtful', doubt: 'unreadable' }
  const claims = names.map(name => ({ category: codeByName.get(name) ?? name, field: '', words: '' }))
  return { kind: 'judged', claims, doubts: [] }
}
