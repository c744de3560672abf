/** The same numbers in every run, so that two runs measure the same texts. */
function createRandom(seed: number): () => number {
  let state = seed
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 2 ** 32
  }
}

/** Characters by their rank in everyday text: the first are the most frequent. */
const characters =
  '的一是不了在人有我他这个们中来上大为和国地到以说时要就出会可也你对生能而子那得于着下自之年过发后作里用道行所然家种事成方多经么去法学如都同现当没动面起看定天分还进好小部其些主样理心她本前开但因只从想实日军者意无力它与长把机十民第公此已工使情明性知全三又关点正业外将两高间由问很最重并物手应战向头文体政美相见被利什二等产或新己制身果加西斯月话合回特代内信表化老给世位次度门任常先海通教儿原东声提立及比员解水名真论处走义各入几口认条平系气题活尔更别打女变四神总何电数安少报才结反受目太量再感建务做接必场件计管期市直德资命山金指克许统区保至队形社便空决治展马科司五基眼书非则听白却界达光放强即像难且权思王象完设式色路记南品住告类求据程北边死张该交规万取拉格望觉术领共确传师观清今切院让识候带导争运'

const words =
  'the a of you to and is in help assistant answer question user report table steps please data write format'

/** Ordinary text: a good deal of Chinese, some English, digits and punctuation. */
export function writeText(length: number, seed = 1): string {
  const random = createRandom(seed)
  const latin = words.split(' ')
  let text = ''
  while (text.length < length) {
    const chance = random()
    if (chance < 0.08) text += ` ${pick(latin, random)} `
    else if (chance < 0.16) text += pick([...'，。、！12345\n'], random)
    // Squared, because language is uneven: the frequent characters come far more often.
    else text += characters.charAt(Math.floor(random() ** 2 * characters.length))
  }
  return text.slice(0, length)
}

/** Words of two to six characters, and some English ones, all different. */
export function writeWords(count: number, seed = 2): string[] {
  const random = createRandom(seed)
  const written = new Set<string>()
  while (written.size < count) {
    const length = 3 + Math.floor(random() * 4)
    const isLatin = random() < 0.15
    const letters = isLatin ? 'abcdefghijklmnopqrstuvwxyz' : characters
    written.add(
      Array.from({ length: isLatin ? length + 3 : length }, () => pick([...letters], random)).join(''),
    )
  }
  return [...written]
}

function pick<T>(list: readonly T[], random: () => number): T | '' {
  return list[Math.floor(random() * list.length)] ?? ''
}
