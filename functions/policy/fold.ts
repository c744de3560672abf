import { unmask } from './confusables.ts'
import { simplify } from './simplify.ts'

/** What stood between two letters: nothing, mere decoration, white space, or what may end a clause. */
export const gaps = { none: 0, tight: 1, space: 2, clause: 3 } as const
export type Gap = (typeof gaps)[keyof typeof gaps]

/** A character as the rules read it. Without letters it is a gap, or nothing at all. */
type Folded = { readonly text: string; readonly gap: Gap }

/** One character in NFKC, lower case and simplified, without combining marks and invisible characters. */
export function foldLightly(character: string): string {
  const plain = character.normalize('NFKC').toLowerCase().normalize('NFD')
  return simplify(plain.replaceAll(/[\p{M}\p{DI}]/gv, '').normalize('NFC')).slice(0, longest)
}

/** Only Arabic phrases written as one sign are longer; a text made of them must not grow eighteenfold. */
const longest = 6

/** Letters to Unicode, strokes and dots to a reader: written between others they part them and say nothing. */
const strokes: ReadonlySet<string> = new Set('丨丶丿亅ㄧ〡ノﾉーｰǀǃꞏᐧㆍʼˑـꓸⵑߺˉ')

/** The same with look-alikes unmasked, and of that letters and digits only. */
export function foldFully(character: string): Folded {
  if (strokes.has(character)) return { text: '', gap: gaps.tight }
  const folded = foldLightly(unmask(character))
  let text = ''
  for (const letter of folded) if (!strokes.has(letter)) text += unmask(letter)
  text = text.replaceAll(/[^\p{L}\p{N}]/gv, '')
  return { text, gap: text === '' ? gapOf(character) : gaps.none }
}

function gapOf(character: string): Gap {
  // Enclosing marks and variation selectors as well: they decorate the letter before them.
  if (/^[\p{DI}\p{M}]+$/v.test(character)) return gaps.none
  if (/^[。！？；：，、…\n\r\u2028\u2029!?;:,]/v.test(character)) return gaps.clause
  return /^\p{White_Space}/v.test(character) ? gaps.space : gaps.tight
}

/** Folding costs microseconds, a look-up does not. Forgets everything before a hostile text fills the memory. */
export function rememberByCharacter<T>(fold: (character: string) => T): (character: string) => T {
  const known = new Map<string, T>()
  return character => {
    const found = known.get(character)
    if (found !== undefined) return found
    if (known.size >= 40_000) known.clear()
    const folded = fold(character)
    known.set(character, folded)
    return folded
  }
}
