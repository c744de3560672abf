import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { listLicences } from './list-licences.ts'
import { readLockFile, root } from './lock-file.ts'

writeFileSync(join(root, 'docs/licences.md'), listLicences(readLockFile()))
