import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { checkRecords } from '../../client/cli/verbs/records.ts'
import { advancePlan } from '../../client/use/advance-plan.ts'
import { mustDate as d } from '../../domain/calendar/date.ts'
import { measureLight } from '../../domain/supervision/phase.ts'
import { factsOf, measureStates, workflowIdOf } from '../../records/read.ts'
import { documentOf, type Row } from '../plan/running.ts'
import { table } from '../plan/support.ts'
import { runDuban } from './support/cli.ts'
import { officeOfTests, startPlanOf } from './support/started.ts'

const office = officeOfTests()
const rows = (day: string): readonly Row[] => [
  ['市甲局', '报送重点项目进度。', '每月10日、25日前'],
  ['市乙局', '报送财政收支情况。', `每月${day}日前`],
  ['市丙局', '制定实施细则并印发。', '印发之日起20个工作日内'],
]
/** The revision as a file, under a title of its own, as revisions have it. */
function revision(): string {
  const path = join(office.dataDir, 'v2.txt')
  const body = rows('8').map((row, i) => [`${i + 1}`, `任务${row[1].slice(0, 6)}`, ...row].join(' | '))
  const head = '序号 | 工作任务 | 牵头单位 | 具体措施 | 完成时限'
  writeFileSync(path, table([head, ...body].join('\n'), '2026年重点工作分工方案（修订）'))
  return path
}

describe('a revision dated 18 April, carried out on the 20th, on the real server', () => {
  it('moves what lies ahead of the one row that it changes, and nothing of what has happened anywhere', async () => {
    const { duban } = office
    const [from, until] = [d('2026-03-02'), d('2026-04-20')]
    const id = await startPlanOf(duban, 'past', documentOf(rows('5'), from), { from, until })
    const lives = async () => {
      const states = await measureStates(duban.db, id)
      const facts = await Promise.all(
        states.map(({ setup }) => factsOf(duban.db, workflowIdOf(id, setup.no))),
      )
      return states.map((state, i) => ({ state, facts: facts[i] ?? [] }))
    }
    const before = await lives()
    expect(before.map(({ state }) => measureLight(state, until))).toEqual(['red', 'red', 'red'])

    const amend = [
      'plan',
      'amend',
      id,
      revision(),
      '--issued-on',
      '2026-04-18',
      '--accept-review',
      '-o',
      'json',
    ]
    const { json: tried } = await runDuban(office, [...amend, '--dry-run'])
    expect(tried.changed).toMatchObject([{ no: '2.1', kinds: ['deadline'] }])
    expect(tried.dates).toHaveLength(8)
    expect(tried.dates[0]).toMatchObject({
      obligationId: '2.1/2026-05',
      kind: 'moved',
      from: '2026-05-05',
      dueOn: '2026-05-08',
      lightWas: 'grey',
      light: 'grey',
      slipsWas: [{ level: 'blue', on: '2026-05-06' }, {}, {}],
      slips: [{ level: 'blue' }, {}, {}],
    })
    expect(await lives()).toEqual(before)
    const { json: done } = await runDuban(office, amend)
    expect([done.dates, done.told]).toEqual([tried.dates, ['2.1']])

    const after = await lives()
    expect([after[0], after[2]]).toEqual([before[0], before[2]])
    const past = ({ state }: (typeof after)[number]) =>
      state.obligations
        .filter((o) => o.dueOn !== null && o.dueOn < until)
        .map(({ ofEarlierText: _, ...o }) => o)
    expect(after.map(past)).toEqual(before.map(past))
    await advancePlan(duban, id, d('2026-05-07'))
    const slips = (await factsOf(duban.db, workflowIdOf(id, '2.1'))).flatMap((fact) =>
      fact.kind === 'slipRaised' ? [`${fact.obligationId} ${fact.level}`] : [],
    )
    expect(slips).toHaveLength(6)
    expect(new Set(slips).size).toBe(6)
    expect(await checkRecords(duban)).toEqual([])
  })
})
