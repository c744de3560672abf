import { parseArgs } from 'node:util'
import { synthesize } from '../../local/synthesize.ts'
import { countPublish } from './count-publish.ts'
import { fillIn, writeDocument } from './document.ts'
import { readPrices } from './prices.ts'
import { readPublishUse, writePublishUse } from './publish-use.ts'
import { readStack } from './read-stack.ts'
import { writeTables } from './write-tables.ts'

const { measure } = parseArgs({ options: { measure: { type: 'boolean', default: false } } }).values

if (measure) writePublishUse(await countPublish({ warmUp: 10, publishes: 100 }))
const { template, remove } = await synthesize({})
await remove()
const tables = writeTables({ use: readPublishUse(), stack: readStack(template), prices: readPrices() })
writeDocument(fillIn(tables))
for (const table of Object.values(tables)) console.log(`${table}\n`)
