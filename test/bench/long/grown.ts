import { againOptions } from '../../../activities/restart.ts'
import type { Office } from '../../../client/office.ts'
import { actOn } from '../../../client/use/act.ts'
import { reportEvent } from '../../../client/use/events.ts'
import { importPlan } from '../../../client/use/import-plan.ts'
import { resume } from '../../../client/use/resume.ts'
import { startPlan } from '../../../client/use/start-plan.ts'
import { steppedAt } from '../../../domain/calendar/clock.ts'
import { mustDate } from '../../../domain/calendar/date.ts'
import type { PlanFact } from '../../../domain/events/facts.ts'
import type { Fact } from '../../../domain/supervision/facts.ts'
import { planFactsOf } from '../../../records/lines.ts'
import { factsOf, measureStates, workflowIdOf } from '../../../records/read.ts'
import { writeFacts } from '../../../records/write.ts'
import { writePlanFacts } from '../../../records/write-plan.ts'
import { smallPlan } from '../../small-plan.ts'

export const START = mustDate('2015-07-01')
const OFFICE = { role: 'office', unit: '督查室' } as const
/** Two streams: every occurrence of one event is an obligation of one of them. */
export const STREAMS = [
  { no: '1.1', unit: '市甲局', condition: '审批' },
  { no: '2.1', unit: '市乙局', condition: '收到申请' },
] as const
const ROWS = [
  ['市甲局', '公开审批结果。', '审批或核准后两个工作日内'],
  ['市乙局', '公开办理结果。', '收到申请后两个工作日内'],
] as const
const AT_ONCE = 2_000

/** Ids of one width, so that one occurrence's facts become another's by its number alone. */
export const eventId = (no: string, n: number): string => `ev-${no}-${String(n).padStart(6, '0')}`

export type Stream = (typeof STREAMS)[number]

/** Reports one occurrence, does what is due and has it accepted. */
export async function occur(duban: Office, planId: string, { no, unit, condition }: Stream, n: number) {
  const id = eventId(no, n)
  await reportEvent(duban, planId, {
    condition,
    effectiveOn: START,
    eventId: id,
    actId: `report-${id}`,
    dueOn: null,
    title: null,
    document: null,
    url: null,
    measures: null,
  })
  const obligationId = `${no}/${id}`
  const evidence = { obligationId, doneOn: START, urls: ['http://a.cn/x'], files: [], note: '已经办结' }
  await actOn(duban, planId, no, 'submit', {
    actId: `submit-${id}`,
    actor: { role: 'unit', unit },
    ...evidence,
  })
  await actOn(duban, planId, no, 'accept', { actId: `accept-${id}`, actor: OFFICE, obligationId, note: null })
}

/** Facts of the first occurrence as those of the n-th. */
function asOf<F extends Fact | PlanFact>(
  first: readonly F[],
  no: string,
  n: number,
  seq: number,
): readonly F[] {
  const text = JSON.stringify(first).replaceAll(eventId(no, 0), eventId(no, n))
  return (JSON.parse(text) as readonly F[]).map((fact, i) => ({ ...fact, seq: seq + i }))
}

const about = (facts: readonly (Fact | PlanFact)[], no: string) =>
  facts.filter((fact) => JSON.stringify(fact).includes(eventId(no, 0)))

/**
 * A plan with so many finished occurrences of each of its streams. The first of each happens on the server; the
 * others are written into the ledger as its facts again, each under its own id. The workflows then go on from the
 * ledger, as `records resume` has them do and as they do after a continue-as-new: with all of it packed.
 * @param historyLimit a measure begins a new run after so many history events; absent: when the server suggests it
 */
export async function growPlan(
  duban: Office,
  planId: string,
  occurrences: number,
  say: (line: string) => void,
  historyLimit?: number,
): Promise<void> {
  await importPlan(duban, planId, smallPlan(ROWS))
  const clock = { kind: 'stepped', at: steppedAt(START) } as const
  await startPlan(duban, planId, { clock, startOn: START, acceptedReview: [] })
  for (const stream of STREAMS) await occur(duban, planId, stream, 0)
  const all = [planId, ...STREAMS.map(({ no }) => workflowIdOf(planId, no))]
  for (const id of all) await duban.client.workflow.getHandle(id).terminate()

  const { db } = duban
  const plan = await planFactsOf(db, planId)
  let planSeq = (plan.at(-1)?.seq ?? 0) + 1
  for (const { no } of STREAMS) {
    const workflowId = workflowIdOf(planId, no)
    const written = await factsOf(db, workflowId)
    const [ofMeasure, ofPlan] = [about(written, no) as Fact[], about(plan, no) as PlanFact[]]
    let seq = (written.at(-1)?.seq ?? 0) + 1
    for (let from = 1; from < occurrences; from += AT_ONCE) {
      const [facts, planFacts]: [Fact[], PlanFact[]] = [[], []]
      for (let n = from; n < Math.min(from + AT_ONCE, occurrences); n += 1) {
        facts.push(...asOf(ofMeasure, no, n, seq + facts.length))
        planFacts.push(...asOf(ofPlan, no, n, planSeq + planFacts.length))
      }
      await writeFacts(db, workflowId, facts)
      await writePlanFacts(db, planId, planFacts)
      seq += facts.length
      planSeq += planFacts.length
      say(`${no}: ${Math.min(from + AT_ONCE, occurrences)} occurrences in the ledger`)
    }
  }
  const { clock: now } = await duban.plan(planId)
  for (const state of await measureStates(db, planId))
    await duban.client.workflow.start('measure', againOptions(duban.taskQueue, state, now, historyLimit))
  await resume(duban, planId, { dryRun: false, force: false, withoutMessages: false })
}
