/**
 * What is no part of an emoji, and would steer the terminal, turn the direction of reading, or not be seen: among the last
 * fillers, variation selectors and the blank of Braille, which are no control characters.
 */
const unseen = /\p{RGI_Emoji}|[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\u2800]/gv

/** The words of a stranger on the operator's terminal: they can be read, and do nothing. */
export function showText(text: string): string {
  return text.replace(/\r?\n/g, ' ⏎ ').replace(unseen, found => (isEmoji.test(found) ? found : write(found)))
}

const isEmoji = /^\p{RGI_Emoji}$/v

function write(character: string): string {
  return `\\u{${character.codePointAt(0)?.toString(16)}}`
}
