import { spawnSync } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { mustDate } from '../../domain/calendar/date.ts'
import { planFact } from '../../domain/events/facts.ts'
import { newPlan } from '../../domain/events/life.ts'
import { ledgerUnlocked } from '../../records/append-only.ts'
import { eraseName } from '../../records/chain/erase.ts'
import { ledgerExport } from '../../records/chain/export.ts'
import { chainRowOf } from '../../records/chain/rows.ts'
import { rootOf, verifyStore } from '../../records/chain/store.ts'
import { hashOf, readExport, sha256, verifyLedger } from '../../records/chain/verify-ledger.mjs'
import { checkProjections } from '../../records/check.ts'
import { isPostgres } from '../../records/dialect.ts'
import { writing } from '../../records/exclusive.ts'
import { type Db, openRecords } from '../../records/open.ts'
import { writeFacts } from '../../records/write.ts'
import { writePlanFacts } from '../../records/write-plan.ts'
import { firstFacts, give, ignored, measureOf, noon, OFFICE, submit, UNIT } from '../supervision/support.ts'
import { storeKinds } from './stores.ts'

const VERIFIER = fileURLToPath(new URL('../../records/chain/verify-ledger.mjs', import.meta.url))
const folder = mkdtempSync(join(tmpdir(), 'duban-chain-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const NO_CUT = () => null
const imported = planFact(
  newPlan('p'),
  { kind: 'imported', title: '方案', document: 'x', measures: 2, conditions: [] },
  { at: noon('2015-07-01'), actor: { ...OFFICE, name: '张三' }, actId: null },
)

/** What a person with the database in hand does: past the triggers, and past the rule that a number is taken once. */
async function tamper(db: Db, ...statements: string[]): Promise<void> {
  await ledgerUnlocked(db, async () => {
    if (isPostgres(db)) {
      await sql`ALTER TABLE ledger DROP CONSTRAINT ledger_once`.execute(db)
      await sql`ALTER TABLE ledger ALTER COLUMN id DROP IDENTITY`.execute(db)
    } // SQLite has the rule in the table's own words.
    else
      for (const statement of [
        'CREATE TABLE loose AS SELECT * FROM ledger',
        'DROP TABLE ledger',
        'ALTER TABLE loose RENAME TO ledger',
        'CREATE TRIGGER ledger_no_update BEFORE UPDATE ON ledger BEGIN SELECT 1; END',
        'CREATE TRIGGER ledger_no_delete BEFORE DELETE ON ledger BEGIN SELECT 1; END',
      ])
        await sql.raw(statement).execute(db)
    for (const statement of statements) await sql.raw(statement).execute(db)
    if (!isPostgres(db))
      for (const verb of ['update', 'delete']) await sql.raw(`DROP TRIGGER ledger_no_${verb}`).execute(db)
  })
}

async function exported(db: Db, names = false): Promise<string> {
  const file = join(folder, `${randomUUID()}.jsonl`)
  let text = ''
  for await (const part of ledgerExport(db, NO_CUT, { names, at: '2026-01-01' })) text += part
  writeFileSync(file, text)
  return file
}

/** What the single file says for outsiders, run by Node alone, in an empty folder. */
function outsider(...args: string[]): { code: number; says: string } {
  const { status, stdout, stderr } = spawnSync(process.execPath, [VERIFIER, ...args], {
    encoding: 'utf8',
    env: {},
    cwd: folder,
  })
  return { code: status ?? -1, says: stdout + stderr }
}

/** The findings of the store itself, and of an export, which must be the same. */
async function verified(db: Db) {
  const inside = await verifyStore(db, NO_CUT)
  expect(verifyLedger(await readExport(await exported(db))).found).toEqual(inside.found)
  return inside
}

const found = async (db: Db) =>
  (await verified(db)).found.map(({ what, workflow, seq }) => `${what} ${workflow} ${seq}`)

/** Columns of a row, to be written into it again. */
const COLUMNS =
  'workflow_id, seq, plan_id, no, obligation_id, kind, plan_at, real_at, actor, act_id, fact, says, salt, prev, hash'

describe.each(storeKinds())('the chain of the ledger on $name', ({ missing, make, close }) => {
  let db: Db
  async function filled(): Promise<Db> {
    const made = await openRecords(await make())
    await writePlanFacts(made, 'p', [imported])
    for (const no of ['1.1', '2.1']) {
      const { id, facts } = ignored(no)
      await writeFacts(made, id, facts.slice(0, 3))
      await writeFacts(made, id, facts)
    }
    return made
  }
  beforeAll(async () => {
    if (!missing) db = await filled()
  }, 60_000)
  beforeEach((context) => {
    if (missing) context.skip(missing)
  })
  afterAll(async () => {
    await db?.destroy()
    await close()
  }, 60_000)

  /** In a transaction that is undone. */
  async function undone(work: (tx: Db) => Promise<void>): Promise<void> {
    const done = new Error('undone')
    const whole = writing(db, async (tx) => {
      await work(tx)
      throw done
    })
    await expect(whole).rejects.toBe(done)
  }

  it('holds over several writes, and a store that nobody touched has nothing to tell', async () => {
    const result = await verified(db)
    expect(result).toMatchObject({ found: [], workflows: 3, chain: { upTo: 0 } })
    expect(result.rows).toBe(1 + 2 * ignored().facts.length)
  })

  const at = (seq: number, no = '1.1') => `workflow_id = 'p-${no}' AND seq = ${seq}`
  const last = ignored().facts.length
  const shift = (from: number, by: number) => [
    `UPDATE ledger SET seq = -(seq + ${by}) WHERE workflow_id = 'p-1.1' AND seq >= ${from}`,
    "UPDATE ledger SET seq = -seq WHERE workflow_id = 'p-1.1' AND seq < 0",
  ]
  const copyOf = (seq: number, to: number, no = '1.1') => {
    const values = COLUMNS.replace('workflow_id, seq,', `'p-1.1', ${to},`).replace(
      'plan_id, no,',
      "plan_id, '1.1',",
    )
    return `INSERT INTO ledger (id, ${COLUMNS}) SELECT 1000000 + ${to}, ${values} FROM ledger WHERE ${at(seq, no)}`
  }

  const each: readonly [string, () => string[], readonly string[]][] = [
    ...['plan_at', 'real_at', 'says', 'kind', 'act_id', 'obligation_id', 'actor', 'fact', 'no', 'prev'].map(
      (column): [string, () => string[], readonly string[]] => [
        `a row's ${column} changed`,
        () => [
          `UPDATE ledger SET ${column} = ${['fact', 'actor'].includes(column) ? `replace(${column}, '"', '"') || ' '` : `coalesce(${column}, '') || 'x'`} WHERE ${at(3)}`,
        ],
        column === 'prev' ? ['changed p-1.1 3', 'replaced p-1.1 2'] : ['changed p-1.1 3'],
      ],
    ),
    [
      'a hash changed',
      () => [`UPDATE ledger SET hash = 'x' WHERE ${at(3)}`],
      ['changed p-1.1 3', 'replaced p-1.1 3'],
    ],
    ['a row dropped', () => [`DELETE FROM ledger WHERE ${at(3)}`], ['dropped p-1.1 3']],
    ['the first row dropped', () => [`DELETE FROM ledger WHERE ${at(1)}`], ['dropped p-1.1 1']],
    ['the last row dropped', () => [`DELETE FROM ledger WHERE ${at(last)}`], [`dropped p-1.1 ${last}`]],
    [
      'a whole measure dropped',
      () => ["DELETE FROM ledger WHERE workflow_id = 'p-2.1'"],
      ignored().facts.map((_, i) => `dropped p-2.1 ${i + 1}`),
    ],
    [
      'a row dropped and the rest moved up',
      () => [`DELETE FROM ledger WHERE ${at(3)}`, ...shift(4, -1)],
      [
        'dropped p-1.1 3',
        ...ignored()
          .facts.slice(3)
          .map((_, i) => `moved p-1.1 ${i + 3}`),
        `dropped p-1.1 ${last}`,
      ],
    ],
    ['a row doubled', () => [copyOf(3, 3)], ['doubled p-1.1 3']],
    [
      'two rows under each other’s number',
      () => [
        `UPDATE ledger SET seq = -4 WHERE ${at(3)}`,
        `UPDATE ledger SET seq = 3 WHERE ${at(4)}`,
        'UPDATE ledger SET seq = 4 WHERE seq = -4',
      ],
      ['moved p-1.1 3', 'moved p-1.1 4'],
    ],
    [
      'two rows in each other’s place',
      () => [
        `UPDATE ledger SET id = -1 WHERE ${at(3)}`,
        `UPDATE ledger SET id = (SELECT x.id - 1 FROM ledger x WHERE x.workflow_id = 'p-1.1' AND x.seq = 4) WHERE ${at(4)}`,
        `UPDATE ledger SET id = (SELECT x.id + 1 FROM ledger x WHERE x.workflow_id = 'p-1.1' AND x.seq = 4) WHERE ${at(3)}`,
      ],
      ['reordered p-1.1 4'],
    ],
    [
      'another measure’s row slipped in at a taken number',
      () => [copyOf(3, 3, '2.1')],
      ['slippedIn p-1.1 3'],
    ],
    ['a row slipped in behind the last', () => [copyOf(last, last + 1)], [`moved p-1.1 ${last + 1}`]],
  ]
  it.each(each.map((one) => ({ what: one[0], how: one[1], tells: one[2] })))(
    'names $what',
    ({ how, tells }) =>
      undone(async (tx) => {
        await tamper(tx, ...how())
        const names = await found(tx)
        for (const one of tells) expect(names).toContain(one)
        expect(new Set(names.map((name) => name.split(' ')[1])).size).toBe(1)
      }),
  )

  /** One who knows how hashes are made writes a row anew, right in itself, and if wanted all after it. */
  async function forge(tx: Db, seq: number, says: string, on: boolean): Promise<void> {
    const rows = await tx
      .selectFrom('ledger')
      .selectAll()
      .where('workflow_id', '=', 'p-1.1')
      .where('seq', '>=', seq)
      .orderBy('seq')
      .execute()
    let prev = rows[0]?.prev ?? ''
    const updates: string[] = []
    for (const row of on ? rows : rows.slice(0, 1)) {
      const next = { ...row, ...(row.seq === seq ? { says } : {}), prev }
      prev = hashOf(chainRowOf(next))
      updates.push(
        `UPDATE ledger SET says = '${next.says}', prev = '${next.prev}', hash = '${prev}' WHERE ${at(row.seq)}`,
      )
    }
    await tamper(tx, ...updates)
  }

  it('names a row that was replaced by one that is right in itself', () =>
    undone(async (tx) => {
      await forge(tx, 3, '按期办结', false)
      expect(await found(tx)).toEqual(['replaced p-1.1 3'])
    }))

  it('a chain that was made anew from a row on is right in itself, and an export of before finds it', () =>
    undone(async (tx) => {
      const before = await exported(tx)
      await forge(tx, 3, '按期办结', true)
      expect(await found(tx)).toEqual([])
      const { code, says } = outsider(await exported(tx), '--against', before)
      expect(code).toBe(1)
      for (let seq = 3; seq <= last; seq += 1) expect(says).toContain(`第 ${seq} 条与以前的导出不同`)
      expect(says).not.toContain('第 2 条与以前')
    }))

  it('a bulletin finds a chain that was made anew after it was issued, a lost cut, and an issue put in its line', async () => {
    const tx = await filled()
    const reach = { '': 1, '1.1': last, '2.1': 3 }
    const cut = JSON.stringify(reach)
    const texts = new Map([[sha256(cut), cut]])
    const issue = (number: number, seq: number, more: object) => {
      const bulletin = {
        number,
        asOf: noon('2015-08-01'),
        from: mustDate('2015-07-01'),
        sha256: sha256(`${number}`),
        cut: sha256(cut),
        format: 3 as const,
        ...more,
      }
      const by = { at: noon('2015-10-01'), actor: OFFICE, actId: null }
      return writePlanFacts(tx, 'p', [
        planFact({ ...newPlan('p'), seq }, { kind: 'bulletinIssued', bulletin }, by),
      ])
    }
    const look = async () => {
      const { found, bulletins } = await verifyStore(tx, (sha) => texts.get(sha) ?? null)
      return { found: found.map((one) => `${one.what} ${one.seq}`), bulletins }
    }
    const root = await rootOf(tx, 'p', reach)
    await issue(1, 2, { root })
    await issue(2, 3, { root, previous: sha256('1') })
    expect(await look()).toMatchObject({ found: [], bulletins: [{ number: 1, root }, { number: 2 }] })
    // An issue that names another before it.
    await issue(3, 4, { root, previous: sha256('1') })
    expect((await look()).found).toEqual(['bulletin 4'])
    texts.clear()
    expect((await look()).found).toEqual(['bulletin 2', 'bulletin 3', 'bulletin 4', 'bulletin 4'])
    texts.set(sha256(cut), cut)
    await forge(tx, 3, '按期办结', true)
    expect((await look()).found).toEqual(['bulletin 2', 'bulletin 3', 'bulletin 4', 'bulletin 4'])
    await tx.destroy()
  })

  it('the single file says what it found, and refuses what is no whole export', async () => {
    const file = await exported(db)
    expect(outsider(file)).toEqual({ code: 0, says: expect.stringContaining('3 条链：没有发现改动') })
    expect(outsider(file, '--against', file).code).toBe(0)
    const lines = readFileSync(file, 'utf8').trimEnd().split('\n')
    const hurt = (text: string) => {
      writeFileSync(join(folder, 'hurt.jsonl'), text)
      return outsider('hurt.jsonl')
    }
    expect(hurt(lines.slice(0, -1).join('\n'))).toMatchObject({
      code: 2,
      says: expect.stringContaining('不完整'),
    })
    expect(hurt(lines.filter((_, i) => i !== 2).join('\n'))).toMatchObject({ code: 2 })
    expect(hurt('{"a":1}\n')).toMatchObject({ code: 2, says: expect.stringContaining('不是台账导出文件') })
    expect(outsider().code).toBe(2)
    const changed = lines.map((line) => line.replace('"kind":"overdue"', '"kind":"opened"')).join('\n')
    expect(hurt(changed)).toMatchObject({
      code: 1,
      says: expect.stringMatching(/changed\tp-1\.1\t第 \d+ 行/),
    })
  })

  it('names of persons are left out of an export, and their rows are proven all the same', async () => {
    const [without, names] = [await exported(db), await exported(db, true)]
    expect(readFileSync(without, 'utf8')).not.toContain('张三')
    expect(readFileSync(names, 'utf8')).toContain('张三')
    for (const file of [without, names]) expect(outsider(file).code).toBe(0)
    expect(outsider(names, '--against', without).code).toBe(0)
  })

  it('a name that is deleted on request is gone for good, and every proof holds: chain, older export, history, lists', async () => {
    const tx = await filled()
    const before = await exported(tx, true)
    const submitted = give(
      firstFacts(measureOf('2015年9月')).state,
      submit('2015-07-10', { actor: { ...UNIT, name: '李四' } }),
      '2015-07-10',
    )
    if (!submitted.ok) throw new Error(submitted.error.message)
    const facts = [...firstFacts(measureOf('2015年9月')).facts, ...submitted.value.facts].map((fact) =>
      fact.kind === 'started' ? { ...fact, setup: { ...fact.setup, no: '3.1' } } : fact,
    )
    await writeFacts(tx, 'p-3.1', facts)
    for (const name of ['张三', '李四', '王五']) await eraseName(tx, name)
    const all = JSON.stringify([
      await tx.selectFrom('ledger').selectAll().execute(),
      await tx.selectFrom('measures').selectAll().execute(),
      await tx.selectFrom('obligations').selectAll().execute(),
    ])
    for (const gone of ['张三', '李四']) expect(all).not.toContain(gone)
    expect((await verified(tx)).found).toEqual([])
    expect(outsider(await exported(tx, true), '--against', before)).toEqual({
      code: 0,
      says: expect.stringContaining('行不含人名'),
    })
    expect(await checkProjections(tx)).toEqual([])
    // What a history still has is the same fact, and goes on.
    await writeFacts(tx, 'p-3.1', facts)
    await writePlanFacts(tx, 'p', [imported])
    await tx.destroy()
  })
})
