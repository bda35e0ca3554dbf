import { listed } from '../../basics/listed.ts'
import { ok, type Refusal, type Result, refuse } from '../../basics/result.ts'
import { comparable } from '../../plan/columns.ts'
import { numberOf } from '../../plan/numbers.ts'
import { leadUnitOf, type Measure, measuresOf, type Task, type WorkPlan } from '../../plan/plan.ts'
import { keptOf, reviewOf } from './kept.ts'
import { type ChangeKind, kindsOf, shown } from './kinds.ts'
import { type Answers, matchMeasures } from './match.ts'
import { tidy } from './similarity.ts'

export interface MeasureChange {
  /** The running measure's own number, which it keeps. */
  readonly no: string
  /** Its number in the amended document. */
  readonly nowNo: string
  readonly kinds: readonly ChangeKind[]
  readonly was: { readonly text: string; readonly leadUnit: string | null; readonly deadline: string }
  readonly now: { readonly text: string; readonly leadUnit: string | null; readonly deadline: string }
}

/** 修订: what is another than before, and the plan as it stands from now on. */
export interface Amendment {
  readonly changed: readonly MeasureChange[]
  /** `again`: left out by an earlier amendment; its workflow goes on. */
  readonly added: readonly {
    readonly no: string
    readonly nowNo: string
    readonly text: string
    readonly again?: true
  }[]
  readonly withdrawn: readonly { readonly no: string; readonly text: string }[]
  /** Taken as the likest by `acceptLikeliest`, without a person's word: new number → running one, or null: new. */
  readonly likeliest: Answers
  /** The amended plan with the numbers under which its measures run. */
  readonly plan: WorkPlan
}

/** A measure that ever ran under the plan, also one that the text has no more. */
export interface Ran {
  readonly no: string
  readonly text: string
  readonly leadUnit: string
}

const stand = (measure: Measure) => ({
  text: measure.text,
  leadUnit: leadUnitOf(measure),
  deadline: measure.deadline.text,
})
/** A number for a measure that is new: its printed one, or that with -2, -3 where another runs under it. */
function freeNo(printed: string, taken: ReadonlySet<string>): string {
  let no = printed
  for (let n = 2; taken.has(no); n += 1) no = `${printed}-${n}`
  return no
}

/** What an earlier amendment left out and this text has again: named by a person (原1.3), else the same words and unit. Each once. */
function againAmong(gone: readonly Ran[]) {
  const said = (text: string, leadUnit: string | null) => JSON.stringify([tidy(text), leadUnit])
  const byWords = listed(gone, ({ text, leadUnit }) => said(text, leadUnit))
  const known = new Set(gone.map(({ no }) => no))
  const back = new Set<string>()
  const found = (measure: Measure, answer: string | null | undefined): string | null => {
    if (answer !== undefined) {
      const no = answer === null ? null : numberOf({}, answer)
      return no !== null && known.has(no) && !back.has(no) ? no : null
    }
    const same = byWords(said(measure.text, leadUnitOf(measure))).filter(({ no }) => !back.has(no))
    return same.length === 1 ? (same[0]?.no ?? null) : null
  }
  return {
    has: (no: string) => back.has(no),
    take: (measure: Measure, answer: string | null | undefined): string | null => {
      const no = found(measure, answer)
      if (no !== null) back.add(no)
      return no
    },
  }
}

/** An answer that names a measure of neither document is a slip of the pen, not a new measure. */
function unknownAnswer(
  was: WorkPlan,
  revised: WorkPlan,
  gone: readonly Ran[],
  answers: Answers,
): Result<never, Refusal> | null {
  const news = new Set(measuresOf(revised).map(({ measure }) => measure.no))
  const olds = new Set([
    ...measuresOf(was).map(({ measure }) => shown(measure)),
    ...gone.map(({ no }) => `原${no}`),
    ...gone.map(({ no }) => no),
  ])
  for (const [now, old] of Object.entries(answers)) {
    if (!news.has(now))
      return refuse('MATCH_UNKNOWN', `新文件没有措施 ${now}`, { remedy: '--match 写成 新编号=原编号' })
    if (old !== null && !olds.has(old))
      return refuse('MATCH_UNKNOWN', `执行中的方案没有措施 ${old}（--match ${now}=${old}）`, {
        remedy: '用 duban measure list 查看编号；是新增的写 新编号=new',
      })
  }
  return null
}

/**
 * Compares a revised document with the running plan. Measures keep the number under which they run (workflow ids and
 * histories go on); `shownNo` is the number in the new document. `ran`: every measure that ever ran; one that was left
 * out and is there again goes on under its number.
 * Errors: AMEND_DOUBTFUL, with the candidates, where a person has to say which measure is which; `acceptLikeliest` takes
 * the best candidate instead. MATCH_UNKNOWN: an answer names no measure.
 */
export function amend(
  was: WorkPlan,
  revised: WorkPlan,
  ran: readonly Ran[],
  answers: Answers = {},
  acceptLikeliest = false,
): Result<Amendment, Refusal> {
  const running = new Set(measuresOf(was).map(({ measure }) => measure.no))
  const gone = ran.filter(({ no }) => !running.has(no))
  const unknown = unknownAnswer(was, revised, gone, answers)
  if (unknown !== null) return unknown
  const matched = matchMeasures(was, revised, answers)
  if (matched.doubts.length > 0) {
    if (!acceptLikeliest) return doubtful(matched.doubts)
    const likeliest = likeliestOf(matched.doubts)
    const settled = amend(was, revised, ran, { ...answers, ...likeliest })
    return settled.ok ? ok({ ...settled.value, likeliest }) : settled
  }
  const numbers = new Map(matched.pairs.map((pair) => [pair.now.measure, pair.was.measure.no]))
  const used = new Set([...ran.map(({ no }) => no), ...numbers.values()])
  const back = againAmong(gone)
  for (const { measure } of matched.added) {
    const again = back.take(measure, answers[measure.no])
    const no = again ?? freeNo(measure.no, used)
    used.add(no)
    numbers.set(measure, no)
  }
  const columns = comparable(was, revised)
  const rows = matched.pairs.map((pair) => ({ ...pair, kinds: kindsOf(pair.was, pair.now, columns) }))
  const rowOf = new Map(rows.map((row) => [row.now.measure, row]))
  const renumbered = (measure: Measure): Measure => {
    const row = rowOf.get(measure)
    const said = row === undefined ? measure : keptOf(row, was, revised)
    const no = numbers.get(measure) ?? measure.no
    return no === measure.no ? said : { ...said, no, shownNo: measure.no }
  }
  const tasks: readonly Task[] = revised.tasks.map((task) => ({
    ...task,
    measures: task.measures.map(renumbered),
  }))
  const changed = rows
    .filter(({ kinds }) => kinds.length > 0)
    .map(({ was: old, now, kinds }): MeasureChange => {
      const [before, after] = [old.measure, now.measure]
      return { no: before.no, nowNo: after.no, kinds, was: stand(before), now: stand(after) }
    })
  const added = matched.added.map(({ measure }) => {
    const no = numbers.get(measure) ?? measure.no
    const one = { no, nowNo: measure.no, text: measure.text }
    return back.has(no) ? ({ ...one, again: true } as const) : one
  })
  const withdrawn = matched.withdrawn.map(({ measure }) => ({ no: measure.no, text: measure.text }))
  const byPrinted = new Map([...numbers].map(([measure, no]) => [measure.no, no]))
  const review = reviewOf(rows, was, revised, byPrinted)
  return ok({ changed, added, withdrawn, likeliest: {}, plan: { ...revised, tasks, review } })
}

/** The proposal for each doubt: the best candidate, each old measure once; what is left is new. */
function likeliestOf(doubts: ReturnType<typeof matchMeasures>['doubts']): Answers {
  const taken = new Set<string>()
  return Object.fromEntries(
    doubts.map(({ now, candidates }) => {
      const best = candidates.find(({ was }) => !taken.has(was.measure.no))?.was.measure
      if (best !== undefined) taken.add(best.no)
      return [now.measure.no, best === undefined ? null : shown(best)]
    }),
  )
}

function doubtful(doubts: ReturnType<typeof matchMeasures>['doubts']): Result<never, Refusal> {
  const lines = doubts.map(({ now, candidates }) => {
    const among = candidates
      .map(({ was, score }) => `${shown(was.measure)}（像 ${Math.round(score * 100)}%）`)
      .join('、')
    return `新 ${now.measure.no}“${now.measure.text.slice(0, 24)}”可能是原 ${among}，也可能是新增`
  })
  const first = doubts[0]?.now.measure.no ?? ''
  const best = doubts[0]?.candidates[0]?.was.measure
  return refuse('AMEND_DOUBTFUL', `有 ${doubts.length} 项措施不能确定对应哪一项：\n${lines.join('\n')}`, {
    remedy: `逐项指明：--match ${first}=${best ? shown(best) : '原编号'}（是原来那一项）或 --match ${first}=new（新增）；或 --accept-review 按最像的处理`,
    fields: { measures: doubts.map((doubt) => doubt.now.measure.no) },
  })
}

/** Nothing differs, not even a number. */
export const isSame = (amendment: Amendment): boolean =>
  amendment.changed.length + amendment.added.length + amendment.withdrawn.length === 0
