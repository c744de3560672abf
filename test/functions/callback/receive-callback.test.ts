import { createHash } from 'node:crypto'
import { afterAll, expect, test } from '@jest/globals'
import type { CallbackRequest } from '../../../functions/callback/request.ts'
import type { Verdict } from '../../../functions/reviews/review.ts'
import { openDoor, token } from './open-door.ts'

const door = await openDoor()
afterAll(door.close)

const approve: Verdict = { decision: 'approve', findings: [], policyVersion: 'p1' }
const reject: Verdict = { decision: 'reject', reason: '请修改名称', findings: [], policyVersion: 'p1' }
const inReview = { status: 200, body: { audit: { audit_status: 1 } } }

/** Signed here and not by the code under test. */
function sign(body: string): CallbackRequest {
  const signature = createHash('sha1').update(`1749038258245nonce${token}${body}`).digest('hex')
  const headers = {
    'x-coze-timestamp': '1749038258245',
    'x-coze-nonce': 'nonce',
    'x-coze-signature': signature,
  }
  return { headers, body: Buffer.from(body) }
}

type Event = { type?: string; botId: string; eventId: string; time: number }

function callback({ type = 'bot.published', botId, eventId, time }: Event): CallbackRequest {
  const header = `{"event_type":"${type}","event_id":"${eventId}","created_at":${time},"connector_id":"7"}`
  return sign(`{"header":${header},"event":{"bot_id":"${botId}","bot_name":"天气助手","version":"1"}}`)
}

const key = (botId: string, eventId: string) => ({ connectorId: '7', botId, eventId })

async function decide(botId: string, eventId: string, verdict: Verdict): Promise<void> {
  const review = await door.reviews.find(key(botId, eventId))
  if (review === undefined) throw new Error(`no review of ${eventId}`)
  await door.reviews.recordVerdict(review, verdict)
}

test('a publish is recorded, queued and the newest of its bot before it is answered', async () => {
  expect(await door.receive(callback({ botId: '101', eventId: 'a', time: 1 }))).toEqual(inReview)
  expect(await door.reviews.find(key('101', 'a'))).toMatchObject({ status: 'in_review', name: '天气助手' })
  expect(await door.reviews.findNewest(key('101', 'a'))).toMatchObject({ eventId: 'a', kind: 'publish' })
  expect(door.tasks).toContainEqual(expect.objectContaining({ kind: 'publish', botId: '101', eventId: 'a' }))
})

test.each([
  ['receive', '1021'],
  ['setNewest', '1022'],
])('a publish is not answered when %s fails', async (step, botId) => {
  const broken = async () => {
    throw new Error('table down')
  }
  const reviews = { ...door.reviews, [step]: broken }
  const request = callback({ botId, eventId: 'a', time: 1 })
  await expect(door.receive(request, { reviews })).rejects.toThrow('table down')
  expect(await door.receive(request)).toEqual(inReview)
})

test('a publish is not answered when the queue refuses, and accepted when it is sent again', async () => {
  const sendTask = async () => {
    throw new Error('queue down')
  }
  const request = callback({ botId: '103', eventId: 'a', time: 1 })
  await expect(door.receive(request, { sendTask })).rejects.toThrow('queue down')
  expect(await door.receive(request)).toEqual(inReview)
})

test('a repeated event is answered with the verdict that is known by then', async () => {
  const approved = callback({ botId: '104', eventId: 'a', time: 1 })
  const rejected = callback({ botId: '105', eventId: 'a', time: 1 })
  await Promise.all([door.receive(approved), door.receive(rejected)])
  await decide('104', 'a', approve)
  await decide('105', 'a', reject)
  expect((await door.receive(approved)).body).toEqual({ audit: { audit_status: 2 } })
  expect((await door.receive(rejected)).body).toEqual({ audit: { audit_status: 3, reason: '请修改名称' } })
})

test('a first answer that took long is not "in review" if the verdict has overtaken it', async () => {
  const request = callback({ botId: '114', eventId: 'a', time: 1 })
  const sendTask = async () => {
    await decide('114', 'a', approve)
    door.clock.nowMs += 4_000
  }
  expect((await door.receive(request, { sendTask })).body).toEqual({ audit: { audit_status: 2 } })
})

test('a first answer that took long makes the verdict wait for it', async () => {
  const sendTask = async () => {
    door.clock.nowMs += 4_000
  }
  const request = callback({ botId: '115', eventId: 'a', time: 1 })
  expect(await door.receive(request, { sendTask })).toEqual(inReview)
  expect(await door.reviews.find(key('115', 'a'))).toMatchObject({ answeredAt: door.clock.nowMs })
})

test('a repeated event without a verdict notes when it was answered', async () => {
  const request = callback({ botId: '106', eventId: 'a', time: 1 })
  await door.receive(request)
  door.clock.nowMs += 4_000
  expect(await door.receive(request)).toEqual(inReview)
  expect(await door.reviews.find(key('106', 'a'))).toMatchObject({ answeredAt: door.clock.nowMs })
})

test('a repeated event is not answered with the state of what was the newest, once another has arrived', async () => {
  const request = callback({ botId: '116', eventId: 'a', time: 1 })
  await door.receive(request)
  const recordAnswer: typeof door.reviews.recordAnswer = async review => {
    const answered = await door.reviews.recordAnswer(review)
    if (review.eventId !== 'a') return answered
    await decide('116', 'a', approve)
    await door.receive(callback({ botId: '116', eventId: 'b', time: 2 }))
    return door.reviews.find(key('116', 'a'))
  }
  const reviews = { ...door.reviews, recordAnswer }
  expect(await door.receive(request, { reviews })).toEqual(inReview)
})

test('a clock of Coze that is a little ahead of ours changes no order', async () => {
  const first = callback({ botId: '119', eventId: 'a', time: door.clock.nowMs + 1_000 })
  await door.receive(callback({ botId: '119', eventId: 'b', time: door.clock.nowMs + 1_001 }))
  door.clock.nowMs += 5_000
  await door.receive(first)
  expect(await door.reviews.findNewest(key('119', ''))).toMatchObject({ eventId: 'b' })
})

test('a withdrawal dated ahead is refused until its time, for nothing tells when it came first', async () => {
  const type = 'bot.unpublished'
  const withdrawal = callback({ botId: '120', eventId: 'w', time: door.clock.nowMs + 60_000, type })
  expect(await door.receive(withdrawal)).toMatchObject({ status: 400 })
  expect(await door.reviews.findNewest(key('120', ''))).toBeUndefined()
  door.clock.nowMs += 60_000
  expect(await door.receive(withdrawal)).toMatchObject({ status: 200 })
})

test('a publish dated ahead is of now, or what is published until its date would pass as older and unseen', async () => {
  const ahead = Date.UTC(2100)
  await door.receive(callback({ botId: '118', eventId: 'a', time: ahead }))
  await decide('118', 'a', approve)
  door.clock.nowMs += 8_000
  const next = callback({ botId: '118', eventId: 'b', time: door.clock.nowMs })
  expect(await door.receive(next)).toEqual(inReview)
  expect(await door.reviews.findNewest(key('118', ''))).toMatchObject({ eventId: 'b' })
})

test('an older event that comes late does not become the newest, and is answered with the state of the newest', async () => {
  await door.receive(callback({ botId: '107', eventId: 'new', time: 2 }))
  await decide('107', 'new', reject)
  const answer = await door.receive(callback({ botId: '107', eventId: 'old', time: 1 }))
  expect(answer.body).toEqual({ audit: { audit_status: 3, reason: '请修改名称' } })
  expect(await door.reviews.findNewest(key('107', ''))).toMatchObject({ eventId: 'new' })
})

test('a repeated event whose review is over is not queued again', async () => {
  const request = callback({ botId: '108', eventId: 'a', time: 1 })
  await door.receive(request)
  await decide('108', 'a', approve)
  const review = await door.reviews.find(key('108', 'a'))
  if (review !== undefined) await door.reviews.recordReport(review, 'log-1')
  await door.receive(request)
  expect(door.tasks.filter(task => task.botId === '108')).toHaveLength(1)
})

test('a repeated event whose verdict Coze does not know yet is queued again', async () => {
  const request = callback({ botId: '121', eventId: 'a', time: 1 })
  await door.receive(request)
  await decide('121', 'a', approve)
  await door.receive(request)
  expect(door.tasks.filter(task => task.botId === '121')).toHaveLength(2)
})

test.each(['bot.unpublished', 'bot.deleted'])(
  '%s is queued and becomes the newest of its bot',
  async type => {
    const botId = `109${type.length}`
    expect(await door.receive(callback({ type, botId, eventId: 'gone', time: 5 }))).toEqual({
      status: 200,
      body: {},
    })
    expect(door.tasks).toContainEqual(expect.objectContaining({ kind: 'withdrawal', botId, eventTime: 5 }))
    expect(await door.reviews.findNewest(key(botId, ''))).toMatchObject({ kind: 'withdrawal' })
  },
)

test('a publish that comes after its bot has left is in review', async () => {
  await door.receive(callback({ type: 'bot.deleted', botId: '110', eventId: 'gone', time: 5 }))
  expect(await door.receive(callback({ botId: '110', eventId: 'late', time: 4 }))).toEqual(inReview)
})

test('an unknown event is acknowledged and leaves no trace but its type in the log', async () => {
  const before = door.tasks.length
  expect(await door.receive(callback({ type: 'bot.renamed', botId: '111', eventId: 'a', time: 1 }))).toEqual({
    status: 200,
    body: {},
  })
  expect(door.tasks).toHaveLength(before)
  expect(door.lines).toContainEqual({ event: 'callback-acknowledged', facts: { eventType: 'bot.renamed' } })
  await door.receive(callback({ type: '用户说的话', botId: '111', eventId: 'a', time: 1 }))
  expect(JSON.stringify(door.lines)).not.toContain('用户说的话')
})

test('a signed body that is no callback is refused with 400', async () => {
  expect(await door.receive(sign('{}'))).toMatchObject({ status: 400 })
})

test('a body above the limit is refused with 413 before anything looks at it', async () => {
  const request = sign(`"${'x'.repeat(256 * 1024)}"`)
  const authenticate = async () => {
    throw new Error('looked at')
  }
  expect(await door.receive(request, { authenticate })).toMatchObject({ status: 413 })
})

test('a forged callback is refused with 401', async () => {
  const request = callback({ botId: '112', eventId: 'a', time: 1 })
  const headers = { ...request.headers, 'x-coze-nonce': 'other' }
  expect(await door.receive({ ...request, headers })).toMatchObject({ status: 401 })
  expect(await door.reviews.find(key('112', 'a'))).toBeUndefined()
})

test('while the tokens cannot be read everything but a challenge is refused with 503', async () => {
  const authenticate = async () => 'unverifiable' as const
  const request = callback({ botId: '113', eventId: 'a', time: 1 })
  expect(await door.receive(request, { authenticate })).toMatchObject({ status: 503 })
})

test('a challenge is echoed without a signature, with a warning and without any other effect', async () => {
  const body = Buffer.from('{"header":{"event_type":"url_verification"},"event":{"challenge":"988df7dc"}}')
  expect(await door.receive({ headers: {}, body })).toEqual({ status: 200, body: { challenge: '988df7dc' } })
  expect(door.lines).toContainEqual({ event: 'challenge-unverified', facts: { refusal: 'unsigned' } })
})

test('no line of the log holds what a user wrote, a token or a signature', () => {
  const log = JSON.stringify(door.lines)
  expect(log).not.toContain('天气助手')
  expect(log).not.toContain(token)
  expect(log).not.toMatch(/[0-9a-f]{40}/)
})
