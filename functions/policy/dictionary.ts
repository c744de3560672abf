/** Told of every word of the dictionary that stands in a text: which, and from where to where in UTF-16 units. */
type Visit = (word: number, begin: number, end: number) => void

/**
 * Finds every occurrence of every word, nested and overlapping ones too. A trie in one hash table: ten thousand words
 * are built in milliseconds and weigh two megabytes, and of ordinary text all but the first step or two misses. The
 * price is a worst case of text times longest word, which is why words have a longest length.
 */
export function createDictionary(words: readonly string[]): (text: string, visit: Visit) => void {
  const trie = createTrie(words.reduce((units, word) => units + word.length, 0))
  words.forEach((word, index) => {
    trie.add(word, index)
  })
  return (text, visit) => {
    for (let begin = 0; begin < text.length; begin++) trie.walk(text, begin, visit)
  }
}

/** In UTF-16 units of a view: longer than anything that is looked for, short enough for the worst case. */
export const longestWord = 64

function createTrie(units: number) {
  // At most half full, so that a search for what is not there ends soon.
  const size = 2 ** Math.ceil(Math.log2(units * 2 + 2))
  const parents = new Int32Array(size)
  const letters = new Uint16Array(size)
  /** The node behind an edge; 0, the root, is behind none. */
  const children = new Int32Array(size)
  /** The word that ends at a node, counted from one. */
  const ends = new Int32Array(units + 1)
  let nodes = 1

  function slotOf(parent: number, letter: number): number {
    let slot = Math.imul(Math.imul(parent, 0x9e3779b1) ^ letter, 0x85ebca6b) >>> 7
    for (slot &= size - 1; children[slot] !== 0; slot = (slot + 1) & (size - 1))
      if (parents[slot] === parent && letters[slot] === letter) break
    return slot
  }

  function add(word: string, index: number): void {
    let node = 0
    for (let unit = 0; unit < word.length; unit++) {
      const slot = slotOf(node, word.charCodeAt(unit))
      if (children[slot] === 0) {
        parents[slot] = node
        letters[slot] = word.charCodeAt(unit)
        children[slot] = nodes++
      }
      node = children[slot] ?? 0
    }
    ends[node] = index + 1
  }

  function walk(text: string, begin: number, visit: Visit): void {
    let node = 0
    for (let unit = begin; unit < text.length; unit++) {
      node = children[slotOf(node, text.charCodeAt(unit))] ?? 0
      if (node === 0) return
      const word = ends[node] ?? 0
      if (word > 0) visit(word - 1, begin, unit + 1)
    }
  }

  return { add, walk }
}
