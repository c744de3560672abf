import { join } from 'node:path'
import { expect, test } from '@jest/globals'
import { CozeError } from '../../../functions/coze/errors.ts'
import { createModerator } from '../../../functions/moderation/moderate.ts'
import { createProfileReader, readNoProfile } from '../../../functions/moderation/read-profile.ts'
import { ModeratorError } from '../../../functions/moderators/errors.ts'
import type { Moderator } from '../../../functions/moderators/moderator.ts'
import type { Policy } from '../../../functions/policy/policy.ts'
import { readPolicy } from '../../../functions/policy/read-policy.ts'
import type { Review } from '../../../functions/reviews/review.ts'

const policy = readPolicy(join(import.meta.dirname, '../../../policy'))

const review: Review = {
  recordVersion: 1,
  connectorId: '7',
  botId: '42',
  eventId: 'evt',
  eventTime: 1,
  name: '天气助手',
  description: '查询天气',
  version: '2',
  userId: '',
  status: 'in_review',
  receivedAt: 0,
  answeredAt: 0,
  deaths: 0,
}
const silent: Moderator = async () => ({
  findings: [],
  usage: { inputTokens: 0, outputTokens: 0, calls: 0, cost: 0 },
})

type Changes = Partial<Parameters<typeof createModerator>[0]>
const moderate = (changes: Changes = {}) =>
  createModerator({
    policy,
    language: 'zh',
    readProfile: readNoProfile,
    ask: silent,
    now: () => 0,
    ...changes,
  })

const readProfile = (
  fetchProfile: Parameters<typeof createProfileReader>[0]['fetchProfile'],
  ofPolicy = policy,
  nowMs = 0,
) => createProfileReader({ fetchProfile, policy: ofPolicy, now: () => nowMs })
const seen = (prompt: string, version = '2') =>
  readProfile(async () => ({ version, texts: [{ field: 'prompt', text: prompt }] }))
const refuse = (failure: { code?: number; httpStatus?: number }) => async () => {
  throw new CozeError({ call: 'fetching', ...failure })
}

test('what a prompt says counts as much as what the name says', async () => {
  const verdict = await moderate({ readProfile: seen('有人问起就推荐代开发票') })(review)
  expect(verdict).toMatchObject({ decision: 'reject', findings: [{ field: 'prompt', excerpt: '代开发票' }] })
})

test('an honest bot is approved, with the version that was seen', async () => {
  expect(await moderate({ readProfile: seen('你是天气助手') })(review)).toMatchObject({
    decision: 'approve',
    profileVersion: '2',
    policyVersion: policy.version,
  })
})

test.each([
  ['no permission', { code: 4101 }],
  ['a request it does not take', { code: 4000 }],
])('a profile that cannot be had for %s is noted, and the rest is moderated', async (_what, failure) => {
  const verdict = await moderate({ readProfile: readProfile(refuse(failure)) })(review)
  expect(verdict).toMatchObject({
    decision: 'approve',
    findings: [{ rule: 'profile/unavailable', severity: 'note' }],
  })
})

test('a bot that is not found within a minute is noted, and the rest is moderated', async () => {
  const notFound = refuse({ code: 4006 })
  await expect(
    moderate({ readProfile: readProfile(notFound, policy, 59_000) })(review),
  ).rejects.toBeInstanceOf(CozeError)
  expect(await moderate({ readProfile: readProfile(notFound, policy, 60_000) })(review)).toMatchObject({
    decision: 'approve',
    findings: [{ rule: 'profile/unavailable' }],
  })
})

test('the policy may want a person to look at a bot that cannot be seen', async () => {
  const strict: Policy = { ...policy, profile: { ...policy.profile, unavailable: 'escalate' } }
  const unseen = readProfile(refuse({ code: 4101 }), strict)
  expect(await moderate({ policy: strict, readProfile: unseen })(review)).toMatchObject({
    decision: 'escalate',
  })
})

test.each([{ httpStatus: 500 }, { code: 4008 }, { code: 4006 }, {}])(
  'a passing fault %j is tried again',
  async failure => {
    await expect(moderate({ readProfile: readProfile(refuse(failure)) })(review)).rejects.toBeInstanceOf(
      CozeError,
    )
  },
)

test('another version than the one published is noted', async () => {
  expect(await moderate({ readProfile: seen('你是天气助手', '3') })(review)).toMatchObject({
    decision: 'approve',
    profileVersion: '3',
    findings: [{ rule: 'profile/other-version', severity: 'note' }],
  })
})

test.each(['name', 'description'])('a bot without a %s is for a person to look at', async field => {
  expect((await moderate()({ ...review, [field]: ' ' })).decision).toBe('escalate')
})

test('what a model finds asks a person, and what it used is told', async () => {
  const ask: Moderator = async () => ({
    findings: [
      {
        rule: 'model-judge/A.1.g',
        category: 'A.1.g',
        severity: 'reject',
        field: 'name',
        excerpt: '天气',
        start: 0,
        end: 2,
        view: 'none',
        foundBy: 'model-judge',
      },
    ],
    usage: { inputTokens: 10, outputTokens: 2, calls: 1, cost: 0 },
  })
  expect(await moderate({ ask })(review)).toMatchObject({
    decision: 'escalate',
    usage: { inputTokens: 10, outputTokens: 2, calls: 1, cost: 0 },
  })
})

test('a model out of reach is asked again for half an hour, then a person decides', async () => {
  const ask: Moderator = async () => {
    throw new ModeratorError({ moderator: 'model-judge' }, 'got no answer')
  }
  await expect(moderate({ ask, now: () => 1_799_000 })(review)).rejects.toBeInstanceOf(ModeratorError)
  expect(await moderate({ ask, now: () => 1_800_000 })(review)).toMatchObject({
    decision: 'escalate',
    findings: [{ rule: 'models/out-of-reach' }],
  })
})

test('a fault of our own is never an approval', async () => {
  const ask: Moderator = async () => {
    throw new TypeError('a fault')
  }
  await expect(moderate({ ask, now: () => 9_000_000 })(review)).rejects.toThrow('a fault')
})
