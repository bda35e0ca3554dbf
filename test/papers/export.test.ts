import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { read, utils } from '@e965/xlsx'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { planFact } from '../../domain/events/facts.ts'
import { newPlan } from '../../domain/events/life.ts'
import { type Db, openRecords } from '../../records/open.ts'
import { recordsFile } from '../../records/places.ts'
import { slips } from '../../records/slips.ts'
import { writeFacts } from '../../records/write.ts'
import { writePlanFacts } from '../../records/write-plan.ts'
import { ignored, noon, OFFICE } from '../supervision/support.ts'
import { wordsIn } from './office.ts'
import { documentOf } from './own-process.ts'

const ROWS = 3_000
const folder = mkdtempSync(join(tmpdir(), 'duban-export-'))
let db: Db

beforeAll(async () => {
  db = await openRecords(recordsFile(folder))
  const by = { at: noon('2015-07-01'), actor: OFFICE, actId: null }
  const body = { kind: 'imported', title: '方案', document: 'x', measures: ROWS, conditions: [] } as const
  await writePlanFacts(db, 'p', [planFact(newPlan('p'), body, by)])
  const { facts } = ignored('1.1')
  await writeFacts(db, 'p-1.1', facts)
  const one = await db.selectFrom('measures').selectAll().executeTakeFirstOrThrow()
  const state = JSON.parse(one.state)
  const more = Array.from({ length: ROWS - 1 }, (_, i) => {
    const no = `${(i % 90) + 2}.${i}`
    const setup = { ...state.setup, no, leadUnit: `市${i % 70}局`, text: `公开第 ${i} 批信息。`.repeat(4) }
    return {
      ...one,
      workflow_id: `p-${no}`,
      no,
      ord: i + 2,
      lead_unit: setup.leadUnit,
      state: JSON.stringify({ ...state, setup }),
    }
  })
  for (let i = 0; i < more.length; i += 500)
    await db
      .insertInto('measures')
      .values(more.slice(i, i + 500))
      .execute()
}, 60_000)
afterAll(async () => {
  await db.destroy()
  rmSync(folder, { recursive: true, force: true })
})

it('a list of many measures is written whole', async () => {
  const bytes = await documentOf(folder, ['measure', 'list', 'p'], '台账.xlsx')
  const rows = utils.sheet_to_json<string[]>(read(bytes).Sheets.台账 ?? {}, { header: 1, raw: false })
  expect(rows).toHaveLength(ROWS + 2)
}, 120_000)

it('what is filtered is what is written, as csv too; a refusal comes through, and nothing is written over', async () => {
  const csv = Buffer.from(
    await documentOf(folder, ['measure', 'list', 'p', '--unit', '市3局', '--light', '红'], 'a.csv'),
  ).toString()
  expect(csv.trimEnd().split('\r\n')).toHaveLength(1 + Math.ceil((ROWS - 1 - 3) / 70))
  const refusal = (args: readonly string[], name: string) =>
    documentOf(folder, args, name).then(
      () => 'done',
      (error) => error.refusal?.code,
    )
  expect(await refusal(['measure', 'list', 'p', '--unit', '市900局'], 'a.csv')).toBe('UNIT_NOT_FOUND')
  expect(await refusal(['measure', 'list', 'q'], 'a.csv')).toBe('PLAN_NOT_FOUND')
  expect(await refusal(['measure', 'list', 'p'], 'a.pdf')).toBe('FILE_TYPE')
}, 60_000)

it('督办单, the register and a measure’s card come from the records alone; what is unknown is refused', async () => {
  const list = await slips(db, 'p')
  const [first] = list
  const slip = wordsIn(
    await documentOf(
      folder,
      ['slips', 'p', '--slip', first?.serial ?? '', '--head', '某市人民政府文件'],
      'a.docx',
    ),
  )
  for (const part of ['某市人民政府文件', '蓝色督办单', '2015年7月31日']) expect(slip).toContain(part)
  const register = read(await documentOf(folder, ['slips', 'p'], 'a.xlsx')).Sheets.督办单登记簿 ?? {}
  expect(utils.sheet_to_json(register, { header: 1 })).toHaveLength(2 + list.length)
  const card = wordsIn(await documentOf(folder, ['measure', 'show', 'p', '1.1'], 'a.docx'))
  for (const part of ['督办事项卡', '1.1/2015-07', '红色督办单', '市甲局']) expect(card).toContain(part)
  for (const [args, code] of [
    [['slips', 'p', '--slip', '20150101-9'], 'SLIP_NOT_FOUND'],
    [['measure', 'show', 'p', '99.9'], 'MEASURE_NOT_FOUND'],
  ] as const)
    await expect(documentOf(folder, args, 'a.docx')).rejects.toMatchObject({ refusal: { code } })
}, 60_000)
