/**
 * Stands in for @aws-sdk/credential-provider-node in the bundles: Lambda puts the credentials into the environment, the
 * functions pass them on, and a chain of profiles, web identities and instance metadata would only weigh 130 KB.
 */
export function defaultProvider() {
  return async () => {
    throw new Error('credentials come from the environment of the function, see functions/aws.ts')
  }
}
