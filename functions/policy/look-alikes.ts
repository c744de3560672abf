/** 形近字: characters written for another that looks like them. Each group: the one that is meant, its look-alikes behind it. */
const groups =
  '微徽徴薇 信伩 赌睹堵 博愽搏 彩釆 票漂 开幵 代伐 加茄架 群裙 扣叩 款歀 银艮 卡咔 号呺 码玛 刷涮 单箪 兼蒹 职织 枪抢 弹掸 药葯 毒毐毋 麻痳 冰氷 色铯 情惰 裸祼 聊耶 黄簧 网罔 微溦 薪新 账帐 钱戋 证怔 办辨 假瑕 客咯 密宓 注柱 稳隐 返反 佣拥 兑悦 奖浆 娱誤 城诚 荷菏 牌碑 枪舱 支枝 购构 查渣 档挡 房庐 轨轧'

const meant = new Map<string, string>()
for (const [character = '', ...lookAlikes] of groups.split(' '))
  for (const lookAlike of lookAlikes) meant.set(lookAlike, character)

/** The character that this one is written for, itself if for none. */
export function lookThrough(character: string): string {
  return meant.get(character) ?? character
}
