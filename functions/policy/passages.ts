/** Something with a length in characters and words, such as a clause. */
type Piece = { readonly length: number }

/** Most listings are one passage, so that all their fields speak together; a long prompt does not drown an offer in it. */
const passageLength = 600

/** Cuts a text into passages of whole clauses, each half in the next; a short text is one passage. */
export function cutIntoPassages<T extends Piece>(pieces: readonly T[], length = passageLength): T[][] {
  const passages: T[][] = []
  for (let begin = 0; begin < pieces.length; ) {
    const end = reach(pieces, begin, length)
    passages.push(pieces.slice(begin, end))
    if (end === pieces.length) break
    begin = Math.max(begin + 1, reach(pieces, begin, length / 2))
  }
  return passages
}

/** The piece before which at least so much of the text lies, counted from another. */
function reach(pieces: readonly Piece[], begin: number, length: number): number {
  let end = begin
  for (let sum = 0; end < pieces.length && sum < length; end++) sum += pieces[end]?.length ?? 0
  return end
}
