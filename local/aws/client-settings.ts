import { region } from './local-region.ts'

/** For our own calls to the local servers: at once or not at all. */
export function clientSettings(endpoint: string) {
  return { endpoint, region, maxAttempts: 1, credentials: { accessKeyId: 'local', secretAccessKey: 'local' } }
}
