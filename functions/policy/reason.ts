export type ReasonLanguage = 'zh' | 'en'

/** In characters, for one reason and for all of a verdict together: more is not read. Coze documents no limit. */
export const longestReason = 500

/** What the developer of a rejected bot reads: each reason once, as far as whole sentences fit. Never empty. */
export function joinReasons(reasons: readonly string[], language: ReasonLanguage): string {
  const text = [...new Set(reasons)].join(language === 'zh' ? '' : ' ')
  return fitSentences(text, language) || generalReason[language]
}

function fitSentences(text: string, language: ReasonLanguage): string {
  let fitting = ''
  for (const { segment } of new Intl.Segmenter(language, { granularity: 'sentence' }).segment(text)) {
    if ((fitting + segment).trimEnd().length > longestReason) break
    fitting += segment
  }
  return fitting.trimEnd()
}

export const generalReason: Readonly<Record<ReasonLanguage, string>> = {
  zh: '内容不符合本渠道的规定，请修改后重新发布。',
  en: 'The content is not accepted on this channel. Please change it and publish again.',
}
