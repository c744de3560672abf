import dynalite from 'dynalite'
import { listenOnLoopback } from '../loopback-server.ts'
import { reportAddress } from './child.ts'

reportAddress(await listenOnLoopback(dynalite({ createTableMs: 0 }), 0))
