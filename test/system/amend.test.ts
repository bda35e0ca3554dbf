import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { table } from '../plan/support.ts'
import { runDuban } from './support/cli.ts'
import { type Office, openOffice, planId } from './support/office.ts'

const id = planId('amend')
let office: Office
beforeAll(async () => {
  office = await openOffice()
})
afterAll(() => office.stop())

const json = (...args: string[]) => runDuban(office, [...args, '-o', 'json'])
const HEAD = '序号 | 工作任务 | 牵头单位 | 具体措施 | 完成时限\n'
const BUDGET = '公开预算 | 市甲局 | 公开部门预算和决算信息。'
const HOUSING = '公开保障房 | 市乙局 | 公开保障性住房分配结果。'
const TRAINING = '业务培训 | 市丙局 | 开展政务公开业务培训。'

/** A document as an office would hand it in; the same title, so that it is the same plan. */
function file(name: string, ...rows: string[]): string {
  const path = join(office.dataDir, name)
  writeFileSync(path, table(`${HEAD}${rows.map((row, i) => `${i + 1} | ${row}`).join('\n')}`))
  return path
}
const numbers = async () =>
  (await json('measure', 'list', id)).json.map((m: { no: string; text: string; state: string }) => [
    m.no,
    m.text.slice(0, 5),
    m.state,
  ])

describe('plan amend, from the command line', () => {
  it('shows dates old → new, holds back for open questions, records what was accepted, and tells measures of one number apart', async () => {
    const first = file('v1.txt', `${BUDGET} | 6月底前`, `${HOUSING} | 9月底前`)
    const read = ['--issued-on', '2026-03-02']
    expect((await json('plan', 'import', first, '--id', id, ...read)).json).toMatchObject({ measures: 2 })
    await json('plan', 'start', id, '--clock', 'stepped@2026-03-02', '--accept-review')

    // Housing goes, its number passes on; the budget is due later; “9月前” is a question.
    const second = file('v2.txt', `${BUDGET} | 7月底前`, `${TRAINING} | 9月前`)
    const tried = await json('plan', 'amend', id, second, ...read, '--dry-run')
    expect(tried.json).toMatchObject({
      dryRun: true,
      dates: [
        { no: '1.1', obligationId: '1.1/2026-06', kind: 'moved', from: '2026-06-30', dueOn: '2026-07-31' },
        { runsAs: '2.1', obligationId: '2.1/2026-09', kind: 'withdrawn', from: '2026-09-30' },
        // What is added has its date too.
        { no: '2.1', runsAs: '2.1-2', kind: 'added', from: null, dueOn: '2026-09-30' },
      ],
      review: [{ measure: '2.1-2', code: 'before-span' }],
    })
    const text = await runDuban(office, ['plan', 'amend', id, second, ...read, '--dry-run'])
    expect(text.out).toContain('2026-06-30 → 2026-07-31')
    expect(text.out).toMatch(/2\.1（台账 2\.1-2） +2\.1-2\/2026-09 +增加，2026-09-30/)
    expect((await json('plan', 'amend', id, second, ...read, '--match', '2.1=7.7')).json.error.code).toBe(
      'MATCH_UNKNOWN',
    )
    expect(await json('plan', 'amend', id, second, ...read)).toMatchObject({
      exit: 5,
      json: { error: { code: 'REVIEW_OPEN' } },
    })
    const done = await json('plan', 'amend', id, second, ...read, '--accept-review', '--as', '督查室')
    expect(done.json.told).toEqual(['1.1', '原2.1', '2.1'])
    const { accepted } = (await json('plan', 'review', id)).json
    expect(accepted).toMatchObject([{ measure: '2.1-2', code: 'before-span', by: '督查室', with: 'amended' }])
    expect(accepted[0].at).toMatch(/^2026-03-02/)

    expect(await numbers()).toEqual([
      ['1.1', '公开部门预', 'open'],
      ['原2.1', '公开保障性', 'withdrawn'],
      ['2.1', '开展政务公', 'open'],
    ])
    expect((await json('measure', 'show', id, '原2.1')).json).toMatchObject({ no: '原2.1', runsAs: '2.1' })
    expect((await json('measure', 'show', id, '2.1')).json).toMatchObject({ runsAs: '2.1-2' })
    const notices = (await json('notices', id, '--measure', '2.1')).json as { measure: string }[]
    expect(new Set(notices.map((notice) => notice.measure))).toEqual(new Set(['2.1']))
    expect((await json('measure', 'history', id, '原2.1')).json.at(-1).says).toContain('撤销 2.1/2026-09')

    // Housing comes back: the same workflow goes on under its number.
    const third = file('v3.txt', `${BUDGET} | 7月底前`, `${TRAINING} | 9月前`, `${HOUSING} | 9月底前`)
    const again = await json('plan', 'amend', id, third, ...read)
    expect(again.json).toMatchObject({
      added: [{ no: '2.1', nowNo: '3.1', again: true }],
      dates: [{ no: '3.1', runsAs: '2.1', kind: 'revived', dueOn: '2026-09-30' }],
      told: ['3.1'],
    })
    expect((await json('measure', 'show', id, '3.1')).json).toMatchObject({ runsAs: '2.1', state: 'open' })
    expect((await json('plan', 'amend', id, third, ...read)).json).toMatchObject({ already: true })
    // Wherever a number is printed, whoever reads it knows which.
    expect((await json('plan', 'advance', id, '--to', '2026-10-09')).exit).toBe(0)
    const said = async (...words: string[]) => (await runDuban(office, words)).out
    for (const words of [
      ['plan', 'show', id],
      ['slips', id],
      ['today', id],
      ['score', id],
      ['bulletin', 'make', id, '--as-of', '2026-10-08'],
      ['notices', id],
      ['plan', 'close', id, '--dry-run'],
      ['review', 'accept-all', id, '--write', join(office.dataDir, 'x.tsv')],
    ]) {
      // A table of notices cuts long sentences; their subjects are whole.
      const out =
        words[0] === 'notices'
          ? (await json(...words)).json.map((one: { subject: string }) => one.subject).join('\n')
          : await said(...words)
      const ids = out.match(/(?<![\d.])2\.1(?:-2)?\/[^\s|（]+(?:（[^）]*）)?/g) ?? []
      for (const one of ids)
        expect(one, words.join(' ')).toMatch(/^2\.1-2\/.+（现 2\.1）$|^2\.1\/.+（现 3\.1）$/)
      if (words[0] !== 'review') expect(ids.length, words.join(' ')).toBeGreaterThan(0)
    }
    const slips = (await json('slips', id)).json as { no: string; runsAs?: string }[]
    expect(new Set(slips.map(({ no, runsAs }) => `${no} ${runsAs}`))).toEqual(
      new Set(['1.1 undefined', '2.1 2.1-2', '3.1 2.1']),
    )
    expect(await said('measure', 'history', id, '2.1')).toContain('2.1（台账 2.1-2） 的经过')

    expect((await json('records', 'check')).json).toEqual({ agree: true, differences: [] })
  })
})
