/**
 * The words of a stranger on the operator's terminal. What would steer the terminal, turn the direction of reading or
 * not be seen at all is written as its code; only what joins emoji may stay.
 */
export function showText(text: string): string {
  return text
    .replace(/\r?\n/g, ' ⏎ ')
    .replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, character =>
      character === '\u200d' ? character : write(character),
    )
}

function write(character: string): string {
  return `\\u{${character.codePointAt(0)?.toString(16)}}`
}
