import { decide } from '../../functions/policy/decide.ts'
import { createMatcher } from '../../functions/policy/match.ts'
import type { Policy } from '../../functions/policy/policy.ts'
import { listTexts } from '../../operator/policy/listing.ts'
import { disguises } from './disguises.ts'
import { type Half, readListings } from './listings.ts'
import { countDecisions, type DisguiseScore, scoreCategories, scoreDisguise, scoreRecall } from './score.ts'

export type Evaluation = ReturnType<typeof evaluate>

/** Holds the rules of a policy, without any model, against one half of the listings and against the disguises. */
export function evaluate(policy: Policy, half: Half) {
  const match = createMatcher(policy)
  const judged = readListings(half).map(listing => ({
    listing,
    verdict: decide(match(listTexts(listing)), policy, 'zh'),
  }))
  const words = chooseSeeds(policy)
  const byDisguise = disguises.map(disguise => scoreDisguise(disguise, words, match))
  return {
    half,
    policyVersion: policy.version,
    benign: countDecisions(judged, 'benign'),
    violating: countDecisions(judged, 'violating'),
    recallOfX: scoreRecall(judged, 'X.'),
    recallOfA: scoreRecall(judged, 'A.'),
    categories: scoreCategories(judged),
    disguises: byDisguise,
    folding: share(byDisguise.filter(({ view }) => view === 'folding')),
    loose: share(byDisguise.filter(({ view }) => view === 'loose')),
  }
}

/** Every third word that is looked for in a description, long enough to mean one thing: Chinese of four characters or more, English of six. */
function chooseSeeds({ rules }: Policy): string[] {
  const described = rules.filter(({ fields = ['description'] }) => fields.includes('description'))
  const words = described.filter(({ severity }) => severity !== 'note').flatMap(rule => rule.words)
  const clear = words.filter(word => /^\p{Script=Han}{4,}$|^[a-z ]{6,}$/v.test(word))
  return clear.filter((_word, index) => index % 3 === 0)
}

function share(scores: readonly DisguiseScore[]): number {
  const seen = scores.reduce((sum, score) => sum + score.seen, 0)
  return seen / scores.reduce((sum, score) => sum + score.of, 0)
}
