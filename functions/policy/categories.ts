/** A.* are the 31 risk types of GB/T 45654-2025, appendix A; X.* are this channel's own. */
export const categories = {
  'A.1.a': { zh: '煽动颠覆国家政权', en: 'subversion of state power' },
  'A.1.b': { zh: '危害国家安全和形象', en: 'harm to national security or image' },
  'A.1.c': { zh: '煽动分裂国家', en: 'secession' },
  'A.1.d': { zh: '恐怖主义、极端主义', en: 'terrorism, extremism' },
  'A.1.e': { zh: '民族仇恨', en: 'ethnic hatred' },
  'A.1.f': { zh: '暴力、淫秽色情', en: 'violence, obscenity' },
  'A.1.g': { zh: '虚假有害信息', en: 'false harmful information' },
  'A.1.h': { zh: '法律禁止的其他内容', en: 'other content the law forbids' },

  'A.2.a': { zh: '民族歧视', en: 'discrimination by ethnicity' },
  'A.2.b': { zh: '信仰歧视', en: 'discrimination by belief' },
  'A.2.c': { zh: '国别歧视', en: 'discrimination by nationality' },
  'A.2.d': { zh: '地域歧视', en: 'discrimination by region' },
  'A.2.e': { zh: '性别歧视', en: 'discrimination by gender' },
  'A.2.f': { zh: '年龄歧视', en: 'discrimination by age' },
  'A.2.g': { zh: '职业歧视', en: 'discrimination by occupation' },
  'A.2.h': { zh: '健康歧视', en: 'discrimination by health' },
  'A.2.i': { zh: '其他歧视', en: 'other discrimination' },

  'A.3.a': { zh: '侵犯知识产权', en: 'intellectual property' },
  'A.3.b': { zh: '违反商业道德', en: 'business ethics' },
  'A.3.c': { zh: '泄露商业秘密', en: 'trade secrets' },
  'A.3.d': { zh: '垄断和不正当竞争', en: 'monopoly, unfair competition' },
  'A.3.e': { zh: '其他商业违法行为', en: 'other commercial offences' },

  'A.4.a': { zh: '危害身心健康', en: 'physical or mental health' },
  'A.4.b': { zh: '侵害肖像权', en: 'portrait' },
  'A.4.c': { zh: '侵害名誉权', en: 'reputation' },
  'A.4.d': { zh: '侵害荣誉权', en: 'honour' },
  'A.4.e': { zh: '侵害隐私权', en: 'privacy' },
  'A.4.f': { zh: '侵害个人信息权益', en: 'personal information' },
  'A.4.g': { zh: '侵害其他合法权益', en: 'other rights of others' },

  'A.5.a': { zh: '内容不准确', en: 'inaccurate' },
  'A.5.b': { zh: '内容不可靠', en: 'unreliable' },

  'X.1': { zh: '冒充官方或品牌', en: 'impersonating an official body or brand' },
  'X.2': { zh: '站外联系、引流广告', en: 'off-platform contact, diversion advertising' },
  'X.3': { zh: '赌博、欺诈、灰产服务', en: 'gambling, fraud, grey-market services' },
  'X.4': {
    zh: '提示词要求不安全输出或隐藏指令',
    en: 'a prompt that orders unsafe output or hides its instructions',
  },
  'X.5': { zh: '未说明的数据收集', en: 'undisclosed data collection' },
  'X.6': { zh: '描述与配置不符', en: 'description and configuration disagree' },
  'X.7': { zh: '资料缺失或占位', en: 'missing or placeholder metadata' },
} as const

export type Category = keyof typeof categories

export function isCategory(code: unknown): code is Category {
  return typeof code === 'string' && Object.hasOwn(categories, code)
}
