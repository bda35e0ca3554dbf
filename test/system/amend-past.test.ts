import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { table } from '../plan/support.ts'
import { runDuban } from './support/cli.ts'
import { type Office, openOffice, planId } from './support/office.ts'

const id = planId('past')
let office: Office
beforeAll(async () => {
  office = await openOffice()
})
afterAll(() => office.stop())

const json = async (...args: string[]) => {
  const ran = await runDuban(office, [...args, '-o', 'json'])
  if (ran.exit !== 0) throw new Error(`${args.join(' ')}: ${ran.out}${ran.err}`)
  return ran.json
}
const HEAD = '序号 | 工作任务 | 牵头单位 | 具体措施 | 完成时限\n'
const rows = (day: string) => [
  '1 | 项目进度 | 市甲局 | 报送重点项目进度。 | 每月10日、25日前',
  `2 | 财政收支 | 市乙局 | 报送财政收支情况。 | 每月${day}日前`,
  '3 | 实施细则 | 市丙局 | 制定实施细则并印发。 | 印发之日起20个工作日内',
]
function file(name: string, day: string, title?: string): string {
  const path = join(office.dataDir, name)
  writeFileSync(path, table(`${HEAD}${rows(day).join('\n')}`, title))
  return path
}
const shown = (no: string) => json('measure', 'show', id, no)
const history = (no: string) => json('measure', 'history', id, no)

describe('a revision dated 18 April, carried out on the 20th, from the command line', () => {
  it('moves what lies ahead of the one row that it changes, and nothing of what has happened anywhere', async () => {
    await json('plan', 'import', file('v1.txt', '5'), '--id', id, '--issued-on', '2026-03-02')
    await json('plan', 'start', id, '--clock', 'stepped@2026-03-02', '--accept-review')
    await json('plan', 'advance', id, '--to', '2026-04-20')
    const before = [
      await shown('1.1'),
      await shown('2.1'),
      await shown('3.1'),
      await history('1.1'),
      await history('3.1'),
    ]
    const score = await json('score', id)
    expect(before.slice(0, 3).map((one) => one.light)).toEqual(['red', 'red', 'red'])

    // Under another title, as revisions have it.
    const second = file('v2.txt', '8', '2026年重点工作分工方案（修订）')
    const amend = ['plan', 'amend', id, second, '--issued-on', '2026-04-18', '--accept-review']
    const tried = await json(...amend, '--dry-run')
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
      slips: [{ level: 'blue', on: '2026-05-11' }, {}, {}],
    })
    const done = await json(...amend)
    expect([done.dates, done.told]).toEqual([tried.dates, ['2.1']])

    const [first, changed, third] = [await shown('1.1'), await shown('2.1'), await shown('3.1')]
    expect([first, third, await history('1.1'), await history('3.1')]).toEqual([
      before[0],
      before[2],
      before[3],
      before[4],
    ])
    type Shown = { readonly id: string; readonly dueOn: string }
    const past = (one: { obligations: readonly Shown[] }) =>
      one.obligations.filter((o) => o.dueOn < '2026-04-20')
    expect(past(changed)).toEqual(past(before[1]))
    expect(await json('score', id)).toEqual(score)
    expect((await json(...amend)).already).toBe(true)
    await json('plan', 'advance', id, '--to', '2026-05-15')
    expect(await json('records', 'check')).toEqual({ agree: true, differences: [] })
  })
})
