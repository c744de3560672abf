import type { ProfileText } from '../coze/bot-profile.ts'
import type { FetchProfile } from '../coze/client.ts'
import { CozeError } from '../coze/errors.ts'
import type { Finding } from '../policy/finding.ts'
import type { Policy } from '../policy/policy.ts'
import type { Review } from '../reviews/review.ts'
import { isFinal } from './record-failure.ts'

/** What Coze shows of a bot, and what there is to object to about that. */
type SeenProfile = { version?: string; texts: readonly ProfileText[]; findings: readonly Finding[] }
export type ReadProfile = (review: Review) => Promise<SeenProfile>

type ProfileDependencies = { fetchProfile: FetchProfile; policy: Policy; now: () => number }

/** For a channel that moderates only what the callback holds. */
export const readNoProfile: ReadProfile = async () => ({ texts: [], findings: [] })

/** A passing fault throws, for another try; a profile that cannot be had is a finding, and the policy says what follows. */
export function createProfileReader({ fetchProfile, policy, now }: ProfileDependencies): ReadProfile {
  return async review => {
    try {
      const { version, texts } = await fetchProfile(review.botId)
      // Nothing to read is nothing that was seen.
      if (texts.length === 0)
        return { version, texts, findings: [note('unavailable', policy.profile.unavailable)] }
      const isOther = version !== '' && review.version !== '' && version !== review.version
      const findings = isOther ? [note('other-version', policy.profile.otherVersion)] : []
      return { version, texts, findings }
    } catch (error) {
      if (!isOutOfReach(error, now() - review.receivedAt)) throw error
      return { texts: [], findings: [note('unavailable', policy.profile.unavailable)] }
    }
  }
}

/** A bot just published may take a moment to be found. A verdict does not wait longer for that: the callback is there. */
const settledMs = 60_000

function isOutOfReach(error: unknown, ageMs: number): boolean {
  const isUnsettled = error instanceof CozeError && error.remedy === 'try-while-young'
  return isUnsettled ? ageMs >= settledMs : isFinal(error, ageMs)
}

function note(what: string, severity: Finding['severity']): Finding {
  const place = { field: 'profile', excerpt: '', start: 0, end: 0 }
  return { rule: `profile/${what}`, category: 'none', severity, ...place, view: 'none', foundBy: 'profile' }
}
