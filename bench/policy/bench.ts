import { join } from 'node:path'
import { digitView } from '../../functions/policy/digit-view.ts'
import { viewExactly } from '../../functions/policy/exact-view.ts'
import { createExactFinder, createLooseFinder, listEntries } from '../../functions/policy/find-words.ts'
import { createMatcher } from '../../functions/policy/match.ts'
import { compilePattern } from '../../functions/policy/pattern.ts'
import { viewLightly } from '../../functions/policy/pattern-view.ts'
import { parsePolicy } from '../../functions/policy/policy.ts'
import { readPolicy } from '../../functions/policy/read-policy.ts'
import { reversedView } from '../../functions/policy/reversed-view.ts'
import { soundView } from '../../functions/policy/sound-view.ts'
import { splitView } from '../../functions/policy/split-view.ts'
import { round } from '../statistics.ts'
import { measure, time, weigh } from './measure.ts'
import { rivals } from './rivals.ts'
import { writeText, writeWords } from './texts.ts'

const length = 20_000
const words = writeWords(10_000)
const ordinary = writeText(length)
/** Nothing but the beginnings of words: every step of the search goes on. */
const hostile = words
  .map(word => word.slice(0, -1))
  .join('')
  .slice(0, length)
/** Nothing but hits: every one is looked at again. */
const hits = words.join('').slice(0, length)
/** Tens of thousands of different characters, so that nothing is remembered from before. */
const unseen = Array.from({ length: 20_000 }, (_, index) => String.fromCodePoint(0x3400 + index)).join('')
const texts = { ordinary, hostile, hits, unseen }

const reason = { zh: '请修改。', en: 'Please change it.' }
const rule = { id: 'bench', category: 'X.3', severity: 'reject', words, reason }
const policy = parsePolicy({ yaml: JSON.stringify({ rules: [rule] }), wordLists: new Map() })

const buildMs = time(() => createMatcher(policy))
const { made: match, megabytes } = weigh(() => createMatcher(policy))
const entries = listEntries(policy.rules)
const findExactly = createExactFinder(entries)

console.log(`${words.length} words, ${length} characters, Node ${process.version}; milliseconds`)
console.table({ build: { ms: round(buildMs, 1), megabytes } })
tabulate(texts, text => ({
  ...label('exact', () => findExactly(viewExactly(text))),
  ...label('all', () => match([{ field: 'prompt', text }])),
}))
tabulate({ soundView, digitView, splitView, reversedView }, view => {
  const find = createLooseFinder(view, entries)
  return measure(() => find(viewExactly(ordinary)))
})
tabulate(rivals, build => {
  const folded = viewExactly(ordinary).text
  const forms = words.map(word => viewExactly(word).text)
  const search = build(forms)
  return {
    build: round(
      time(() => build(forms)),
      1,
    ),
    ...measure(() => search(folded), 20),
  }
})
benchDefaultPolicy()

/** A line for each of the named things. */
function tabulate<T>(things: Readonly<Record<string, T>>, measureThing: (thing: T) => object): void {
  console.table(
    Object.fromEntries(Object.entries(things).map(([name, thing]) => [name, measureThing(thing)])),
  )
}

function label(name: string, run: () => unknown) {
  const { p50, p95 } = measure(run)
  return { [`${name} p50`]: p50, [`${name} p95`]: p95 }
}

/** The policy as it is, with its regular expressions: how long for all of it, and for the slowest pattern. */
function benchDefaultPolicy(): void {
  const folder = join(import.meta.dirname, '../../policy')
  const readMs = time(() => readPolicy(folder))
  const own = readPolicy(folder)
  const matchOwn = createMatcher(own)
  const patterns = [...new Set(own.rules.flatMap(rule => rule.patterns))]
  const repeated = patterns.map(source => source.replaceAll(/[^\p{L}]/gu, ''))
  const nasty = repeated.join('').repeat(20).slice(0, length)
  tabulate({ ordinary, nasty }, text => ({
    ...measure(() => matchOwn([{ field: 'prompt', text }]), 20),
    'slowest pattern': Math.max(...patterns.map(source => measureMedian(source, viewLightly(text).text))),
  }))
  console.log(`default policy: ${patterns.length} patterns, read and checked in ${readMs.toFixed(0)} ms`)
}

function measureMedian(source: string, text: string): number {
  const { find } = compilePattern(source)
  return measure(() => find(text), 5).p50
}
