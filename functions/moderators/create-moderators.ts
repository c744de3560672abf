import { createBedrockGuardrail, type GuardrailDependencies } from './bedrock-guardrail.ts'
import { createModelJudge, type ModelJudgeDependencies } from './model-judge.ts'
import { type Moderator, mergeOpinions } from './moderator.ts'
import type { ModeratorSettings } from './settings.ts'

type ModeratorDependencies = ModelJudgeDependencies & GuardrailDependencies

/** One moderator for each of the settings, in their order. */
export function createModerators(
  settings: ModeratorSettings,
  dependencies: ModeratorDependencies,
): Moderator[] {
  return settings.map(one =>
    one.kind === 'model-judge'
      ? createModelJudge(one, dependencies)
      : createBedrockGuardrail(one, dependencies),
  )
}

/**
 * Asks all of them side by side. If one fails, the whole fails: half an opinion is none. It fails only when all have
 * ended, so that nothing goes on behind the back of a function that has answered.
 */
export function askTogether(moderators: readonly Moderator[]): Moderator {
  return async texts => {
    const asking = moderators.map(moderate => moderate(texts))
    await Promise.allSettled(asking)
    return mergeOpinions(await Promise.all(asking))
  }
}
