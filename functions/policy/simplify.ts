import pairs from 'opencc-js/dict/TSCharacters'

const simplified = readPairs(pairs)

/**
 * Traditional to simplified Chinese, character by character: a phrase table would write some words better,
 * but then a character would no longer have one place in the original.
 */
export function simplify(text: string): string {
  let result = ''
  for (const character of text) result += simplified.get(character) ?? character
  return result
}

function readPairs(source: string): ReadonlyMap<string, string> {
  const map = new Map<string, string>()
  for (const pair of source.split('|')) {
    const [from, to] = pair.split(' ')
    if (from && to) map.set(from, to)
  }
  // 薴 becomes 苧, which by itself becomes 苎.
  for (const [from, to] of map) map.set(from, map.get(to) ?? to)
  return map
}
