import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, expect, it } from 'vitest'
import { mustDate } from '../../domain/calendar/date.ts'
import { planFact } from '../../domain/events/facts.ts'
import { evolvePlan, newPlan } from '../../domain/events/life.ts'
import { settle } from '../../domain/supervision/settle.ts'
import { openRecords } from '../../records/open.ts'
import { noticeSent } from '../../records/outbox.ts'
import { ledger, notices } from '../../records/read.ts'
import { writeFacts } from '../../records/write.ts'
import { writePlanFacts } from '../../records/write-plan.ts'
import { table } from '../plan/support.ts'
import { accept, firstFacts, give, measureOf, must, noon, OFFICE, submit } from '../supervision/support.ts'

const BIN = fileURLToPath(new URL('../../bin/duban.mjs', import.meta.url))
const data = mkdtempSync(join(tmpdir(), 'duban-records-'))
afterAll(() => rmSync(data, { recursive: true, force: true }))

/** Verbs that need no server, as a program or a person runs them. */
function duban(...words: string[]) {
  const env = { ...process.env, DUBAN_DATA: data, TEMPORAL_ADDRESS: '', TZ: 'America/Los_Angeles' }
  const { status, stdout, stderr } = spawnSync(process.execPath, [BIN, ...words], { env, encoding: 'utf8' })
  return { status, out: stdout, err: stderr }
}
const store = () => openRecords(join(data, 'records.sqlite'))

it('plan inspect reads with the answers that are kept, and says how many; another document has none of them', async () => {
  const file = join(data, 'plan.txt')
  writeFileSync(
    file,
    table(
      '序号 | 任务 | 责任单位 | 时限\n1 | 公开目录 | 市甲局、市乙局 | 6月底前\n2 | 公开指南 | 市甲局 | 9月前',
    ),
  )
  const read = ['plan', 'inspect', file, '--issued-on', '2026-03-02', '-o', 'json']
  const before = JSON.parse(duban(...read).out)
  const asked = (plan: typeof before) =>
    plan.review.filter((item: { severity: string }) => item.severity === 'confirm').length
  expect([asked(before) > 0, before.answered]).toEqual([true, 0])

  const answers = join(data, '答复.tsv')
  const review = ['plan', 'review', file, '--issued-on', '2026-03-02', '-o', 'json']
  const db = await store()
  await db.destroy()
  const open = JSON.parse(duban(...review).out).open as { id: string }[]
  const rows = open.map(({ id }) => `${id}\t1`)
  writeFileSync(answers, `编号\t答复\n${rows.join('\n')}\n`)
  const kept = duban(...review, '--answers', answers)
  expect([kept.status, kept.err]).toEqual([0, expect.stringContaining(`采用 ${open.length} 项答复`)])

  const after = JSON.parse(duban(...read).out)
  expect([asked(after), after.answered]).toEqual([0, open.length])
  const other = join(data, 'other.txt')
  writeFileSync(
    other,
    table('序号 | 任务 | 责任单位 | 时限\n1 | 公开目录 | 市甲局、市丙局 | 6月底前', '另一份方案'),
  )
  expect(JSON.parse(duban('plan', 'inspect', other, '-o', 'json').out).answered).toBe(0)
})

/** One measure due on 2015-07-31 (reported late, accepted in August), played to 2015-09-10. */
async function lived(id: string): Promise<void> {
  const db = await store()
  const begun = {
    kind: 'planStarted',
    clock: { kind: 'stepped', at: noon('2015-09-10') },
    startOn: mustDate('2015-07-01'),
    acceptedReview: [],
  } as const
  const named = {
    kind: 'imported',
    title: '甲方案',
    document: 'd',
    measures: 1,
    conditions: [],
    offices: ['督查室'],
  } as const
  const by = { at: noon('2015-07-01'), actor: OFFICE, actId: null }
  const first = planFact(newPlan(id), named, by)
  await writePlanFacts(db, id, [first, planFact(evolvePlan(newPlan(id), first), begun, by)])
  const { state, facts } = firstFacts(measureOf('2015年7月'))
  const sent = give(state, submit('2015-08-04'), '2015-08-05')
  const done = give(must(sent), accept(), '2015-08-06')
  const all = [...facts, ...(sent.ok ? sent.value.facts : []), ...(done.ok ? done.value.facts : [])]
  const rest = settle(must(done), noon('2015-09-10')).facts
  const setup = { ...state.setup, planId: id }
  await writeFacts(
    db,
    `${id}-1.1`,
    [...all, ...rest].map((fact) =>
      fact.kind === 'started' ? { ...fact, setup: { ...fact.setup, ...setup } } : fact,
    ),
  )
  await db.destroy()
}

it('score --by gives units down and periods across, each from its own days, and marks the one that is not over', async () => {
  await lived('s')
  const json = JSON.parse(duban('score', 's', '--by', 'month', '-o', 'json').out)
  const scores = json.periods.map((p: { period: string; over: boolean; units: { points: number }[] }) => [
    p.period,
    p.over,
    p.units[0]?.points,
  ])
  const whole = JSON.parse(duban('score', 's', '-o', 'json').out).units[0].points
  expect(scores.map(([period, over]: [string, boolean]) => [period, over])).toEqual([
    ['2015-07', true],
    ['2015-08', true],
    ['2015-09', false],
  ])
  expect(scores.reduce((sum: number, [, , points]: [string, boolean, number]) => sum + points, 0)).toBe(whole)
  const text = duban('score', 's', '--by', 'month').out
  expect(text).toMatch(/单位 +2015-07 +2015-08 +2015-09（未完）/)
  expect(text).toMatch(/市甲局 +[\d.]+ +[\d.]+ +[\d.]+/)
  expect(duban('score', 's', '--by', 'month', '--to', '2015-08-31').out).not.toContain('未完')
  expect(JSON.parse(duban('score', 's', '--by', 'year', '-o', 'json').out).periods).toMatchObject([
    { period: '2015', over: false },
  ])
})

it('an office reads Shanghai time everywhere, wherever the process runs', async () => {
  const db = await store()
  const rows = await ledger(db, 's', '1.1')
  for (const { planAt, realAt } of rows) {
    expect(planAt).toMatch(/\+08:00$/)
    expect(realAt).toMatch(/\+08:00$/)
  }
  const [notice] = await notices(db, 's')
  // 00:30 of the next day in Shanghai.
  await noticeSent(db, notice?.key ?? '', '2026-03-01T16:30:00.000Z')
  expect((await notices(db, 's'))[0]).toMatchObject({
    planAt: '2015-07-01T12:00:00+08:00',
    sentAt: '2026-03-02T00:30:00+08:00',
  })
  await db.destroy()
})
