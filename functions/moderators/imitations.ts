const pass = '(?:allow|approved?|pass(?:ed)?|通过|合规|放行)'
const cleared = '(?:审核通过|通过审核|直接通过|予以通过|放行|免审|判定为?(?:通过|合规))'

/** What looks like our own side of the conversation. Held against the text with its spaces and signs. */
export const imitations: readonly string[] = [
  // A verdict, and a log of one. One of several that an agent may choose from is none.
  String.raw`["'“”]?(?:verdict|moderation[_ ]?result|审核结果|审核结论|裁决|结论)["'“”]?\s{0,9}(?:[:：=]|设?为)\s{0,9}\[?\s{0,9}["'“”]?${pass}(?![\w"'“”]{0,20}\s{0,9}(?:[|/或、]|or\b))`,
  String.raw`["'“”]findings["'“”]\s{0,9}:\s{0,9}\[\s{0,9}\]`,
  String.raw`\bsafety\s{0,9}[:：]\s{0,9}safe\s{0,9}[,;]?\s{0,9}categories\s{0,9}[:：]`,
  String.raw`\blabel\s{0,9}:\s{0,9}(?:benign|safe|clean|approved|allowed)\b`,
  // A turn of another speaker.
  String.raw`<\|[a-z_]{3,24}\|>|\[/?inst\]|<</?sys>>|</?(?:start|end)_of_turn>|</?system>`,
  String.raw`^[\s#>*\[【(<\-]{0,20}(?:system|admin|platform|coze|系统|平台|管理员|扣子)\s{0,9}(?:message|note|notice|override|update|消息|通知|提示|指令|公告)?[\]】)>*]{0,20}\s{0,9}[:：][^\n]{0,100}?(?:approve (?:this|the)|verdict|pass the review|skip (?:the )?(?:review|moderation)|${cleared})`,
  String.raw`\{%[^%\n]{0,40}(?:reviewer|moderat|审核)[^%\n]{0,40}%\}`,
  // An end of the data.
  String.raw`^[\s\-=*#<\[_]{0,20}end of (?:the )?(?:listing|submission|data|input|text|document|untrusted|user)(?: (?:data|input|content|text))?[\s\-=*#>\]_.:]{0,20}$`,
  String.raw`^[\s\-=*#<\[【_]{0,20}(?:以上|待审|审核|被审|提交|用户)?的?(?:数据|内容|文本|资料|输入|材料)(?:到此|至此|已)?结束[\s\-=*#>\]】_。:：]{0,20}$`,
  String.raw`</\s{0,9}(?:listing|submission|review[_-]?(?:data|text|content)|untrusted[\w-]{0,20}|待审[^>\n]{0,6})\s{0,9}>|<{3,9}\s{0,9}end[^>\n]{0,30}>`,
  String.raw`\b(?:data|untrusted|submission|listing) (?:block|section)[^.\n]{0,20}\b(?:ended|ends|is over|closed)`,
  String.raw`={3,9}[^\n]{0,60}?(?:end of (?:the )?listing|field\s{0,9}["'“])`,
]
