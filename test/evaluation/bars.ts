import type { Evaluation } from './evaluate.ts'

type Bar = { name: string; reached: number; bar: string; isMet: boolean }

/** What the rules must reach on listings they were not tuned on. Honest developers come first. */
export function checkBars({ benign, recallOfX, folding, disguises }: Evaluation): Bar[] {
  const sound = ['pinyin', 'homophone', 'split characters', 'reversed']
  const loose = disguises.filter(({ name }) => sound.includes(name))
  const looseShare = sum(loose.map(({ seen }) => seen)) / sum(loose.map(({ of }) => of))
  return [
    atMost('rejections of benign listings', benign.reject / benign.listings, 0),
    atMost('escalations of benign listings', benign.escalate / benign.listings, 0.02),
    atLeast('recall on violating listings of the X categories', recallOfX, 0.9),
    atLeast('folding disguises seen', folding, 0.95),
    atLeast('pinyin, homophones, split and reversed words seen', looseShare, 0.85),
  ]
}

function atMost(name: string, reached: number, bar: number): Bar {
  return { name, reached, bar: `at most ${bar}`, isMet: reached <= bar }
}

function atLeast(name: string, reached: number, bar: number): Bar {
  return { name, reached, bar: `at least ${bar}`, isMet: reached >= bar }
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0)
}
