/**
 * Letters that look like a to z and 0 to 9 and that NFKC leaves alone, in lower case. Each group: the look-alikes
 * of one letter behind it. Only what a reader takes for the letter at a glance: a wrong entry costs honest texts.
 */
const groups = `
a аαɑᴀꭺаⲁ  b вьβʙᏼЬ  c сϲςᴄꮯⲥƈ  d ԁɗđᴅꭰ  e еєεəɛᴇꭼёҽⲉ  f ƒꜰϝ  g ɡɢցꮐɠ  h һհʜꮋнħⲏ  i іιıɪɩꭵїӏⵏꙇ
j јᴊꭻʝ  k кκᴋꮶⲕƙ  l ʟլꮮłɫⅼ  m мᴍꮇⲙ  n пηɴոռŋɲ  o оοσᴏօ૦௦ዐⲟøɵ  p рρᴘꮲⲣþ  q ԛզɋ  r гʀꭱꮢɍ
s ѕꜱꮪʂ  t тτᴛꭲŧⲧ  u υᴜսʋц  v νѵᴠꮩⱱ  w ѡԝωᴡꮃա  x хχⲭ×  y уγʏүᎩⲩ  z ᴢꮓƶʐ
`

/** Alphabets of letters in boxes, each from A in the order of the alphabet; and digits in circles. */
const ranges: readonly (readonly [from: number, count: number, to: string])[] = [
  [0x1f130, 26, 'a'],
  [0x1f150, 26, 'a'],
  [0x1f170, 26, 'a'],
  // Pairs of these make flags; alone they are the letters.
  [0x1f1e6, 26, 'a'],
  [0x2776, 9, '1'],
  [0x2780, 9, '1'],
  [0x278a, 9, '1'],
  [0x24f5, 9, '1'],
]

/** Radicals that NFKC does not turn into the character they look like. */
const radicals =
  '⺠民⻄西⻅见⻆角⻉贝⻋车⻌辶⻓长⻔门⻘青⻙韦⻚页⻛风⻜飞⻝食⻢马⻣骨⻤鬼⻥鱼⻦鸟⻨麦⻩黄⻬齐⻰龙⻲龟⺼肉⺩王⺾艹⺮竹⺀冫⺡氵⺘扌⺅亻⺨犭'

const letters = readConfusables()

/** The letter or character that this one is taken for, itself if it is what it looks like. */
export function unmask(character: string): string {
  return letters.get(character) ?? character
}

function readConfusables(): ReadonlyMap<string, string> {
  const map = new Map<string, string>([
    ['⓿', '0'],
    ['⓪', '0'],
    ['🄌', '0'],
  ])
  for (const group of groups.trim().split(/\s+(?=[a-z] )/)) {
    const [letter = '', lookAlikes = ''] = group.split(' ')
    for (const lookAlike of lookAlikes) map.set(lookAlike.toLowerCase(), letter)
  }
  for (const [from, count, to] of ranges)
    for (let index = 0; index < count; index++)
      map.set(String.fromCodePoint(from + index), String.fromCharCode(to.charCodeAt(0) + index))
  for (const [, radical = '', character = ''] of radicals.matchAll(/(.)(.)/gu)) map.set(radical, character)
  return map
}
