import { type Chunk, cutIntoChunks } from './chunks.ts'
import { doubt } from './finding.ts'
import { type ModelFinding, mergeOpinions, noUsage, type Opinion, type TextField } from './moderator.ts'
import type { Limits } from './settings.ts'

/** Asks about one chunk. The signal says that the answer would come too late, or for nothing. */
export type JudgeChunk = (chunk: Chunk, signal: AbortSignal) => Promise<Opinion>

/** Asks about all chunks side by side, and collects what is found in any. The first that fails ends the others. */
export async function judgeChunks(
  texts: readonly TextField[],
  foundBy: ModelFinding['foundBy'],
  { maxChunks, totalTimeoutMs }: Limits,
  judge: JudgeChunk,
): Promise<Opinion> {
  const chunks = cutIntoChunks(texts)
  const failure = new AbortController()
  const signal = AbortSignal.any([AbortSignal.timeout(totalTimeoutMs), failure.signal])
  const asking = chunks.slice(0, maxChunks).map(chunk => judge(chunk, signal))
  try {
    const opinions = await Promise.all(asking)
    return mergeOpinions([...opinions, ...leaveToPerson(chunks.slice(maxChunks), foundBy)])
  } catch (error) {
    failure.abort()
    await Promise.allSettled(asking)
    throw error
  }
}

function leaveToPerson([first]: readonly Chunk[], foundBy: ModelFinding['foundBy']): Opinion[] {
  if (first === undefined) return []
  const findings = [doubt('too-long', foundBy, first[0]?.field ?? '')]
  return [{ findings, usage: noUsage }]
}
