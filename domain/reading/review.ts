import type { ReviewItem, Severity } from '../deadline/rule.ts'

type Sentence = (about: string, more: string) => string

/**
 * Review codes of the plan itself; those of a deadline's wording stand in domain/deadline/review.ts.
 * confirm: the answer can change a date or an owner, or a measure may be missing, and holds the start back.
 * note: shown, asked of nobody.
 */
const TABLE = {
  'no-owner': ['confirm', (all) => (all ? `没有写承办单位（${all}）` : '没有写承办单位')],
  'lead-assumed': ['confirm', (u) => `没有写牵头单位，暂由第一个责任单位“${u}”牵头`],
  'no-lead': ['confirm', (u) => `“${u}”按职责分工负责，没有写由谁牵头`],
  'unit-unknown': ['confirm', (u) => `“${u}”不像一个单位的名称，请核对`],
  'generic-owner': ['confirm', (u) => `“${u}”不是具体单位，请指明由谁承办`],
  'roster-expanded': ['note', (u, how) => `“${u}”按名册展开：${how}`],
  'unit-ceased': ['note', (u, how) => `“${u}”${how}`],
  'unit-not-yet': ['note', (u, since) => `“${u}”${since} 起才有这个名称，请核对`],
  'unit-provisional': ['note', (names) => `单位名录中没有，按原文使用：${names}`],
  'others-unnamed': ['confirm', (u) => `“${u}”没有写全，请指明还有哪些单位`],
  'bracket-doubtful': [
    'confirm',
    (u, office) =>
      office
        ? `“${u}”括号里按内设机构理解，责任仍在该单位`
        : `“${u}”括号里可能是同一单位的另一名称或其主管单位，请确认由谁承办`,
  ],
  'level-restored': ['note', (u, raw) => `“${raw}”省略了层级，按“${u}”理解`],
  'inherited-conditional': ['confirm', (t) => `时限栏空白，沿用上一项的“${t}”：是否也等这个条件，请确认`],
  'deadline-in-text': ['confirm', (t, cell) => `措施正文另写有期限“${t}”，与完成时限“${cell}”不一致，请确认`],
  'text-date-differs': [
    'confirm',
    (t, cell) => `措施正文写的“${t}”与完成时限“${cell}”日期不同，以哪个为准？`,
  ],
  'deadline-from-text': ['note', (t) => `没有另写完成时限，取正文里的“${t}”`],
  'measure-from-title': ['confirm', (t) => `任务“${t}”没有写措施，以任务本身作为措施`],
  'row-without-measure': ['confirm', (t) => `这一行没有措施内容：“${t}”`],
  'not-read': ['confirm', (t, lines) => `“${t}”没有读成任务${lines}`],
  'section-without-duty': ['note', (t, lines) => `“${t}”没有写单位、期限和要做的事，没有读入${lines}`],
  'numbers-missing': ['confirm', (t) => `编号不连续：${t}，请核对是否漏了内容`],
  'column-ignored': ['confirm', (t, lines) => `“${t}”一栏没有读入${lines}`],
  'group-row': ['note', (t) => `“${t}”按分组标题理解，没有作为措施`],
  'sum-row': ['note', (t) => `合计、小计行没有作为措施：“${t}”`],
  'measure-column-assumed': ['confirm', (t) => `表头里没有写任务或措施的栏，暂以文字最多的“${t}”一栏为措施`],
  'numbers-paired': ['note', (t) => `一格里有几条编号的措施，期限也按同样的编号写：“${t}”单独成为一项`],
  'numbers-unpaired': [
    'confirm',
    (t, how) => `措施和期限都有编号，但条数不同（${how}），没有逐条对应，请核对：“${t}”`,
  ],
  'start-not-read': ['confirm', (t) => `开始时间“${t}”与完成时限没有连成一段，没有读入`],
  'already-done': ['confirm', (t) => `完成情况栏写着“${t}”：这一项是否已经办结，请确认`],
  'note-row': ['note', (t) => `表中说明没有读入：“${t}”`],
  'task-numbers-assumed': ['note', (t) => `任务序号有缺失或重复（${t}），改按先后顺序编号`],
  'task-without-title': ['note', (t) => `任务${t}没有写名称`],
  'issue-date-unknown': ['confirm', () => '文件中没有成文或印发日期：周期性工作从方案年度第一天算起'],
  'issue-date-doubtful': ['confirm', (d, all) => `文件中有几个日期（${all}），以 ${d} 为印发日期`],
  'issue-date-differs': ['note', (d, given) => `文件写的日期是 ${d}，与给出的 ${given} 不同，以文件为准`],
  'plan-year-unknown': ['confirm', () => '不知道方案是哪一年的：没有写年份的期限无法计算'],
  'plan-year-doubtful': ['confirm', (y, t) => `标题“${t}”写了不止一年，按 ${y} 年的方案理解`],
  'text-before-table': ['note', (t) => `表格前面的文字不作为表格内容：“${t}”`],
  'text-after-table': ['note', (t) => `表格后面的文字不作为表格内容：“${t}”`],
  'table-not-read': ['confirm', (t, rows) => `文件中还有一张表没有读入（${rows}）：${t}`],
  'table-continued': ['note', (n) => `第 ${n} 张表没有表头，按接着上一张表读取`],
  'choice-taken': ['note', (t, left) => `按打勾的读取“${t}”，没有打勾的没有读入：${left}`],
  'choice-open': ['confirm', (t) => `几个选项都没有打勾，请指明是哪一个：${t}`],
  'other-plan': ['confirm', (t, how) => `文件中还有一张分工表：${t}${how}`],
  revisions: ['confirm', (n) => `文件带有修订痕迹（${n}），按接受全部修订读取`],
  'hidden-content': ['note', (what) => `文件中有隐藏的内容：${what}`],
  footnotes: ['confirm', (t) => `文件有脚注，没有并入正文，请核对是否影响单位或期限：${t}`],
  formulas: [
    'confirm',
    (at) => `有公式没有保存计算结果（${at}），读作空白：请在 Excel 或 WPS 打开后保存，再导入`,
  ],
  'struck-out': ['confirm', (t) => `划去（带删除线）的文字按已不执行处理，没有读入：${t}`],
  'part-not-read': ['confirm', (t) => `文件的这一部分没有读入，请核对里面有没有任务、单位或期限：${t}`],
  'embedded-sheet': [
    'confirm',
    (t) => `嵌入的工作表“${t}”按其全部内容读取，文档里显示的可能只是其中一部分，请核对`,
  ],
  'left-out': ['note', (t) => `没有读入：${t}`],
  macros: ['note', () => '文件带有宏，宏没有运行，也没有读入'],
} as const satisfies Record<string, readonly [Severity, Sentence]>

export type PlanReviewCode = keyof typeof TABLE
/** Codes that a reader gives about the file itself. */
export type SourceNoteCode =
  | 'revisions'
  | 'hidden-content'
  | 'macros'
  | 'footnotes'
  | 'formulas'
  | 'struck-out'
  | 'part-not-read'
  | 'embedded-sheet'
  | 'left-out'
export const PLAN_REVIEW_CODES = Object.keys(TABLE) as readonly PlanReviewCode[]

/** One item in words; `severity` only where the code's own does not fit the case. */
export function planReview(code: PlanReviewCode, about = '', more = '', severity?: Severity): ReviewItem {
  const [usual, sentence] = TABLE[code] as readonly [Severity, Sentence]
  return {
    code,
    severity: severity ?? usual,
    message: sentence(about, more),
    ...(about ? { about } : {}),
  }
}
