import { type IsoDate, maxDate } from '../../domain/calendar/date.ts'
import { dateOf } from '../../domain/calendar/time.ts'
import { MEASURE_NAMES } from '../../domain/messages/measure-names.ts'
import { PLAN_NAMES } from '../../domain/messages/plan.ts'
import { type Move, movesOn, nextDay } from '../../domain/rehearsal/play.ts'
import { type Revision, revisionsOn } from '../../domain/rehearsal/revisions.ts'
import type { Script } from '../../domain/rehearsal/script.ts'
import type { Act } from '../../domain/supervision/acts.ts'
import { measureStates } from '../../records/read.ts'
import type { Office } from '../office.ts'
import { RefusedError, refused } from '../refusal.ts'
import { actOn } from './act.ts'
import { advancePlan } from './advance-plan.ts'
import { amendPlan, comparePlan } from './amend-plan.ts'
import { changeEvent, reportEvent } from './events.ts'

/** How a rehearsal does what is done: another door than the client's own may be given. */
const DOORS = { actOn, changeEvent, reportEvent, advancePlan }
export type Doors = typeof DOORS

export interface RehearseOptions {
  readonly to?: IsoDate
  readonly onDay?: (progress: RehearsalProgress) => void
  readonly doors?: Doors
}

export interface RehearsalProgress {
  readonly day: IsoDate
  readonly days: number
  readonly acts: number
  /** Moves refused as the script says. */
  readonly expected: number
  /** A move that was refused: the script does not fit the plan there. Shown, not hidden. */
  readonly refusals: readonly { readonly day: IsoDate; readonly what: string; readonly message: string }[]
}

/** Plays one move; again after an interruption it does no more, since its id is the same. @throws RefusedError */
async function play(duban: Office, planId: string, move: Move, office: string, doors: Doors): Promise<void> {
  if (move.type === 'act') {
    const { type, ...rest } = move.act
    await doors.actOn(duban, planId, move.no, type, rest as Omit<Extract<Act, { type: typeof type }>, 'type'>)
    return
  }
  if (move.type === 'change') {
    const { type, ...change } = move.change
    const by = { actor: { role: 'office', unit: office }, actId: move.actId }
    await doors.changeEvent(duban, planId, type, { ...by, ...change })
    return
  }
  if (move.type === 'signal') {
    const { condition, effectiveOn } = move.report
    const { events } = await duban.plan(planId)
    if (events.some((e) => e.condition === condition && e.effectiveOn === effectiveOn)) return
    await duban.client.workflow.getHandle(planId).signal(MEASURE_NAMES.deliver, { condition, effectiveOn })
    return
  }
  await doors.reportEvent(duban, planId, {
    ...move.report,
    actId: move.actId,
    actor: { role: 'office', unit: office },
  })
}

/** Sent also when the plan is as revised already: answered when all measures have been told, so that a crash in between is waited for. */
async function revise(duban: Office, planId: string, revision: Revision, office: string): Promise<void> {
  const { plan, acceptLikeliest, ...by } = revision
  const amendment = await comparePlan(duban, planId, plan, {}, acceptLikeliest)
  await amendPlan(duban, planId, amendment, { ...by, actor: { role: 'office', unit: office } })
}

const describe = (move: Move): string =>
  move.type === 'act'
    ? `${move.no} ${move.act.type}`
    : move.type === 'change'
      ? `事件 ${move.change.eventId}`
      : `事件 ${move.report.condition}`

type Tally = Omit<RehearsalProgress, 'day'>

/** What was played before an interruption, and since. */
export const tallied = (before: Tally, since: Tally): Tally => ({
  days: before.days + since.days,
  acts: before.acts + since.acts,
  expected: before.expected + since.expected,
  refusals: [...before.refusals, ...since.refusals],
})

/** How long a server or worker may be away before a rehearsal gives up; it goes on where it stood otherwise. */
const PATIENCE_MS = 120_000

/** Anything but a refusal may pass: a server or worker that is being started again. */
const mayPass = (error: unknown): boolean => !(error instanceof RefusedError)

/** `rehearseOnce`, gone on with after an interruption until nothing has moved for two minutes. */
export async function rehearse(
  duban: Office,
  planId: string,
  script: Script,
  options: RehearseOptions = {},
): Promise<RehearsalProgress> {
  let moved = Date.now()
  let before: Tally = { days: 0, acts: 0, expected: 0, refusals: [] }
  let latest = before
  const onDay = (progress: RehearsalProgress) => {
    moved = Date.now()
    latest = tallied(before, progress)
    options.onDay?.({ ...progress, ...latest })
  }
  for (;;) {
    try {
      const done = await rehearseOnce(duban, planId, script, { ...options, onDay })
      return { ...done, ...latest }
    } catch (error) {
      if (!mayPass(error) || Date.now() - moved > PATIENCE_MS) throw error
      before = latest
      await new Promise((resolve) => setTimeout(resolve, 500))
    }
  }
}

/**
 * Plays a script on a running plan with a stepped clock: day by day, the clock first, then revised documents, then
 * what is written, then what units and office usually do. Played again after a crash it goes on where it stood: acts carry ids made
 * from the script.
 */
async function rehearseOnce(
  duban: Office,
  planId: string,
  script: Script,
  options: RehearseOptions = {},
): Promise<RehearsalProgress> {
  const { to: until = script.to, doors = DOORS } = options
  const { clock } = await duban.plan(planId)
  if (clock.kind !== 'stepped')
    throw refused(
      'CLOCK_NOT_STEPPED',
      `方案 ${planId} 用的是真实时钟，不能演练`,
      '演练用的方案以 --clock stepped@日期 启动',
    )
  let today = maxDate(dateOf(clock.at), script.from)
  const refusals: { day: IsoDate; what: string; message: string }[] = []
  let acts = 0
  let expected = 0
  const tried = async (what: string, work: () => Promise<void>, code?: string) => {
    try {
      await work()
      acts += 1
      if (code !== undefined) refusals.push({ day: today, what, message: `没有被拒绝（应为 ${code}）` })
    } catch (error) {
      if (!(error instanceof RefusedError)) throw error
      if (error.refusal.code === code) expected += 1
      else refusals.push({ day: today, what, message: error.message })
    }
  }
  for (let days = 1; ; days += 1) {
    if (dateOf(((await duban.plan(planId)).clock as { at: typeof clock.at }).at) < today)
      await doors.advancePlan(duban, planId, today)
    for (const revision of revisionsOn(script, today))
      await tried(PLAN_NAMES.amend, () => revise(duban, planId, revision, script.office))
    const moves = movesOn(script, await measureStates(duban.db, planId), today)
    const byMeasure = new Map<string, Move[]>()
    for (const move of moves) {
      const key = move.type === 'act' ? move.no : ''
      byMeasure.set(key, [...(byMeasure.get(key) ?? []), move])
    }
    const inOrder = async (list: readonly Move[]) => {
      for (const move of list)
        await tried(describe(move), () => play(duban, planId, move, script.office, doors), move.refused)
    }
    // What the world does comes first; then each measure's own acts, in order, the measures side by side.
    await inOrder(byMeasure.get('') ?? [])
    await Promise.all([...byMeasure].filter(([key]) => key !== '').map(([, list]) => inOrder(list)))
    const progress = { day: today, days, acts, expected, refusals }
    options.onDay?.(progress)
    if (today >= until) return progress
    const next = nextDay(script, await measureStates(duban.db, planId), today)
    today = next > until ? until : next
  }
}
