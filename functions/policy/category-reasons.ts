import { type Category, categories } from './categories.ts'
import { generalReason, type ReasonLanguage } from './reason.ts'

type CategoryOrNone = Category | 'none'

/** What the developer reads about a finding that no rule speaks for. The name of the category says enough. */
export function reasonOfCategory(category: CategoryOrNone, language: ReasonLanguage): string {
  if (category === 'none') return generalReason[language]
  const name = categories[category][language]
  return language === 'zh'
    ? `内容涉及“${name}”，不符合本渠道的规定。请删改有关文字和设定后重新发布；如系误判，请在描述里说明用途。`
    : `The content touches on a category that this channel does not carry: ${name}. Please change it and publish again. If this is a mistake, please explain the purpose in the description.`
}
