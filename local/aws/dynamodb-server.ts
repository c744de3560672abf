import { CreateTableCommand, DynamoDBClient, waitUntilTableExists } from '@aws-sdk/client-dynamodb'
import { clientSettings } from './client-settings.ts'
import { type Interfere, startFaultProxy } from './fault-proxy.ts'
import { startServerProcess } from './server-process.ts'
import type { Table } from './template/table.ts'

export type DynamoDbServer = {
  /** Where the functions find it, and whoever interferes. */
  readonly url: string
  createTables(tables: readonly Table[]): Promise<void>
  close(): Promise<void>
}

/** In memory. Records do not expire, and there are no transactions. */
export async function startDynamoDbServer(interfere?: Interfere): Promise<DynamoDbServer> {
  const server = await startServerProcess('dynamodb')
  const proxy = await startFaultProxy('dynamodb', server.url, interfere)
  const client = new DynamoDBClient(clientSettings(server.url))
  return {
    url: proxy.url,
    async createTables(tables) {
      await Promise.all(tables.map(table => createTable(client, table)))
    },
    async close() {
      client.destroy()
      await proxy.close()
      await server.close()
    },
  }
}

async function createTable(client: DynamoDBClient, table: Table): Promise<void> {
  await client.send(new CreateTableCommand(table))
  await waitUntilTableExists({ client, maxWaitTime: 10, minDelay: 0.01, maxDelay: 0.1 }, table)
}
