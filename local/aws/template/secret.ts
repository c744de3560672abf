import * as z from 'zod'
import { formatArn } from '../local-account.ts'
import { givenName, type Properties, text, type Values, withoutMeaning } from './resource.ts'

export type Secret = {
  readonly name: string
  readonly arn: string
  /** A secret has no value until somebody puts one. */
  readonly value: string | undefined
}

const secretProperties = z.strictObject({
  SecretString: text.optional(),
  Name: withoutMeaning, // already in the values
  Description: withoutMeaning,
  KmsKeyId: withoutMeaning,
  Tags: withoutMeaning,
})

/** Secrets Manager ends each ARN with six random letters. */
export function secretValues(id: string, properties: Properties) {
  const name = givenName(properties, 'Name', id)
  const arn = formatArn('secretsmanager', `secret:${name}-aBcDeF`)
  return { Ref: arn, Id: arn, Name: name } satisfies Values
}

export function readSecret(id: string, properties: Properties): Secret {
  const { Name: name, Id: arn } = secretValues(id, properties)
  const { SecretString: value } = secretProperties.parse(properties)
  return { name, arn, value }
}
