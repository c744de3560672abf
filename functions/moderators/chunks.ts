import type { TextField } from './moderator.ts'

/** What one call is asked about: pieces of texts that together have at most `chunkLength` characters. */
export type Chunk = readonly TextField[]

/** Long enough for nearly every listing to be one call, short enough for a model not to lose the middle. */
const chunkLength = 6_000
/** Words that matter stand whole in one of two neighbouring pieces. */
const overlapLength = 400
/** Keeps a thousand tiny texts from making one call of a thousand labels. */
const labelLength = 20

/** Cuts texts into chunks in their order. Without any text there is one empty chunk: silence is asked about, too. */
export function cutIntoChunks(texts: readonly TextField[]): Chunk[] {
  const chunks: TextField[][] = [[]]
  let room = chunkLength
  for (const piece of texts.flatMap(cutText)) {
    const length = piece.text.length + labelLength
    if (length > room && room < chunkLength) {
      chunks.push([])
      room = chunkLength
    }
    chunks.at(-1)?.push(piece)
    room -= length
  }
  return chunks
}

function cutText({ field, text }: TextField): TextField[] {
  const pieces: TextField[] = []
  for (let start = 0; ; start += chunkLength - overlapLength) {
    pieces.push({ field, text: sliceWhole(text, start, start + chunkLength) })
    if (start + chunkLength >= text.length) return pieces
  }
}

/** A character of two units is never halved; the other piece has it whole as well. */
function sliceWhole(text: string, start: number, end: number): string {
  return text.slice(start, end).replaceAll(/^[\udc00-\udfff]|[\ud800-\udbff]$/g, '')
}
