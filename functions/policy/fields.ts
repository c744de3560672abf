/** The parts of a submission that a rule may look into. */
export const fieldNames = [
  'name',
  'description',
  'prompt',
  'prologue',
  'suggested_questions',
  'shortcut_commands',
  'plugins',
  'workflows',
  'knowledge',
  'variables',
] as const

export type FieldName = (typeof fieldNames)[number]

const known: ReadonlySet<unknown> = new Set(fieldNames)

export function isField(name: unknown): name is FieldName {
  return known.has(name)
}
