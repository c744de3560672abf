import { copyFile, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from '@jest/globals'
import { startExecutionEnvironment } from '../../../local/aws/lambda/execution-environment.ts'

test('Lambda is given the handler only once the function has warmed up', async () => {
  const directory = await mkdtemp(join(tmpdir(), 'door-'))
  await copyFile(
    join(import.meta.dirname, '../../../functions/callback/main.mjs'),
    join(directory, 'main.mjs'),
  )
  const bundle = `let warm = false
    exports.warmedUp = new Promise(resolve => setTimeout(() => resolve((warm = true)), 50))
    exports.handler = async () => warm`
  await writeFile(join(directory, 'index.js'), bundle)
  const environment = startExecutionEnvironment({
    directory,
    handler: 'main.handler',
    arn: '',
    variables: {},
    memoryMegabytes: 128,
    timeoutSeconds: 10,
    writeLog: () => {},
  })
  expect(await environment.invoke('request-1', {})).toEqual({ outcome: 'success', payload: true })
  await environment.end()
  await rm(directory, { recursive: true })
})
