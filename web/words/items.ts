/** Words of 抽查. */
export const SAMPLE = {
  title: '抽查',
  lead: '从已办结、还没有抽查过的事项里随机抽，去现场核实。种子记入审计日志：同一种子抽得相同，抽了什么别人可以核对。',
  count: '抽几项',
  seed: '种子',
  draw: '抽',
  nothing: '没有可以抽的：还没有办结的事项，或都抽查过了。',
  caption: (n: number, of: number, seed: string): string => `${of} 项里抽到 ${n} 项，种子 ${seed}`,
  heads: ['应办事项', '措施', '单位', '完成日', '办理'],
  check: '登记核实情况',
} as const

/** Words of 立项. */
export const ITEM = {
  title: '立项',
  lead: '交办一件事：领导批示、会议议定、群众来信。一次一项，时限照原话写；哪天到期先读给您看，再立。',
  plan: '立到',
  standing: (there: boolean): string =>
    there ? '当年的日常督办事项' : '当年的日常督办事项（现在没有，随第一项建立）',
  look: '先看读成什么',
  submit: '立项',
  read: '读成这样，还没有立：',
  units: '单位',
  supporting: '（配合）',
  due: '到期',
  undated: '到期日待定',
  provisional: '（暂定）',
  reminders: (on: readonly string[]): string => `，催办 ${on.join('、')}`,
  slip: (on: string): string => `，没办则 ${on} 起发督办单`,
  waits: (text: string): string => `等待“${text}”，发生以后才定到期日`,
  issued: (on: string): string => `时限里的“印发之日”按 ${on} 算。`,
  nothing: '没有要交的。',
  open: (n: number): string => `有 ${n} 处读不准，答了再立：`,
  value: '内容',
  origin: '来源',
  done: '已立项。',
} as const
