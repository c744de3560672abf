import { fileURLToPath } from 'node:url'
import { expect, test } from '@jest/globals'
import { findBrokenExamples } from '../../../functions/policy/check-examples.ts'
import { decide } from '../../../functions/policy/decide.ts'
import { createMatcher } from '../../../functions/policy/match.ts'
import { readPolicy } from '../../../functions/policy/read-policy.ts'

const policy = readPolicy(fileURLToPath(new URL('../../../policy', import.meta.url)))
const match = createMatcher(policy)

function judge(text: string) {
  return decide(match([{ field: 'description', text }]), policy, 'zh')
}

test.each([
  ['女儿成长记录：陪你写下宝宝的每一天，自动生成月度相册文案。'],
  ['路口交通助手：查询路口交通信号配时和拥堵情况。'],
  ['发票识别与查验：拍照提取发票代码、金额和税号，一键导出表格。'],
  ['开发票据识别接口的编程助手，支持增值税发票和火车票。'],
  ['现代开发票务系统的架构顾问，熟悉高并发抢票场景。'],
  ['迭代开发票据管理平台的需求文档助手。'],
  ['办税问答：自然人如何到税务局代开发票，代开发票需要哪些材料？'],
  ['抢票提醒：余票有票可开启通知，不错过回家的车。'],
  ['税法学习：讲解虚开和非法出售发票的法律后果。'],
  ['禁毒宣传员：用故事向青少年讲解毒品的危害，识别伪装成糖果的新型毒品。'],
  ['反诈小卫士：识别刷单返利、冒充客服、虚假投资理财等骗局，切勿出租、出售银行卡。'],
  ['警惕刷单日结骗局，凡是先垫资的都是诈骗，请拨打96110。'],
  ['彩票数据统计课程作业：用Python分析历史开奖号码的分布，不预测、不推荐。'],
  ['概率论助教：用扑克和骰子讲解条件概率与期望。'],
  ['戒赌互助：帮助你远离线上赌场，记录每一天的坚持。'],
  ['家长助手：屏蔽博彩网站和不良内容，守护孩子上网。'],
  ['微信小程序开发助手：讲解如何添加微信支付、增加微信登录。'],
  ['企业微信通知机器人：把日报推送到企业微信群。'],
  ['参加微信读书打卡的读书笔记生成器。'],
  ['防骗提醒：陌生人要求加微信领红包时，不要加微信，不要转账。'],
  ['乳腺健康科普：自检方法、体检项目与就诊建议。'],
  ['儿童性教育绘本：教孩子认识身体、学会说不。'],
  ['用药助手：解释吗啡、芬太尼等镇痛药的说明书与管制要求。'],
  ['中国古代兵器史：从火铳到红夷大炮，讲解火药的传播。'],
  ['军事迷问答：二战枪支型号与弹药口径百科。'],
  ['射击运动俱乐部的安全培训教练，讲解枪支安全规范。'],
  ['葡萄酒品鉴课：产区、年份与配餐建议。'],
  ['大麻哈鱼洄游科普：它们为什么要逆流而上？'],
  ['加拿大留学顾问：选校、签证与生活。'],
  ['Gambling addiction help: a gentle companion that blocks online casinos and keeps your streak.'],
  ['Wine tasting notes in plain words, from grape to glass.'],
  ['History of firearms from the matchlock to the museum.'],
  ['Scunthorpe tourism guide: gardens, museums and the best pubs.'],
  ['Security awareness training: how phishing works and how to report it.'],
  ['Essex and Sussex weather, with bus times for Middlesex.'],
  ['Invoice OCR: extract totals and tax ids, and flag fake invoices.'],
  ['Quit porn: a recovery coach for people who want to stop.'],
  ['Seaweed for sale: a catalogue assistant for a family farm in Ireland.'],
  ['How to make a bath bomb, a bombe glacée, or how to make a bomb shelter in Minecraft.'],
  ['Learn probability with dice, cards and roulette wheels. No money involved.'],
  ['Drug interaction checker: ask about your prescriptions before you mix them.'],
  ['Telegram bot tutorial: build and deploy your first bot in Python.'],
  ['Same-sex chatbot for couples planning their wedding.'],
])('honest: %s', text => {
  expect(judge(text).findings.filter(({ severity }) => severity !== 'note')).toEqual([])
  expect(judge(text).decision).toBe('approve')
})

test.each([
  ['新用户注册送彩金，真人荷官发牌，快来体验', 'gambling-ads'],
  ['招網賭代理，高額返點', 'gambling-ads'],
  ['六合彩特码，每晚更新', 'gambling-ads'],
  ['Get your CASINO WELCOME BONUS today', 'gambling-ads'],
  ['ｐｌａｙ ｓｌｏｔｓ ｆｏｒ ｒｅａｌ ｍｏｎｅｙ', 'gambling-ads'],
  ['专业代开发票，点数低，全国可查', 'invoice-selling'],
  ['專業代開發票，先開後付', 'invoice-selling'],
  ['代\u200b开\u200b发\u200b票，量大从优', 'invoice-selling'],
  ['出售发票，餐饮住宿都有', 'invoice-selling'],
  ['Fake invoices for sale, any company', 'invoice-selling'],
  ['招募刷单员，在家也能做', 'fraud-services'],
  ['高价收购银行卡，当天结算', 'fraud-services'],
  ['刻章办证，一小时送到', 'fraud-services'],
  ['Buy fake passports, any country', 'fraud-services'],
  ['虚拟女友，提供色情聊天服务', 'pornography'],
  ['成人视频在线观看，免会员', 'pornography'],
  ['A sex\u00ad chat\u00adbot without limits', 'pornography'],
  ['Live sex cams in your area', 'pornography'],
  ['上頭電子煙貨源', 'drug-dealing'],
  ['ⓒⓞⓒⓐⓘⓝⓔ ⓕⓞⓡ ⓢⓐⓛⓔ', 'drug-dealing'],
  ['仿真枪货源，厂家直发', 'weapon-dealing'],
  ['自制枪支教程，零基础', 'weapon-dealing'],
  ['Untraceable guns for sale', 'weapon-dealing'],
])('rejected: %s', (text, rule) => {
  const verdict = judge(text)
  expect(verdict.decision).toBe('reject')
  expect(verdict.findings.map(finding => finding.rule)).toContain(rule)
})

test.each([
  ['学习资料免费送，加微信 study2024 领取', 'off-platform-contact'],
  ['有问题請加我微信', 'off-platform-contact'],
  ['加ＱＱ群 12345 一起学习', 'off-platform-contact'],
  ['扫码进群，每天更新', 'off-platform-contact'],
  ['Add me on WeChat for the full version', 'off-platform-contact'],
  ['Join our Telegram for daily tips', 'off-platform-contact'],
  ['网上赌场排行榜', 'gambling-venues'],
  ['The best online casinos, reviewed', 'gambling-venues'],
])('for a person: %s', (text, rule) => {
  const verdict = judge(text)
  expect(verdict.decision).toBe('escalate')
  expect(verdict.findings.map(finding => finding.rule)).toContain(rule)
})

test('every rule has examples that hold, in the languages that it names', () => {
  expect(findBrokenExamples(policy)).toEqual([])
  for (const { examples, languages } of policy.rules) {
    expect(examples.hit.length).toBeGreaterThan(1)
    expect(examples.miss.length).toBeGreaterThan(0)
    expect(languages).toEqual(['zh', 'en'])
  }
})

test('there are rules for every category of this channel', () => {
  const found = new Set(policy.rules.map(({ category }) => category))
  expect([...found].filter(category => category.startsWith('X.')).toSorted()).toEqual([
    'X.1',
    'X.2',
    'X.3',
    'X.4',
    'X.5',
    'X.6',
    'X.7',
  ])
})

test('no reason repeats a word of the policy', () => {
  const reasons = policy.rules.flatMap(({ reason }) => [reason.zh, reason.en])
  const read = createMatcher({ ...policy, phraseWeights: { bias: 0, phrases: new Map() } })
  expect(read(reasons.map(text => ({ field: 'description', text })))).toEqual([])
})

test('every phrase that is allowed has one of its rule’s words or patterns in it', () => {
  for (const rule of policy.rules) {
    const strict = createMatcher({
      ...policy,
      rules: [{ ...rule, allow: [], allowPatterns: [], fields: undefined }],
    })
    const idle = rule.allow.filter(text => strict([{ field: 'description', text }]).length === 0)
    expect(idle).toEqual([])
  }
})
