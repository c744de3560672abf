import * as z from 'zod/mini'

/** One text of a bot, under the name by which a policy knows its place. */
export type ProfileText = { field: string; text: string }
/** What a bot is made of, as published. `version` is empty where Coze does not tell it. */
export type BotProfile = { version: string; texts: readonly ProfileText[] }

/** Where the texts of a profile are. Source: docs.coze.cn get_metadata_draft_published. */
const fieldByKey: Readonly<Record<string, string>> = {
  name: 'name',
  description: 'description',
  prompt_info: 'prompt',
  shortcut_commands: 'shortcut_commands',
  plugin_info_list: 'plugins',
  workflow_info_list: 'workflows',
  knowledge: 'knowledge',
  variables: 'variables',
}

const objectSchema = z.record(z.string(), z.unknown())
const onboardingSchema = z.catch(
  z.object({ prologue: z.optional(z.unknown()), suggested_questions: z.optional(z.unknown()) }),
  {},
)
const versionSchema = z.catch(z.pipe(z.union([z.string(), z.number()]), z.transform(String)), '')

/**
 * Reads the `data` of a bot's profile. Below a documented key every text counts, however deep and under whatever name:
 * a field that Coze moves or adds must not become a place to hide in.
 */
export function readBotProfile(data: unknown): BotProfile {
  const profile = z.safeParse(objectSchema, data).data ?? {}
  const { prologue, suggested_questions } = z.parse(onboardingSchema, profile.onboarding_info)
  const texts = [
    ...Object.entries(fieldByKey).flatMap(([key, field]) => label(field, profile[key])),
    ...label('prologue', prologue),
    ...label('suggested_questions', suggested_questions),
  ]
  return { version: z.parse(versionSchema, profile.version), texts }
}

function label(field: string, value: unknown): ProfileText[] {
  return collectTexts(value).map(text => ({ field, text }))
}

/** Ids and addresses are no texts to judge. */
const isReference = (key: string) => /(^|_)(id|url)$/.test(key)

function collectTexts(value: unknown): string[] {
  if (typeof value === 'string') return value === '' ? [] : [value]
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([key, inner]) => (isReference(key) ? [] : collectTexts(inner)))
}
