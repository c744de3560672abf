/** Runs in a server's own process: starts the server that the argument names, and tells the parent its address. */
import { listenOnLoopback } from '../loopback-server.ts'
import { region } from './local-account.ts'

process.on('SIGINT', () => {}) // Control-C reaches the whole process group; the parent decides what it means.
process.on('disconnect', () => process.exit())
if (!process.connected) process.exit()
const url = process.argv[2] === 'sqs' ? await startSqs() : await startDynamoDb()
process.send?.({ url })

async function startDynamoDb(): Promise<string> {
  const { default: dynalite } = await import('dynalite')
  return listenOnLoopback(dynalite({ createTableMs: 0 }), 0)
}

/** The package's own start function would listen on every address of the machine. */
async function startSqs(): Promise<string> {
  const { buildApp } = await import('fauxqs')
  const app = buildApp({ logger: false, defaultRegion: region })
  app.server.keepAliveTimeout = 0
  return app.listen({ host: '127.0.0.1', port: 0 })
}
