import * as z from 'zod'
import type { TextField } from '../../functions/policy/read-field.ts'

/** A listing as one line of JSON holds it: what a bot shows and what it is told, all optional but the name. */
export const listingSchema = z.looseObject({
  name: z.string(),
  /** Left out it is not judged; empty it is a description that says nothing. */
  description: z.string().optional(),
  prompt: z.string().default(''),
  prologue: z.string().default(''),
  suggested_questions: z.array(z.string()).default([]),
})
export type Listing = z.infer<typeof listingSchema>

/** The texts of a listing under the names that the policy knows. */
export function listTexts({
  name,
  description,
  prompt,
  prologue,
  suggested_questions,
}: Listing): TextField[] {
  return [
    { field: 'name', text: name },
    ...(description === undefined ? [] : [{ field: 'description', text: description }]),
    { field: 'prompt', text: prompt },
    { field: 'prologue', text: prologue },
    ...suggested_questions.map(text => ({ field: 'suggested_questions', text })),
  ].filter(({ field, text }) => text !== '' || field === 'name' || field === 'description')
}
