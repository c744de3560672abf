import type { Turn } from './chat-completion.ts'
import type { Chunk } from './chunks.ts'
import type { Claim, Doubt, WrittenPolicy } from './finding.ts'

/** What an answer means: findings, a doubt that no other try would lift, or a problem the model may mend once. */
export type Reading =
  | { kind: 'judged'; claims: readonly Claim[]; doubts: readonly Doubt[] }
  | { kind: 'doubtful'; doubt: Doubt }
  | { kind: 'unreadable'; problem: string }

/** How one chunk is put to a model, and how its answer is read. */
export type Question = {
  readonly turns: readonly Turn[]
  readonly wantsJson: boolean
  readonly read: (answer: string) => Reading
  /** What is said to an answer that could not be read; without it there is no second try. */
  readonly askAgain?: (problem: string) => string
  /** The same with an offence of ours added, for a model that cannot be told of it: asked before it is believed to have found nothing. */
  readonly control?: readonly Turn[]
}
export type Dialect = (chunk: Chunk, policy: WrittenPolicy) => Question
