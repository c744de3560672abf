import { type View, viewExactly } from './exact-view.ts'

/** One piece of a submission; `field` is the name that the `fields` of a rule may list. */
export type TextField = { readonly field: string; readonly text: string }

/** A piece as it was read: what every way of finding begins with. */
export type ReadField = TextField & { readonly view: View }

export function readField({ field, text }: TextField): ReadField {
  return { field, text, view: viewExactly(text) }
}
