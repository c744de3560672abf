import { buildApp } from 'fauxqs'
import { region } from '../local-region.ts'
import { reportAddress } from './child.ts'

// Its own start function would listen on every address of the machine.
const app = buildApp({ logger: false, defaultRegion: region })
app.server.keepAliveTimeout = 0
reportAddress(await app.listen({ host: '127.0.0.1', port: 0 }))
