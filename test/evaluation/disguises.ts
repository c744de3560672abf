import { Converter } from 'opencc-js/cn2t'
import { pinyin } from 'pinyin-pro'

/** A way to write a word so that people read it and a plain comparison does not. Undefined where it cannot be applied. */
export type Disguise = {
  name: string
  view: 'folding' | 'loose'
  apply: (word: string) => string | undefined
}

const isChinese = (word: string) => /^\p{Script=Han}+$/v.test(word)
const characters = (word: string) => [...word]
const chinese = (apply: (word: string) => string) => (word: string) =>
  isChinese(word) ? apply(word) : undefined
const latin = (apply: (word: string) => string) => (word: string) =>
  isChinese(word) ? undefined : apply(word)
const between = (separator: string) => (word: string) => characters(word).join(separator)
/** Shifts the letters a to z to another alphabet of Unicode. */
const shift = (first: number) =>
  latin(word => word.replaceAll(/[a-z]/g, letter => String.fromCodePoint(first + letter.charCodeAt(0) - 97)))
const replace = (pairs: Record<string, string>) => (word: string) => {
  const replaced = characters(word).map(character => pairs[character] ?? character)
  return replaced.join('') === word ? undefined : replaced.join('')
}

const toTraditional = Converter({ from: 'cn', to: 't' })
const cyrillic = { a: 'а', c: 'с', e: 'е', i: 'і', o: 'о', p: 'р', s: 'ѕ', x: 'х', y: 'у' }
const greek = { a: 'α', e: 'ε', i: 'ι', k: 'κ', o: 'ο', p: 'ρ', u: 'υ', v: 'ν' }
const kangxi = {
  人: '⼈',
  女: '⼥',
  口: '⼝',
  金: '⾦',
  高: '⾼',
  网: '⽹',
  手: '⼿',
  火: '⽕',
  生: '⽣',
  色: '⾊',
  毒: '⽏',
}
const leet = { a: '4', e: '3', i: '1', o: '0', s: '5', t: '7' }
/** 拆字: characters and their parts, written side by side. */
const parts = {
  代: '亻弋',
  加: '力口',
  信: '亻言',
  博: '十尃',
  赌: '贝者',
  钱: '钅戋',
  证: '讠正',
  刷: '尸巾刂',
  组: '纟且',
  群: '君羊',
  好: '女子',
  妈: '女马',
  明: '日月',
  林: '木木',
  彩: '采彡',
  注: '氵主',
  球: '王求',
  枪: '木仓',
  药: '艹约',
  微: '彳山攵',
  贷: '代贝',
  款: '士示欠',
  银: '钅艮',
  招: '扌召',
  抽: '扌由',
  到: '至刂',
  红: '纟工',
  约: '纟勺',
  聊: '耳卯',
  裸: '衤果',
}

export const disguises: readonly Disguise[] = [
  { name: 'full width', view: 'folding', apply: shift(0xff41) },
  { name: 'upper case', view: 'folding', apply: latin(word => word.toUpperCase()) },
  { name: 'traditional', view: 'folding', apply: chinese(word => toTraditional(word)) },
  { name: 'zero width', view: 'folding', apply: between('\u200b') },
  { name: 'soft hyphen', view: 'folding', apply: between('\u00ad') },
  { name: 'word joiner', view: 'folding', apply: between('\u2060') },
  { name: 'cyrillic', view: 'folding', apply: latin(word => replace(cyrillic)(word) ?? word) },
  { name: 'greek', view: 'folding', apply: latin(word => replace(greek)(word) ?? word) },
  { name: 'circled letters', view: 'folding', apply: shift(0x24d0) },
  { name: 'mathematical letters', view: 'folding', apply: shift(0x1d41a) },
  {
    name: 'squared letters',
    view: 'folding',
    apply: latin(word =>
      word
        .toLowerCase()
        .replaceAll(/[a-z]/g, letter => String.fromCodePoint(0x1f130 + letter.charCodeAt(0) - 97)),
    ),
  },
  {
    name: 'Kangxi radicals',
    view: 'folding',
    apply: word => (isChinese(word) ? replace(kangxi)(word) : undefined),
  },
  { name: 'spaces', view: 'folding', apply: between(' ') },
  { name: 'wide spaces', view: 'folding', apply: between('\u3000') },
  { name: 'line breaks', view: 'folding', apply: chinese(between('\n')) },
  { name: 'hyphens', view: 'folding', apply: between('-') },
  { name: 'dots', view: 'folding', apply: between('.') },
  { name: 'asterisks', view: 'folding', apply: between('*') },
  { name: 'CJK punctuation', view: 'folding', apply: chinese(between('、')) },
  { name: 'middle dots', view: 'folding', apply: between('·') },
  { name: 'emoji', view: 'folding', apply: between('🔥') },
  { name: 'Markdown', view: 'folding', apply: word => `**${word.slice(0, 2)}**${word.slice(2)}` },
  { name: 'HTML', view: 'folding', apply: word => `${word.slice(0, 2)}<b>${word.slice(2)}</b>` },
  {
    name: 'HTML entities',
    view: 'folding',
    apply: word =>
      characters(word)
        .map(character => `&#${character.codePointAt(0)};`)
        .join(''),
  },
  {
    name: 'repeated characters',
    view: 'folding',
    apply: word =>
      characters(word)
        .map(character => character + character)
        .join(''),
  },
  {
    name: 'combining marks',
    view: 'folding',
    apply: word =>
      characters(word)
        .map(character => `${character}\u0336`)
        .join(''),
  },
  {
    name: 'pinyin',
    view: 'loose',
    apply: chinese(word => pinyin(word, { toneType: 'none', type: 'array' }).join('')),
  },
  { name: 'pinyin with spaces', view: 'loose', apply: chinese(word => pinyin(word, { toneType: 'none' })) },
  { name: 'pinyin with tones', view: 'loose', apply: chinese(word => pinyin(word)) },
  {
    name: 'half pinyin',
    view: 'loose',
    apply: chinese(
      word =>
        word.slice(0, 1) +
        pinyin(word, { toneType: 'none', type: 'array' }).slice(1, 2).join('') +
        word.slice(2),
    ),
  },
  { name: 'homophone', view: 'loose', apply: chinese(replaceOneHomophone) },
  {
    name: 'split characters',
    view: 'loose',
    apply: word => (isChinese(word) ? replace(parts)(word) : undefined),
  },
  { name: 'reversed', view: 'loose', apply: word => characters(word).toReversed().join('') },
  {
    name: 'bidi override',
    view: 'loose',
    apply: word => `\u202e${characters(word).toReversed().join('')}\u202c`,
  },
  { name: 'leet', view: 'loose', apply: latin(word => replace(leet)(word) ?? word) },
]

/** Everyday characters, among which another one of the same sound is looked for. */
const everyday =
  '一丁七万三上下不与专且世业东丝丢两严个中丰为主举久么义之乐九也习书买乱了予事二于五井些亮人什今介从他付代令以们件价任份企伤位住体何作你使侧保信修候借值做停像元先光入全公共关其内再写军农冰冲准几出分切划列则初别利到制刷券前力办加动助努劲包化北区医十千升半华单南卡印即却原去又友反发取受口古句另只叫台号司各合同名后向吗否吧听启员周命和品响哪唱商问四回因园困图国土在地场均坐块城基境增士声处备外多夜大天太夫头奇奖女她好如妈妹始姐子字存季学孩它安完定实室客家容宽对导封将小少尔尝就尽层展山岁川工左差己已巴市布师希带帮常平年并广庄应店度座康建开张强当形影往征待很得微心必志忙快念态怎思急性总息您情想意感成我或战户所扫手打批找技把投抗折护报抱抽担招拿指按换据接提搜摆支收改放政故效教数整文料新方施无日旧早时明易星是显晚景更最月有服朋期木未本机权李材村束条来板极林果某染查标校样根格桥检楼次欢正此步武死段每比民气水永求江池沟河油法波注洗活派流测济海消深混清温港游湖满演火灯点烟热照片牌物特王玩现班球理生用由电男画界留略病白百的皮盘目直相省看真着睛知石码破研确磁示礼神票福离种科秒称程稳空穿突立站章童端竹笑第等答算管米类精系素紧红约级纪纯纸线练组细终经结给绝统继绩续维绿网置美群老者而联肉肯育胜能脑自至致舒般船色节花英药获菜落虎虽行街衣表装西要见观规视角解言计认让议记讲许论设证识词试话该详语说请读课调谁谈负财责货质购贵费贺资赛赢走起超路跳车转轮轻载较达过近还这进远连选通速造道遇那部配酒里重金针钟钱银错键长门问间队阳阴际院除险随难零雷需青静非面音页顶项顺须预领题风食饭首香马验高鱼黄黑'

function replaceOneHomophone(word: string): string {
  const sounds = pinyin(word, { toneType: 'none', type: 'array' })
  for (const [index, character] of characters(word).entries()) {
    const other = [...everyday].find(
      candidate => candidate !== character && pinyin(candidate, { toneType: 'none' }) === sounds[index],
    )
    if (other !== undefined) return word.slice(0, index) + other + word.slice(index + 1)
  }
  return word
}
