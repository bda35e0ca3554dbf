import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { OFFICE } from '../../client/office.ts'
import { actOn } from '../../client/use/act.ts'
import { advancePlan } from '../../client/use/advance-plan.ts'
import { doAll, previewAll } from '../../client/use/bulk.ts'
import { dueLinesIn, reviewLinesIn, reviewTableFile, signLines } from '../../client/use/bulk-items.ts'
import { deletePlan } from '../../client/use/delete-plan.ts'
import { reportEvent } from '../../client/use/events.ts'
import { keepFiles } from '../../client/use/evidence.ts'
import { exportEvidence } from '../../client/use/evidence-export.ts'
import { importPlan } from '../../client/use/import-plan.ts'
import { tableIn } from '../../documents/files/table-file.ts'
import { mustDate as d } from '../../domain/calendar/date.ts'
import { measureState, measureStates, planState } from '../../records/read.ts'
import { runDuban } from './support/cli.ts'
import { planId, smallPlan } from './support/office.ts'
import { officeOfTests, startPlanOf } from './support/started.ts'

const office = officeOfTests()
const folder = mkdtempSync(join(tmpdir(), 'duban-everyday-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))
const refusal = (asked: Promise<unknown>) =>
  asked.then(
    () => 'done',
    (error) => error.refusal?.code ?? error,
  )
const file = (name: string, content: string | Uint8Array): string => {
  const path = join(folder, name)
  writeFileSync(path, content)
  return path
}

it('a desk of many is cleared at once: signed for, dated, reviewed by a table that is done whole or not at all', async () => {
  const { duban } = office
  const { db } = duban
  const plan = smallPlan([
    ['市甲局', '公开甲信息。', '2015年9月'],
    ['市乙局', '公开乙信息。', '待省出台规定后'],
    ['市甲局', '公开丙信息。', '2015年9月'],
  ])
  const id = await startPlanOf(duban, 'everyday', plan, { until: d('2015-07-06') })

  const signs = signLines(await measureStates(db, id), { role: 'unit', unit: '市甲局' })
  expect(signs.map((line) => line.no)).toEqual(['1.1', '3.1'])
  expect((await previewAll(duban, id, signs)).map((one) => one.refused)).toEqual([null, null])
  expect((await measureState(db, id, '1.1'))?.acknowledged ?? []).toEqual([])
  await doAll(duban, id, signs)
  // A run that broke off is done again: what was done is not done twice.
  expect((await doAll(duban, id, signs)).map((one) => one.refused)).toEqual([null, null])
  expect((await measureState(db, id, '1.1'))?.acknowledged?.length).toBe(1)

  await reportEvent(duban, id, {
    ...{ condition: '省出台规定', effectiveOn: d('2015-07-05'), eventId: 'ev-a', dueOn: null },
    ...{ title: null, document: null, url: null, measures: null },
  })
  const bad = file('期.tsv', '应办事项\t到期日\n2.1/ev-a\t2015年8月31日\n9.9/x\t2015-08-31\n')
  expect(
    await refusal(
      dueLinesIn(duban, id, bad, OFFICE).then((lines) => doAll(duban, id, lines, { whole: true })),
    ),
  ).toBe('BULK_LINE')
  expect((await measureState(db, id, '2.1'))?.obligations[0]?.dueOn).toBeNull()
  // The 序号 of a task with one measure does for it.
  const good = file('期二.tsv', '应办事项\t到期日\n第2项\t2015年8月31日\n')
  await doAll(duban, id, await dueLinesIn(duban, id, good, OFFICE), { whole: true })
  expect((await measureState(db, id, '2.1'))?.obligations[0]?.dueOn).toBe('2015-08-31')

  // The same event again with its hour: it is given to the one that is known, and said so.
  const hour = await runDuban(office, ['event', 'report', id, '省出台规定', '--on', '2015-07-05T15:30'])
  expect([hour.exit, hour.out]).toEqual([0, expect.stringContaining('已补记 ev-a 的时刻：2015-07-05 15:30')])

  // A unit proposes what counts when the office says so; the same again is refused with what is known.
  const proposal = ['event', 'propose', id, '--condition', '省出台规定', '--effective-on', '2015-07-03']
  const proposed = await runDuban(office, [...proposal, '--as', '市甲局', '-o', 'json'])
  expect([proposed.exit, JSON.parse(proposed.out)]).toMatchObject([0, { woke: [], already: false }])
  const twice = await runDuban(office, [...proposal, '--as', '市甲局', '-o', 'json'])
  expect([twice.exit, twice.out + twice.err]).toEqual([5, expect.stringContaining('EVENT_ALREADY_REPORTED')])

  const evil = file('a.txt', '证明')
  const files = keepFiles(duban.blobs, [evil]).map((one) => ({ ...one, name: '../../证明.txt' }))
  for (const [no, unit] of [
    ['1.1', '市甲局'],
    ['2.1', '市乙局'],
  ] as const)
    await actOn(duban, id, no, 'submit', {
      ...{ actor: { role: 'unit', unit }, obligationId: null, doneOn: d('2015-07-06') },
      ...{ urls: ['http://a.cn/x'], files, note: null },
    })
  const written = reviewTableFile('审.tsv', await measureStates(db, id), {})
  const rows = tableIn(written, '审.tsv', { id: ['应办事项'] }, ['id'])
  expect(rows.ok && rows.value.map((row) => row.cells.id)).toEqual(['1.1/2015-09', '2.1/ev-a'])
  const table = file('审.tsv', '应办事项\t结论\t办理质量\t说明\n1.1\t通过\t优\t\n2.1/ev-a\t退回\t\t缺附件\n')
  await doAll(duban, id, await reviewLinesIn(duban, id, table, OFFICE), { whole: true })
  expect((await measureStates(db, id)).map((s) => s.obligations.map((o) => o.state))).toEqual([
    ['completed'],
    ['returned'],
    ['open'],
  ])

  // Taken out under names that lead nowhere else, with a list; a folder with something in it is left alone.
  const out = join(folder, '材料')
  const taken = await exportEvidence(db, duban.blobs, id, out)
  expect(taken.map((one) => [one.obligation, one.url ?? one.name])).toEqual([
    ['1.1/2015-09', 'http://a.cn/x'],
    ['1.1/2015-09', '../../证明.txt'],
    ['2.1/ev-a', 'http://a.cn/x'],
    ['2.1/ev-a', '../../证明.txt'],
  ])
  for (const { path } of taken) if (path) expect(readFileSync(path, 'utf8')).toBe('证明')
  expect(readdirSync(out)).toHaveLength(3)
  expect(existsSync(join(folder, '证明.txt'))).toBe(false)
  expect(await refusal(exportEvidence(db, duban.blobs, id, out))).toBe('FOLDER_NOT_EMPTY')
  expect(await refusal(exportEvidence(db, duban.blobs, id, join(folder, '无'), { no: '3.1' }))).toBe(
    'EVIDENCE_NOT_FOUND',
  )

  const opened = await runDuban(office, ['evidence', 'open', id, '1.1', '-o', 'json'])
  expect(readFileSync(opened.json.files.find((one: { name: string | null }) => one.name)?.path, 'utf8')).toBe(
    '证明',
  )
  rmSync(opened.json.folder, { recursive: true })

  const { changes } = await advancePlan(duban, id, d('2015-09-24'))
  expect(changes.every((row) => row.no !== '' && row.planAt.slice(0, 10) > '2015-07-06')).toBe(true)
  expect(changes.map((row) => row.kind)).toContain('reminded')
  expect(await refusal(deletePlan(duban, id))).toBe('PLAN_STARTED')

  // Where nobody sits before it a bulk act does nothing without --yes, and a single one says what it did.
  const run = (...words: string[]) => runDuban(office, [...words, '-o', 'json'])
  const asked = await run('remind-all', id, '--unit', ' 市乙局 ')
  expect([asked.exit, asked.json.error.code]).toEqual([2, 'CONFIRM_NEEDED'])
  const shown = await run('remind-all', id, '--unit', '市乙局', '--dry-run')
  expect([shown.exit, shown.json.done, shown.json.lines]).toMatchObject([
    0,
    0,
    [{ obligation: '2.1/ev-a', refused: null }],
  ])
  const sent = await run('remind-all', id, '--unit', '市乙局', '--yes')
  expect([sent.exit, sent.json.done]).toEqual([0, 1])
  const revoked = await run('event', 'revoke', id, 'ev-a', '--reason', '误报')
  expect([revoked.exit, revoked.err]).toEqual([0, expect.stringContaining('将撤销事件 ev-a')])
  const lately = await run('notices', id, '--unit', '市 乙局', '--since', '2015年9月24日', '--unsent')
  expect(lately.json.map((one: { toUnit: string; planAt: string }) => one.toUnit)).toContain('市乙局')
  expect(lately.json.every((one: { planAt: string }) => one.planAt >= '2015-09-24')).toBe(true)
  const typo = await run('notices', id, '--unit', '市乙句')
  expect([typo.exit, typo.json.error.remedy]).toEqual([4, expect.stringContaining('是不是“市乙局”')])
})

it('what was imported and never started can be deleted, and its id is free again', async () => {
  const { duban } = office
  const id = planId('draft')
  await importPlan(duban, id, smallPlan([['市甲局', '公开甲信息。', '2015年9月']]))
  await deletePlan(duban, id)
  expect(await planState(duban.db, id)).toBeNull()
  await importPlan(duban, id, smallPlan([['市乙局', '公开乙信息。', '2015年9月']]))
  expect((await planState(duban.db, id))?.phase).toBe('draft')
})
