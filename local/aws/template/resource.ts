import * as z from 'zod'

export type Properties = Readonly<Record<string, unknown>>

/** What the rest of a template can ask of a resource: its `Ref`, and its attributes by name. */
export type Values = { readonly Ref: string; readonly [attribute: string]: string }

/** What a template cannot know: where the local servers listen, and where the code of the functions lies. */
export type LocalWorld = {
  readonly sqsUrl: string
  readonly apiUrl: string
  /** Directory of each asset, by its key in the bucket of assets. */
  readonly assets: Readonly<Record<string, string>>
}

/** A property that is right to leave out: nothing on one machine looks at it. All others are honoured or refused. */
export const withoutMeaning = z
  .unknown()
  .optional()
  .transform(() => undefined)

export const text = z.string()
export const count = z.number().int().nonnegative()

/** `TasksQueue0BA6A452` is `TasksQueue`: the name without the eight letters that CDK hangs on every logical id. */
export function nameOf(logicalId: string): string {
  return logicalId.replace(/(?<=.)[0-9A-F]{8}$/, '')
}

/** The name that the template gives, or else that of the logical id. */
export function givenName(properties: Properties, key: string, logicalId: string): string {
  return text.default(nameOf(logicalId)).parse(properties[key])
}
