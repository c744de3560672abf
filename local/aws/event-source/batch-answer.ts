import * as z from 'zod'
import type { InvokeResult } from '../lambda/execution-environment.ts'

/** Nothing at all, and an empty or missing list, mean that all went well. */
const answerSchema = z
  .object({ batchItemFailures: z.array(z.object({ itemIdentifier: z.string().min(1) })).nullish() })
  .nullable()

/**
 * Which messages of a batch are done with. As Lambda has it, an answer that cannot be read, or that names a message
 * which is not in the batch, fails the whole batch.
 */
export function findHandled(
  messageIds: readonly string[],
  result: InvokeResult,
  reportsFailures: boolean,
): readonly string[] {
  if (result.outcome === 'error') return []
  if (!reportsFailures) return messageIds
  const { data, success } = answerSchema.safeParse(result.payload)
  if (!success) return []
  const failed = new Set(data?.batchItemFailures?.map(({ itemIdentifier }) => itemIdentifier))
  return failed.isSubsetOf(new Set(messageIds)) ? messageIds.filter(id => !failed.has(id)) : []
}
