import { expect, it } from 'vitest'
import { importPlan } from '../../client/use/import-plan.ts'
import { startPlan } from '../../client/use/start-plan.ts'
import { steppedAt } from '../../domain/calendar/clock.ts'
import { mustDate } from '../../domain/calendar/date.ts'
import { MEASURE_NAMES } from '../../domain/messages/measure-names.ts'
import { THREE_COLOURS } from '../../domain/policy/policy.ts'
import { factsOf, workflowIdOf } from '../../records/read.ts'
import { keepGolden } from './support/golden.ts'
import { planId, smallPlan } from './support/office.ts'
import { officeOfTests } from './support/started.ts'

const office = officeOfTests()

const FIVE_DAYS = 5 * 86_400

it('what falls due while a stray signal is being kept is written in its own time, as if nothing had come', async () => {
  const { duban, client } = office
  const [id, from] = [planId('strays'), mustDate('2015-07-01')]
  await importPlan(duban, id, smallPlan([['市甲局', '公开甲信息。', '2015年7月']]))
  const clock = { kind: 'rate', base: steppedAt(from), since: Date.now(), perSecond: FIVE_DAYS } as const
  await startPlan(duban, id, { clock, startOn: from, acceptedReview: [] })
  const measure = workflowIdOf(id, '1.1')
  const facts = () => factsOf(duban.db, measure)
  const slips = async () => (await facts()).filter(({ kind }) => kind === 'slipRaised').length
  const kept = async () => (await facts()).filter(({ kind }) => kind === 'unmatched').length
  // One after another: as each is kept by an activity, most of what is due falls due meanwhile.
  for (let sent = 1; (await slips()) < THREE_COLOURS.slips.length; sent += 1) {
    await client.workflow.getHandle(measure).signal(MEASURE_NAMES.deliver, { nonsense: sent })
    await expect.poll(kept, { timeout: 60_000, interval: 20 }).toBe(sent)
  }
  const noticeAt = THREE_COLOURS.noticeAt
  const times = (await facts()).flatMap(({ kind, at }) =>
    kind === 'reminded' || kind === 'slipRaised'
      ? [at.slice(11)]
      : kind === 'overdue'
        ? [`${at.slice(11)} ${kind}`]
        : [],
  )
  expect(new Set(times)).toEqual(new Set([noticeAt, '00:00 overdue']))
  await keepGolden(client, 'strays-1.1', measure)
})
