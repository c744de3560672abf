import { expect, test } from '@jest/globals'
import { readText } from '../../functions/answer.ts'
import { serve } from '../serve.ts'

test('an answer is read as UTF-8, wherever the network cuts it', async () => {
  await using server = await serve((_request, response) => {
    const bytes = Buffer.from('审核中')
    response.write(bytes.subarray(0, 4))
    response.end(bytes.subarray(4))
  })
  expect(await readText(await fetch(server.url))).toBe('审核中')
})

test('an answer without end is broken off', async () => {
  const closed = Promise.withResolvers<void>()
  await using server = await serve((_request, response) => {
    const pour = () => {
      while (response.write(Buffer.alloc(1024 * 1024, 'a')));
    }
    response.on('drain', pour).on('close', closed.resolve)
    pour()
  })
  await expect(readText(await fetch(server.url))).rejects.toThrow('larger than 8388608 bytes')
  await closed.promise
})
