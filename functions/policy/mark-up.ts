/** A stretch of mark-up in a text, and the character it stands for: none for a tag. */
type MarkUp = { readonly start: number; readonly end: number; readonly text: string }

const tagNames =
  'a|abbr|article|b|big|blockquote|br|button|center|code|del|details|div|em|font|footer|h[1-6]|header|hr|i|img|ins|kbd|label|li|main|mark|nav|ol|p|pre|s|section|small|span|strike|strong|style|sub|summary|sup|svg|table|tbody|td|th|thead|tr|tt|u|ul|wbr'

/**
 * Tags of known names only, and targets of links only if they are addresses: whoever reads the text as it stands
 * reads what is between unknown brackets too. Lengths are bounded, so that no text makes this slow.
 */
const markUp = new RegExp(
  [
    `</?(?:${tagNames})(?:[ /][^<>]{0,200})?>`,
    '<!--[^<>]{0,200}-->',
    String.raw`\]\((?:https?:|mailto:|[/#])[^\s()<>]{0,300}(?: "[^"()<>]{0,100}")?\)`,
    String.raw`&(?<entity>#\d{1,7}|#x[\da-f]{1,6}|[a-z]{2,6});`,
  ].join('|'),
  'gi',
)

const named: Readonly<Record<string, string>> = {
  nbsp: ' ',
  ensp: ' ',
  emsp: ' ',
  thinsp: ' ',
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  shy: '\u00ad',
  zwj: '\u200d',
  zwnj: '\u200c',
}

/** HTML tags and entities and the targets of Markdown links, in the order of the text. */
export function findMarkUp(text: string): MarkUp[] {
  if (!/[<&]|\]\(/.test(text)) return []
  return [...text.matchAll(markUp)].map(({ 0: written, index, groups }) => ({
    start: index,
    end: index + written.length,
    text: groups?.entity === undefined ? '' : readEntity(groups.entity),
  }))
}

function readEntity(entity: string): string {
  if (!entity.startsWith('#')) return named[entity.toLowerCase()] ?? '&'
  const code = /^#x/i.test(entity) ? Number.parseInt(entity.slice(2), 16) : Number(entity.slice(1))
  return code <= 0x10ffff ? String.fromCodePoint(code) : ''
}
