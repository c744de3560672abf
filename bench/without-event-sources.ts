import * as z from 'zod'

const templateSchema = z.looseObject({
  Resources: z.record(z.string(), z.looseObject({ Type: z.string() })),
})

/** The tasks stay in the queue: whoever measures the door does not want the moderation beside it. */
export function withoutEventSources(template: unknown): unknown {
  const { Resources, ...rest } = templateSchema.parse(template)
  const kept = Object.entries(Resources).filter(([, { Type }]) => Type !== 'AWS::Lambda::EventSourceMapping')
  return { ...rest, Resources: Object.fromEntries(kept) }
}
