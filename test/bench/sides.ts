import { inPool } from '../../activities/pool.ts'
import { importPlan } from '../../client/use/import-plan.ts'
import { startPlan } from '../../client/use/start-plan.ts'
import { type PlanClock, steppedAt } from '../../domain/calendar/clock.ts'
import type { IsoDate } from '../../domain/calendar/date.ts'
import { mustDate } from '../../domain/calendar/date.ts'
import { smallPlan } from '../small-plan.ts'
import type { BareInput } from './bare/workflows.ts'
import type { Stage } from './stage.ts'

/** Calls under way at once, the same for both sides (activities/measures.ts uses as many). */
export const AT_ONCE = 12
export const STARTED_ON = mustDate('2015-07-01')
/** Milliseconds between two looks: looking costs what is being measured. */
export const NOTHING_TO_DO = 100

/** Waits until `count` of something has happened. @throws when nothing has moved for two minutes */
export async function until(count: number, now: () => number | Promise<number>): Promise<void> {
  let last = -1
  let moved = Date.now()
  for (;;) {
    const seen = await now()
    if (seen >= count) return
    if (seen > last) moved = Date.now()
    last = seen
    if (Date.now() - moved > 120_000) throw new Error(`stands still at ${seen} of ${count}`)
    await new Promise((resolve) => setTimeout(resolve, NOTHING_TO_DO))
  }
}

/** Seconds a piece of work takes. */
export async function seconds(work: () => Promise<unknown>): Promise<number> {
  const began = performance.now()
  await work()
  return (performance.now() - began) / 1000
}

/** A plan of `count` measures that are alike. */
export const alike = (count: number, deadline: string, year?: number) =>
  smallPlan(
    Array.from({ length: count }, (_, i) => [`市甲${i % 40}局`, `公开第${i}项信息。`, deadline] as const),
    year,
  )

export async function startDuban(
  stage: Pick<Stage, 'duban'>,
  id: string,
  count: number,
  deadline: string,
  clock: PlanClock = { kind: 'stepped', at: steppedAt(STARTED_ON) },
  startOn: IsoDate = STARTED_ON,
): Promise<number> {
  await importPlan(stage.duban, id, alike(count, deadline, Number(startOn.slice(0, 4))))
  return seconds(() => startPlan(stage.duban, id, { clock, startOn, acceptedReview: [] }))
}

export const bareId = (run: string, i: number): string => `${run}-${i}`

/** Starts the bare workflows as a hand-written program would, and waits until each has written its first row. */
export function startBare(
  stage: Stage,
  run: string,
  count: number,
  input: (i: number) => Omit<BareInput, 'id'>,
): Promise<number> {
  return seconds(async () => {
    await inPool(
      Array.from({ length: count }, (_, i) => i),
      AT_ONCE,
      async (i) => {
        await stage.client.workflow.start('bareMeasure', {
          taskQueue: 'bench-bare',
          workflowId: bareId(run, i),
          args: [{ id: bareId(run, i), ...input(i) }],
          workflowIdReusePolicy: 'REJECT_DUPLICATE',
        })
      },
    )
    await until(count, () => countBare(stage, run, 'started'))
  })
}

export const countBare = (stage: Stage, run: string, kind: string): number =>
  (
    stage.bare
      .prepare('SELECT count(*) AS n FROM acts WHERE kind = ? AND id LIKE ?')
      .get(kind, `${run}-%`) as {
      n: number
    }
  ).n

/** Ledger rows of a kind in one plan. */
export async function countDuban(stage: Pick<Stage, 'duban'>, planId: string, kind: string): Promise<number> {
  const row = await stage.duban.db
    .selectFrom('ledger')
    .select((e) => e.fn.countAll().as('n'))
    .where('plan_id', '=', planId)
    .where('kind', '=', kind)
    .executeTakeFirst()
  return Number(row?.n ?? 0)
}
