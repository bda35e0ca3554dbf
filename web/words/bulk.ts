/** Words of acts on many. */
export const BULK = {
  head: '选',
  pick: (no: string): string => `选 ${no}`,
  title: '批量办理',
  which: '办哪些',
  picked: '上面勾选的',
  all: (n: number): string => `符合条件的全部 ${n} 项`,
  act: '办什么',
  go: '下一步',
  none: '还没有勾选',
  noneRemedy: '回到台账勾选，或选“符合条件的全部”',
  form: (name: string): string => `批量${name}`,
  chosen: (n: number): string => `勾选的 ${n} 项措施`,
  preview: '先看每一项能不能办',
  back: '回到台账',
  count: (all: number, not: number): string =>
    not === 0 ? `${all} 项，都能办；还没有办。` : `${all} 项，其中 ${not} 项不能：`,
  notYet: '还没有办。下面这些项核对以后再办；别的项不会动。',
  nothing: '没有可以这样办的事项。',
  reason: (n: number, why: string): string => `${n} 项：${why}`,
  do: (n: number): string => `办理这 ${n} 项`,
  goOn: (n: number): string => `接着办余下的 ${n} 项`,
  running: (done: number, all: number): string =>
    `正在办：${done} / ${all} 项。这一页会自己刷新，也可以离开，过后再来看。`,
  broken: (n: number): string => `还有 ${n} 项没有办完（中途停了）。接着办，办过的不会重复。`,
  ended: (done: number, not: number): string =>
    `办完：${done} 项办成${not > 0 ? `，${not} 项没有办成` : ''}。`,
  caption: (n: number): string => `每一项的结果（${n} 项）`,
  heads: ['措施', '应办事项', '单位', '结果'],
  can: '能办',
  done: '已办',
  cannot: '不能：',
  failed: '没有办成：',
  look: '看这次批量办理',
} as const

/** Words of saved views and columns. */
export const VIEWS = {
  title: '视图',
  name: '给这些筛选起个名字',
  share: '本督查机构的人都能用',
  save: '保存为视图',
  drop: (name: string): string => `删除视图 ${name}`,
  shared: '（共用）',
  columns: '显示哪些栏',
  group: '分组',
  groups: { '': '不分', unit: '按牵头单位', task: '按任务', month: '按到期月份' },
  task: '任务',
  noDate: '没有到期日',
  mine: '待我办',
  count: (name: string, n: number): string => `${name}（这一页 ${n} 项）`,
} as const
