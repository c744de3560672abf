import type { View } from './exact-view.ts'
import { gaps } from './fold.ts'

/** A clause of a text: where it was written, how many characters and words it has, and the phrases in it. */
export type Clause = {
  readonly begin: number
  readonly end: number
  readonly length: number
  readonly phrases: readonly string[]
}

/** Chinese phrases have up to so many characters, others up to so many words. */
const longest = { characters: 4, words: 3 }

/** The clauses of an exact view. A phrase is some neighbouring characters or words of a clause, once each. */
export function listClauses(view: View): Clause[] {
  const clauses: Clause[] = []
  let tokens: Token[] = []
  const close = (): void => {
    const [first, last] = [tokens[0], tokens.at(-1)]
    if (first === undefined || last === undefined) return
    clauses.push({
      begin: first.begin,
      end: last.end,
      length: tokens.length,
      phrases: [...new Set(listPhrases(tokens))],
    })
    tokens = []
  }
  for (const token of readTokens(view)) {
    if (view.gaps[token.begin] === gaps.clause) close()
    tokens.push(token)
  }
  close()
  return clauses
}

/** A Chinese character, or a word of another script; numbers are all the same. */
type Token = { readonly text: string; readonly begin: number; readonly end: number; readonly isWord: boolean }

function* readTokens({ text, gaps: before, repeats }: View): Generator<Token> {
  for (let begin = 0; begin < text.length; ) {
    const isWord = !isIdeograph(text, begin)
    let end = begin + (isWord ? 1 : String.fromCodePoint(text.codePointAt(begin) ?? 0).length)
    while (isWord && end < text.length && !isIdeograph(text, end) && before[end] === gaps.none) end++
    yield { text: isWord ? spell(text, repeats, begin, end) : text.slice(begin, end), begin, end, isWord }
    begin = end
  }
}

/** From the CJK radicals on; surrogates as well, which Chinese writes its rarest characters with. */
function isIdeograph(text: string, at: number): boolean {
  return text.charCodeAt(at) >= 0x2e80
}

/** With its doubles, which the view has collapsed. */
function spell(text: string, repeats: View['repeats'], begin: number, end: number): string {
  let word = ''
  for (let at = begin; at < end; at++) word += text.charAt(at).repeat(Math.min(2, repeats[at] ?? 1))
  return /^[0-9]+$/.test(word) ? '0' : word
}

function* listPhrases(tokens: readonly Token[]): Generator<string> {
  for (const [first, { text, isWord }] of tokens.entries()) {
    let phrase = text
    yield phrase
    const most = isWord ? longest.words : longest.characters
    for (let next = first + 1; next < first + most && tokens[next]?.isWord === isWord; next++) {
      phrase += (isWord ? ' ' : '') + tokens[next]?.text
      yield phrase
    }
  }
}
