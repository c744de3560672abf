/**
 * 拆字: characters that are often written in their parts, each with the parts behind it. Parts that keyboards offer
 * only; a radical may be written as the character it comes from (氵 as 水). Doubled parts (木木) are left out: repeats are collapsed.
 */
const table = `
妈女马 她女也 好女子 奶女乃 妓女支 奸女干 婚女昏 娘女良 姐女且 妹女未 嫖女票 娱女吴 姑女古
娼女昌 微彳山攵 信亻言 信人言 代亻弋 代人弋 什亻十 件亻牛 你亻尔 他亻也 住亻主 值亻直 伪亻为
假亻叚 保亻呆 佣亻用 借亻昔 体亻本 低亻氐 偷亻俞 佛亻弗 仿亻方 任亻壬 做亻故 法氵去 法水去
河氵可 油氵由 洗氵先 流氵㐬 没氵殳 活氵舌 江氵工 淫氵㸒 汇氵匚 洋氵羊 海氵每 游氵斿 泊氵白
赌贝者 赚贝兼 购贝勾 贩贝反 账贝长 贿贝有 赂贝各 赔贝咅 财贝才 贱贝戋 贷代贝 货化贝 资次贝
赁任贝 钱钅戋 钱金戋 银钅艮 银金艮 铁钅失 枪木仓 杀木乂 校木交 材木才 板木反 机木几 极木及
格木各 样木羊 加力口 码石马 破石皮 硬石更 研石开 礼礻乚 神礻申 福礻畐 视礻见 炸火乍 烧火尧
炮火包 烟火因 灯火丁 彩采彡 影景彡 彤丹彡 博十尃 聊耳卯 取耳又 职耳只 联耳关 群君羊 裙衤君
裸衤果 群尹口羊 论讠仑 话讠舌 话言舌 诈讠乍 骗马扁 证讠正 证言正 试讠式 诚讠成 说讠兑 请讠青
课讠果 谈讠炎 记讠己 许讠午 识讠只 订讠丁 评讠平 该讠亥 让讠上 诱讠秀 扫扌彐 扫手彐 投扌殳
扣扌口 打扌丁 找扌戈 招扌召 抢扌仓 推扌隹 挂扌圭 拍扌白 操扌喿 报扌卩 押扌甲 药艹约 草艹早
苗艹田 花艹化 荷艹何 获艹犾 葯艹約 约纟勺 红纟工 给纟合 级纟及 纯纟屯 线纟戋 网纟冈 线糸戋
期其月 明日月 时日寸 暗日音 旺日王 胖月半 股月殳 肥月巴 脱月兑 服月卩 吗口马 吧口巴 呢口尼
吃口乞 叫口丩 吸口及 唱口昌 听口斤 咖口加 啡口非 鸣口鸟 味口未 喝口曷 号口丂 和禾口 私禾厶
种禾中 秘禾必 税禾兑 稳禾急 利禾刂 科禾斗 积禾只 到至刂 刷尸巾刂 别另刂 刮舌刂 刻亥刂 剂齐刂
剑佥刂 特牛寺 牧牛攵 物牛勿 弹弓单 张弓长 强弓虽 引弓丨 粉米分 精米青 糖米唐 料米斗 毒主母
冰冫水 决冫夬 次冫欠 冻冫东 歌哥欠 款士示欠 欢又欠 欧区欠 欲谷欠 静青争 鲜鱼羊 鸡又鸟 鸭甲鸟
鸦牙鸟 转车专 轮车仑 软车欠 较车交 辅车甫 站立占 章立早 竞立兄 竟立見 端立耑 功工力 动云力
劝又力 助且力 劲巠力 邮由阝 部咅阝 都者阝 郎良阝 那冄阝 政正攵 收丩攵 放方攵 教孝攵 效交攵
数娄攵 敌舌攵 故古攵 思田心 想相心 意音心 态太心 恋亦心 息自心 您你心 怒奴心 忘亡心 男田力
另口力 李木子 岩山石 岁山夕 尖小大 歪不正 尘小土 灭一火 灾宀火 安宀女 宝宀玉 家宀豕 官宀㠯
客宀各 富宀畐 票西示 开一廾 发友丶 发犮丶 卖十买 买乛头 价亻介 优亻尤 伙亻火 倍亻咅 位亻立
卡上下 卡上卜 牌片卑 版片反 球王求 玩王元 现王见 理王里 珍王㐱 环王不 色⺈巴 情忄青 性忄生
忙忄亡 怕忄白 快忄夬 惯忄贯 恨忄艮 警敬言 誓折言 密宓山 岛鸟山 崇山宗 注氵主 注水主
赢亡口月贝凡
`

/** The character that parts make, by the parts. */
export const joinedParts: ReadonlyMap<string, string> = readTable()

export const mostParts = 5

function readTable(): ReadonlyMap<string, string> {
  const map = new Map<string, string>()
  for (const entry of table.trim().split(/\s+/)) {
    const [character = '', ...parts] = entry
    if (parts.length > 1) map.set(parts.join(''), character)
  }
  return map
}
