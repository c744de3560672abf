import AhoCorasick from 'modern-ahocorasick'

/** Other ways to find many words, each on text that has been folded already: none of them sees through anything. */
export const rivals: Record<string, (words: readonly string[]) => (text: string) => number> = {
  'RegExp alternation': words => {
    const pattern = new RegExp(words.join('|'), 'g')
    return text => [...text.matchAll(pattern)].length
  },
  'modern-ahocorasick': words => {
    const automaton = new AhoCorasick([...words])
    return text => automaton.search(text).length
  },
  'trie keyed by two characters': words => {
    const roots = new Map<string, string[]>()
    for (const word of words) roots.set(word.slice(0, 2), [...(roots.get(word.slice(0, 2)) ?? []), word])
    return text => {
      let found = 0
      for (let begin = 0; begin < text.length; begin++)
        for (const word of roots.get(text.slice(begin, begin + 2)) ?? [])
          if (text.startsWith(word, begin)) found++
      return found
    }
  },
}
