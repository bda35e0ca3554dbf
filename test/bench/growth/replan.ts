import { amendPlan, comparePlan, setPolicy } from '../../../client/use/amend-plan.ts'
import { closing, recount, tellPlans } from '../../../client/use/calendars.ts'
import { importPlan } from '../../../client/use/import-plan.ts'
import { startPlan } from '../../../client/use/start-plan.ts'
import { steppedAt } from '../../../domain/calendar/clock.ts'
import { mustDate } from '../../../domain/calendar/date.ts'
import type { WorkPlan } from '../../../domain/plan/plan.ts'
import { THREE_COLOURS } from '../../../domain/policy/policy.ts'
import { calendarsFolder } from '../../../records/places.ts'
import { type SmallRow, smallPlan } from '../../small-plan.ts'
import type { Growth } from '../figures.ts'
import { countDuban, STARTED_ON, seconds, until } from '../sides.ts'
import { openStage, type Stage } from '../stage.ts'

export const CHANGES = ['amend', 'calendar', 'policy'] as const
export type Change = (typeof CHANGES)[number]

const PLAN = 'p'
const [DATED, WAITING, MOVED] = ['印发之日起80个工作日内', '市人大批准后20日内', '2015年12月']
/** Every fourth measure waits for one of forty conditions, so that the plan's own state grows with it. */
const waits = (task: number): boolean => task % 4 === 3

/** Tasks of two measures each (a plan of 10,000 tasks is not read); amended, every tenth task has another deadline. */
function planOf(measures: number, amended: boolean): WorkPlan {
  const rows = Array.from({ length: measures / 2 }, (_, i): SmallRow => {
    const deadline = amended && i % 10 === 0 ? MOVED : waits(i) ? `第${i % 40}号${WAITING}` : DATED
    return [`市甲${i % 40}局`, `公开第${i}项信息。`, deadline]
  })
  const plan = smallPlan(rows)
  const tasks = plan.tasks.map((task) => ({
    ...task,
    measures: task.measures.flatMap((measure) => [
      measure,
      { ...measure, no: `${task.no}.2`, text: `${measure.text}并报送进展。` },
    ]),
  }))
  return { ...plan, tasks }
}

/** Each change as people make it; how many measures it concerns. */
const MAKE: Readonly<Record<Change, (stage: Stage, measures: number) => Promise<number>>> = {
  async amend({ duban }, measures) {
    const compared = await comparePlan(duban, PLAN, planOf(measures, true))
    return (await amendPlan(duban, PLAN, compared)).changed.length
  },
  async calendar({ duban, dataDir }) {
    const day = mustDate('2015-08-10')
    const said = { from: day, to: null, name: '台风', reason: '停工', by: '市政府' }
    const { candidate, write } = closing(calendarsFolder(dataDir), said)
    const changes = await recount(duban.db, candidate)
    write()
    await tellPlans(duban, changes, candidate.version)
    return changes.reduce((n, { changed }) => n + changed.length, 0)
  },
  async policy({ duban }) {
    const slips = THREE_COLOURS.slips.map((slip) => ({ ...slip, after: slip.after + 1 }))
    const stricter = { ...THREE_COLOURS, version: THREE_COLOURS.version + 1, slips }
    return (await setPolicy(duban, PLAN, stricter)).changed.length
  },
}

const ABOUT: Readonly<Record<Change, string>> = {
  amend: 'compared and told, a tenth have another deadline',
  calendar: 'recounted and told, a closure moves most dates',
  policy: 'told, all have other slips',
}

/** One plan of each size, changed in the ways asked for, until every measure concerned has written it. */
export async function replanning(
  sizes: readonly number[],
  changes: readonly Change[],
  say: (line: string) => void,
): Promise<Growth[]> {
  const took = new Map<Change, { readonly seconds: number[]; readonly counts: number[] }>(
    changes.map((change) => [change, { seconds: [], counts: [] }]),
  )
  for (const size of sizes) {
    const stage = await openStage(say)
    const worker = await stage.worker('duban')
    try {
      await importPlan(stage.duban, PLAN, planOf(size, false))
      const start = { clock: { kind: 'stepped', at: steppedAt(STARTED_ON) }, startOn: STARTED_ON } as const
      const started = await seconds(() => startPlan(stage.duban, PLAN, { ...start, acceptedReview: [] }))
      say(`${size} measures started in ${started.toFixed(0)} s`)
      for (const [change, found] of took) {
        const before = await countDuban(stage, PLAN, 'replanned')
        let count = 0
        found.seconds.push(
          await seconds(async () => {
            count = await MAKE[change](stage, size)
            await until(before + count, () => countDuban(stage, PLAN, 'replanned'))
          }),
        )
        if (count < size / 10 || (await countDuban(stage, PLAN, 'replanned')) !== before + count)
          throw new Error(`${change}: ${count} of ${size} measures, and not as many lines`)
        found.counts.push(count)
        say(`${change} of ${count} in ${size}: ${found.seconds.at(-1)?.toFixed(1)} s`)
      }
    } finally {
      await worker.stop()
      await stage.close()
    }
  }
  return [...took].map(([change, found]) => {
    const each = found.seconds.map((s, i) => s / (sizes[i] ?? 1))
    const share = ((each.at(-1) ?? 0) / (each[0] ?? 1)).toFixed(2)
    const about = `${ABOUT[change]} (${found.counts.join(', ')}); a measure takes ${share} × what it took, asked ≤ 2`
    return { name: `\`${change}\` of a running plan`, what: 'measures', sizes, seconds: found.seconds, about }
  })
}
