import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { sql } from 'kysely'
import { afterAll, beforeEach, describe, expect, it, onTestFinished } from 'vitest'
import { verifyStore } from '../../records/chain/store.ts'
import { checkProjections } from '../../records/check.ts'
import { isPostgres } from '../../records/dialect.ts'
import { inTransaction } from '../../records/exclusive.ts'
import { nextGroup, writingTogether } from '../../records/group-commit.ts'
import { type Db, openRecords } from '../../records/open.ts'
import type { Write } from '../../records/prepare.ts'
import { putRows } from '../../records/put-rows.ts'
import { factsOf, workflowIdOf } from '../../records/read.ts'
import { slips } from '../../records/slips.ts'
import { writeAlone, writeFacts } from '../../records/write.ts'
import fc from '../properties.ts'
import { noon } from '../supervision/support.ts'
import { lateAndWaiting, leftBehind, prepared, REAL, writesOf } from './group-support.ts'
import { storeKinds } from './stores.ts'

const BOUNDS = { writes: 64, bytes: 4_000_000 }
const said = (error: unknown) => `${(error as Error).constructor.name}: ${(error as Error).message}`
const outcome = (done: Promise<void>) =>
  done.then(
    () => 'written',
    (error: unknown) => said(error),
  )
const upTo = (n: number) => Array.from({ length: n }, (_, i) => i + 1)
const world = lateAndWaiting(5, 3)
const whole = writesOf(world)

describe('what goes into a group', () => {
  const waiting = (...ids: string[]) =>
    ids.map((workflowId, i) => ({
      write: { workflowId, facts: [], realAt: `${i}` },
      bytes: 10,
      answer: () => undefined,
    }))
  const taken = (all: ReturnType<typeof waiting>, bounds: typeof BOUNDS) =>
    nextGroup(all, bounds).map(({ write }) => `${write.workflowId}${write.realAt}`)

  it('is of each measure the first, however many wait; the rest stays in its order', () => {
    const all = waiting('a', 'b', 'a', 'c', 'b', 'a')
    expect(taken(all, BOUNDS)).toEqual(['a0', 'b1', 'c3'])
    expect(taken(all, BOUNDS)).toEqual(['a2', 'b4'])
    expect(taken(all, BOUNDS)).toEqual(['a5'])
    expect(all).toEqual([])
  })

  it('is bounded in number and bytes; what is larger by itself goes by itself', () => {
    const all = waiting('a', 'b', 'a', 'c', 'd')
    expect(taken(all, { writes: 2, bytes: 100 })).toEqual(['a0', 'b1'])
    expect(taken(all, { writes: 9, bytes: 15 })).toEqual(['a2'])
    expect(taken(all, { writes: 9, bytes: 5 })).toEqual(['c3'])
  })
})

describe.each(storeKinds())('writes that share a transaction on $name', ({ missing, make, close }) => {
  beforeEach((context) => {
    if (missing) context.skip(missing)
  })
  afterAll(close, 60_000)
  const opened = async (store?: string): Promise<Db> => {
    const db = await openRecords(store ?? (await make()))
    onTestFinished(() => db.destroy())
    return db
  }
  const filled = async (): Promise<Db> => {
    const db = await opened()
    await prepared(db, world)
    return db
  }
  const proven = async (db: Db) => {
    expect(await checkProjections(db)).toEqual([])
    expect((await verifyStore(db, () => null)).found).toEqual([])
  }

  /** Pieces of measures in any order: some leave a gap, some are there already, some are another fact under a number. */
  interface Piece {
    readonly of: number
    readonly from: number
    readonly length: number
    readonly other: boolean
    readonly next: boolean
  }
  const piece: fc.Arbitrary<Piece> = fc.record({
    of: fc.nat({ max: whole.length - 1 }),
    from: fc.nat({ max: 4 }),
    length: fc.integer({ min: 1, max: 9 }),
    other: fc.boolean(),
    next: fc.boolean(),
  })
  const cut = (pieces: readonly Piece[]): readonly Write[] => {
    const reached = new Map<number, number>()
    return pieces.map(({ of, from, length, other, next }) => {
      const one = whole[of] as Write
      const begin = next ? (reached.get(of) ?? 0) : from
      const facts = one.facts.slice(begin, begin + length)
      reached.set(of, Math.max(reached.get(of) ?? 0, begin + facts.length))
      const [first, ...rest] = facts
      const changed = other && first ? [{ ...first, at: noon('2015-07-02') }, ...rest] : facts
      return { ...one, facts: changed }
    })
  }

  it('leave what they leave one by one, and each has its own outcome', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(piece, { minLength: 1, maxLength: 40 }),
        fc.integer({ min: 2, max: 9 }),
        async (pieces, most) => {
          const writes = cut(pieces)
          const [alone, together] = [await filled(), await filled()]
          const one: string[] = []
          for (const write of writes) one.push(await outcome(writeAlone(alone, write)))
          const put = writingTogether(together, { writes: most, bytes: 1_000_000 })
          const all = await Promise.all(writes.map((write) => outcome(put(write))))
          expect(all).toEqual(one)
          const left = await leftBehind(together)
          expect(left).toEqual(await leftBehind(alone))
          expect(left.numbers).toEqual(upTo(left.numbers.length))
          await proven(together)
        },
      ),
      { numRuns: 5 },
    )
  }, 120_000)

  it('are answered when others can read them, not before', async () => {
    const store = await make()
    const [db, other] = [await opened(store), await opened(store)]
    await prepared(db, world)
    const put = writingTogether(db)
    await Promise.all(
      whole.map(async (write) => {
        await put(write)
        expect(await factsOf(other, write.workflowId)).toHaveLength(write.facts.length)
      }),
    )
    expect((await slips(db, 'p')).map(({ number }) => number)).toEqual(upTo(15))
    await proven(db)
  })

  it('one that the database refuses fails alone, with the error that it has by itself', async () => {
    const db = await filled()
    const [bad] = whole as readonly [Write]
    const raised = bad.facts.find((fact) => fact.kind === 'slipRaised')
    if (raised?.kind !== 'slipRaised') throw new Error('no slip')
    const { obligationId: obligation_id, level, dueOn } = raised
    const there = { plan_id: 'p', number: 1, workflow_id: bad.workflowId, due_on: dueOn, raised_on: dueOn }
    await putRows(db, 'slips', [{ ...there, obligation_id, level }])
    const own = await outcome(writeAlone(db, bad))
    expect(own).toMatch(/unique/i)
    const put = writingTogether(db)
    expect(await Promise.all(whole.map((write) => outcome(put(write))))).toEqual([
      own,
      ...whole.slice(1).map(() => 'written'),
    ])
    expect((await leftBehind(db)).numbers).toEqual(upTo(13))
    expect(await factsOf(db, bad.workflowId)).toEqual([])
    // It leaves again the way it came, and then it is written.
    await db.deleteFrom('slips').where('number', '=', 1).execute()
    await put(bad)
    expect(await factsOf(db, bad.workflowId)).toHaveLength(bad.facts.length)
  })

  it('a transaction that is refused when it is to be kept has written nothing; each is written by itself', async () => {
    const db = await filled()
    const bad = whole[2] as Write
    // What the database looks at last, when all is written: a row that points at one that is not there.
    await sql`CREATE TABLE pointed (id integer PRIMARY KEY)`.execute(db)
    await sql`CREATE TABLE pointing (id integer REFERENCES pointed (id) DEFERRABLE INITIALLY DEFERRED)`.execute(
      db,
    )
    const id = sql.lit(bad.workflowId)
    if (isPostgres(db)) {
      await sql`CREATE FUNCTION points() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN INSERT INTO pointing VALUES (1); RETURN NULL; END $$`.execute(
        db,
      )
      await sql`CREATE TRIGGER points AFTER INSERT ON ledger FOR EACH ROW WHEN (NEW.workflow_id = ${id}) EXECUTE FUNCTION points()`.execute(
        db,
      )
    } else
      await sql`CREATE TRIGGER points AFTER INSERT ON ledger WHEN NEW.workflow_id = ${id} BEGIN INSERT INTO pointing VALUES (1); END`.execute(
        db,
      )
    const put = writingTogether(db)
    const all = await Promise.all(whole.map((write) => outcome(put(write))))
    expect(all.filter((one) => one === 'written')).toHaveLength(whole.length - 1)
    expect(all[2]).toMatch(/foreign key/i)
    expect(await factsOf(db, bad.workflowId)).toEqual([])
    await proven(db)
  })

  it('a store that cannot be had is told to each of them', async () => {
    const db = await openRecords(await make())
    const put = writingTogether(db)
    await db.destroy()
    const all = await Promise.all(whole.map((write) => outcome(put(write))))
    expect(new Set(all).size).toBe(1)
    expect(all[0]).not.toBe('written')
  })

  it('two that write at once, the same and others, in opposite order: no deadlock, nothing twice', async () => {
    const store = await make()
    const [one, two] = [await opened(store), await opened(store)]
    const many = lateAndWaiting(12, 12)
    await prepared(one, many)
    const writes = writesOf(many).flatMap((write) => write.facts.map((fact) => ({ ...write, facts: [fact] })))
    const bounds = { writes: 8, bytes: 1_000_000 }
    const [a, b] = [writingTogether(one, bounds), writingTogether(two, bounds)]
    const byMeasure = (reverse: boolean) => {
      const ids = [...many.measures.keys()].map((no) => workflowIdOf('p', no))
      return (reverse ? ids.reverse() : ids).map((id) => writes.filter((one) => one.workflowId === id))
    }
    const inOrder = async (put: typeof a, all: readonly Write[]) => {
      for (const write of all) await put(write)
    }
    await Promise.all([
      ...byMeasure(false).map((all) => inOrder(a, all)),
      ...byMeasure(true).map((all) => inOrder(b, all)),
    ])
    for (const { workflowId } of writes)
      expect(await factsOf(one, workflowId)).toHaveLength(
        writes.filter((write) => write.workflowId === workflowId).length,
      )
    expect((await leftBehind(one)).numbers).toEqual(upTo(36))
    await proven(one)
  }, 120_000)

  it('one whose measure another holds makes others wait for a time, and no longer', async (context) => {
    const store = await make()
    const [db, other] = [await opened(store), await opened(store)]
    if (!isPostgres(db)) return context.skip('SQLite has one writer')
    await prepared(db, world)
    const [held, free] = whole as readonly [Write, Write]
    const put = writingTogether(db, { ...BOUNDS, writes: 1 }, 100)
    let first = Promise.resolve()
    let done = false
    await inTransaction(other, held.workflowId, async () => {
      first = put(held).then(() => {
        done = true
      })
      await put({ ...free, facts: free.facts.slice(0, 1) })
      await put(free)
      expect(done).toBe(false)
    })
    await first
    expect(await factsOf(db, held.workflowId)).toHaveLength(held.facts.length)
    await proven(db)
  })

  it('killed in the midst, what was answered is there, nothing is there by half, and it can be gone on with', async () => {
    const store = await make()
    const db = await opened(store)
    const many = lateAndWaiting(30, 0)
    await prepared(db, many)
    const script = fileURLToPath(new URL('./write-grouped.ts', import.meta.url))
    const child = spawn(process.execPath, ['--import', 'tsx', script, store, '30'], {
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    const gone = new Promise((resolve) => child.once('exit', resolve))
    const answered: string[] = []
    for await (const line of createInterface({ input: child.stdout })) {
      answered.push(line)
      if (answered.length === 40) child.kill('SIGKILL')
    }
    await gone
    expect(answered.length).toBeGreaterThanOrEqual(40)
    for (const line of answered.filter((one) => /^\S+ \d+$/.test(one))) {
      const [id = '', seq] = line.split(' ')
      expect((await factsOf(db, id)).map((fact) => fact.seq)).toContain(Number(seq))
    }
    await proven(db)
    for (const { workflowId, facts } of writesOf(many)) await writeFacts(db, workflowId, facts, REAL)
    expect((await leftBehind(db)).numbers).toEqual(upTo(90))
    await proven(db)
  }, 120_000)

  it('several rows under one key leave the last, in one statement as in several', async () => {
    const db = await filled()
    await writeAlone(db, whole[0] as Write)
    const [row] = await db.selectFrom('board').selectAll().execute()
    if (row === undefined) throw new Error('no row')
    await putRows(db, 'board', [
      { ...row, phase: 'open' },
      { ...row, phase: 'closed' },
    ])
    expect((await db.selectFrom('board').select('phase').execute()).map(({ phase }) => phase)).toEqual([
      'closed',
    ])
  })
})
