import { afterAll, expect, test } from '@jest/globals'
import type { Interference } from '../../local/aws/fault-proxy.ts'
import { newBotId, openChannel } from './open-channel.ts'

const { coze, world, drained, close, aws } = await openChannel()
afterAll(close)

const honest = { name: '天气助手', description: '查询天气' }
/** The calls of the door that make a publish safe, each known by its operation and a word of its body. */
const steps = [
  ['recording the submission', 'PutItem', 'review#'],
  ['queueing the task', 'SendMessage', 'taskVersion'],
  ['moving the newest', 'UpdateItem', '"newest"'],
] as const

/** What becomes of the first calls of this kind about a bot; everything else passes. */
function interfere(how: Interference, times: number, ...words: string[]): void {
  let left = times
  world.interfere = request => {
    const told = `${request.operation} ${JSON.stringify(request.body)}`
    if (left === 0 || !words.every(word => told.includes(word))) return 'pass'
    left -= 1
    return how
  }
}

test.each(
  steps.flatMap(step => (['fail', 'drop', 'pass-then-drop'] as const).map(how => [...step, how] as const)),
)(
  'when %s (%s, %s) ends in %s nothing is acknowledged, and the next sending is',
  async (_step, operation, word, how) => {
    const botId = newBotId()
    // Twice, for the SDK makes a second try of its own.
    interfere(how, 2, operation, word, botId)
    const { attempts } = await coze.publish({ botId, ...honest })
    expect(attempts.map(({ result }) => 'status' in result && result.status)).toEqual([503, 200])
    await drained()
    expect(coze.bot(botId)).toMatchObject({ state: 2 })
  },
)

test('an AWS call that hangs does not eat the ten seconds that Coze waits', async () => {
  const botId = newBotId()
  interfere('hang', 2, 'SendMessage', botId)
  const { attempts } = await coze.publish({ botId, ...honest })
  expect(attempts[0]?.result).toMatchObject({ outcome: 'answered', status: 503 })
  expect(attempts[0]?.result.tookMs).toBeLessThan(5_000)
  await coze.shown(botId, 2)
})

test('while the table is down the moderation approves nothing and loses nothing', async () => {
  const botId = newBotId()
  await aws.functions.ModerationDoorFunction?.killAll()
  await coze.publish({ botId, ...honest })
  let refused = 0
  const isDown = Promise.withResolvers<void>()
  world.interfere = request => {
    if (request.service !== 'dynamodb' || refused === 8) return 'pass'
    refused += 1
    if (refused === 8) isDown.resolve()
    return 'fail'
  }
  await isDown.promise
  await coze.shown(botId, 2, 30_000)
})

test('when the tokens cannot be read a publish is answered with 503, and accepted once they can be', async () => {
  let refused = 0
  world.interfere = request => {
    const isMeant = request.service === 'secrets-manager' && refused < 6
    refused += isMeant ? 1 : 0
    return isMeant ? 'fail' : 'pass'
  }
  await aws.functions.CallbackDoorFunction?.killAll()
  const { attempts, botId } = await coze.publish({ botId: newBotId(), ...honest })
  expect(attempts[0]?.result).toMatchObject({ status: 503 })
  await coze.shown(botId, 2)
})
