/** Words of 通报、督办单、单位、通知与催办. */
export const BULLETINS = {
  title: '通报',
  none: '还没有发布过通报。',
  issue: (n: number): string => `第 ${n} 期`,
  asOf: (at: string): string => `截至 ${at}`,
  same: '由台账重做，与发布时一字不差',
  changed: '由台账重做，与发布时不同：请运行 npx duban bulletin verify',
  draft: '起草通报',
  draftLead: '由台账推出，不编号；写截至哪天和从哪天起，看了再发布。',
  until: '截至（日期为当天终了；不写为现在）',
  from: '本期从哪天起（不写为方案启动日）',
  show: '看草稿',
  issueIt: (n: number): string => `发布第 ${n} 期`,
  issued: (n: number): string => `已发布第 ${n} 期。`,
  whole: '草稿全文',
  against: (n: number): string => `与第 ${n} 期比`,
  asLast: '与上一期一样。',
  withdraw: '撤回这一期',
  withdrawHint: '撤回的保留编号和全文，注明已撤回；下一期另编号。',
  reason: '理由',
  withdrawn: (on: string, reason: string): string => `${on} 已撤回：${reason}`,
  print: '打印',
} as const

export const SLIPS = {
  title: '督办单',
  none: '还没有发过督办单。',
  caption: (n: number): string => `督办单登记簿，${n} 张，新的在前`,
  heads: ['编号', '等级', '措施', '应办事项', '到期日', '发出', '发给', '收回'],
  withdrawn: (on: string): string => `${on} 收回`,
  note: '督办单',
  number: (serial: string): string => `编号 ${serial}`,
  to: (units: string): string => `${units}：`,
  body: (what: string, ask: string, dueOn: string): string =>
    `你单位承办的“${what}”，应办“${ask}”，到期日 ${dueOn}，至今没有办结。请抓紧办理并报送佐证；办不了的，书面说明原因。`,
  signed: (office: string): string => office,
} as const

export const UNITS = {
  title: '单位',
  caption: (n: number): string => `${n} 个单位，按方案里出现的先后；没有事项的也在内`,
  heads: ['单位', '牵头', '配合', '应办', '按期', '逾期办结', '办理中', '现逾期', '督办单'],
  list: '单位清单',
  leads: '牵头的措施',
  supports: '配合的措施',
  none: '没有。',
  scores: '考核计分',
  scoreHeads: ['日期', '分', '事由', '措施'],
  total: (n: number): string => `合计 ${n} 分`,
} as const

export const NOTICES = {
  title: '通知与催办',
  none: '还没有通知。',
  caption: (shown: number, all: number): string =>
    shown === all ? `${all} 条，新的在前` : `最近 ${shown} 条，共 ${all} 条`,
  heads: ['时间', '发给', '措施', '内容', '发出'],
  unsent: '只看没有发出的',
  all: '全部',
  notSent: '待发',
  remind: '批量催办',
  lead: '先看会催哪几项，再发。发出的就是看到的这些。',
  light: '灯',
  unit: '牵头单位',
  note: '催办的话',
  look: '看会催哪些',
  nobody: '没有符合的应办事项。',
  willCaption: (n: number, refused: number): string =>
    refused === 0 ? `会催 ${n} 项` : `会催 ${n} 项，另有 ${refused} 项不能催`,
  willHeads: ['应办事项', '单位', '能不能催'],
  can: '可以',
  send: (n: number): string => `催办这 ${n} 项`,
  done: (n: number): string => `已催办 ${n} 项。`,
  failed: (n: number): string => `${n} 项没有催成：`,
  choose: '请写明催哪些：选一种灯或写一个单位',
} as const
