import { json } from 'node:stream/consumers'
import { startLoopbackServer } from '../loopback-server.ts'
import { type Interfere, startFaultProxy } from './fault-proxy.ts'
import { answerCall, isRefusal, type StoredSecret, storeSecret } from './secret-store.ts'
import type { Secret } from './template/secret.ts'

export type SecretsManagerServer = {
  /** Where the functions find it, and whoever interferes. */
  readonly url: string
  createSecrets(secrets: readonly Secret[]): void
  /** By name or ARN. */
  putSecret(id: string, value: string): void
  close(): Promise<void>
}

/** Knows what a function asks that reads its secrets, and only the newest value of each. */
export async function startSecretsManagerServer(interfere?: Interfere): Promise<SecretsManagerServer> {
  const stored: StoredSecret[] = []
  const server = await startLoopbackServer(async (request, response) => {
    const operation = String(request.headers['x-amz-target']).replace('secretsmanager.', '')
    const answer = answerCall(stored, operation, await json(request))
    response.writeHead(isRefusal(answer) ? 400 : 200, { 'content-type': 'application/x-amz-json-1.1' })
    response.end(JSON.stringify(answer))
  })
  const proxy = await startFaultProxy('secrets-manager', server.url, interfere)
  return {
    url: proxy.url,
    createSecrets(secrets) {
      stored.push(...secrets.map(storeSecret))
    },
    putSecret(id, value) {
      const answer = answerCall(stored, 'PutSecretValue', { SecretId: id, SecretString: value })
      if (isRefusal(answer)) throw new Error(`${id}: ${answer.Message}`)
    },
    async close() {
      await proxy.close()
      await server.close()
    },
  }
}
