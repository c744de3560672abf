/** A stretch of the original text, in UTF-16 units. */
export type Place = { readonly start: number; readonly end: number }
/** Text as an order is looked for in it. Unit i of `text` was written at `places[i]` of the original. */
export type OrderView = { readonly text: string; readonly places: readonly Place[] }

/** Traditional characters and look-alikes of Latin letters, as far as the patterns for orders have use for them. */
const plainBySimilar = new Map(
  [
    '審审員员請请過过這这個个規规違违視视無无應应結结論论輸输覆复復复機机問问題题發发現现對对統统說说準准許许標标記记給给',
    '為为檢检內内數数據据絕绝繞绕須须務务識识語语輯辑會会讓让認认証证證证評评測测團团隊队駁驳攔拦條条項项並并與与經经總总',
    'аaеeоoрpсcуyхxіiѕsԁdոnսuοoαaενιiρpτt',
  ]
    .flatMap(pairs => pairs.match(/../gu) ?? [])
    .map(([similar = '', plain = '']) => [similar, plain]),
)

/** What every reader sees: compatibility forms folded, small letters, nothing invisible. Spaces and signs stay. */
export function viewPlainly(original: string): OrderView {
  const units: Unit[] = []
  let start = 0
  for (const character of original) {
    const place = { start, end: start + character.length }
    for (const unit of foldOnce(character)) units.push({ unit, place })
    start = place.end
  }
  return toView(units)
}

/** Letters and digits alone: neither spaces nor signs nor mark-up between them hide a word. */
export function keepLetters({ text, places }: OrderView): OrderView {
  return toView(listUnits(text, places).filter(({ unit }) => /[\p{L}\p{N}]/u.test(unit)))
}

export function reverse({ text, places }: OrderView): OrderView {
  return toView(listUnits(text, places).reverse())
}

/** What stands in the text for a machine to decode: base64, hexadecimal, escapes, invisible tag characters. */
export function viewHidden(original: string): OrderView[] {
  return encodings.flatMap(({ runs, decode }) =>
    Array.from(original.matchAll(runs), ({ 0: run, index: start }) => {
      const place = { start, end: start + run.length }
      const { text } = viewPlainly(decode(run))
      return { text, places: text.split('').map(() => place) }
    }),
  )
}

type Encoding = { runs: RegExp; decode: (run: string) => string }

const encodings: readonly Encoding[] = [
  { runs: /[A-Za-z0-9+/_-]{16,}={0,2}/g, decode: run => readBytes(Buffer.from(run, 'base64')) },
  {
    runs: /(?:[0-9A-Fa-f]{2}[\s:]?){8,}/g,
    decode: run => readBytes(Buffer.from(run.replaceAll(/[\s:]/g, ''), 'hex')),
  },
  { runs: /(?:\\u[0-9A-Fa-f]{4}){2,}/g, decode: readEscapes },
  { runs: /[\u{e0020}-\u{e007e}]{2,}/gu, decode: readTags },
]

function readEscapes(run: string): string {
  return run.replaceAll(/\\u(.{4})/g, (_escape, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
}

/** The tag characters are invisible, and spell ASCII to a model. */
function readTags(run: string): string {
  return Array.from(run, tag => String.fromCodePoint((tag.codePointAt(0) ?? 0) - 0xe0000)).join('')
}

/** Most runs are ids and addresses: only what decodes to text is read. */
function readBytes(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return ''
  }
}

type Unit = { unit: string; place: Place }

function toView(units: readonly Unit[]): OrderView {
  return { text: units.map(({ unit }) => unit).join(''), places: units.map(({ place }) => place) }
}

function listUnits(text: string, places: readonly Place[]): Unit[] {
  return places.map((place, index) => ({ unit: text.charAt(index), place }))
}

const known = new Map<string, string[]>()

/** Remembers single UTF-16 units only: never more than 65,536 of them. */
function foldOnce(character: string): string[] {
  if (character.length > 1) return fold(character)
  const folded = known.get(character) ?? fold(character)
  known.set(character, folded)
  return folded
}

function fold(character: string): string[] {
  const visible = character.replace(/\p{Default_Ignorable_Code_Point}|\p{M}/u, '')
  const folded = visible.normalize('NFKC').toLowerCase()
  return (plainBySimilar.get(folded) ?? folded).split('')
}
