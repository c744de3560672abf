import { CreateTableCommand, DynamoDBClient, waitUntilTableExists } from '@aws-sdk/client-dynamodb'
import type { Interfere } from './fault-proxy.ts'
import { clientSettings } from './local-account.ts'
import { startProxiedServer } from './server-process.ts'
import type { Table } from './template/table.ts'

export type DynamoDbServer = {
  /** Where the functions find it, and whoever interferes. */
  readonly url: string
  createTables(tables: readonly Table[]): Promise<void>
  close(): Promise<void>
}

/** In memory. Records do not expire, and there are no transactions. */
export async function startDynamoDbServer(interfere?: Interfere): Promise<DynamoDbServer> {
  const server = await startProxiedServer('dynamodb', interfere)
  const client = new DynamoDBClient(clientSettings(server.ownUrl))
  return {
    url: server.url,
    async createTables(tables) {
      await Promise.all(tables.map(table => createTable(client, table)))
    },
    close() {
      client.destroy()
      return server.close()
    },
  }
}

async function createTable(client: DynamoDBClient, table: Table): Promise<void> {
  await client.send(new CreateTableCommand(table))
  await waitUntilTableExists({ client, maxWaitTime: 10, minDelay: 0.01, maxDelay: 0.1 }, table)
}
