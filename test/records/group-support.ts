import { mustDate } from '../../domain/calendar/date.ts'
import type { Fact } from '../../domain/supervision/facts.ts'
import { deliveryOf, noteDeliveries } from '../../records/deliveries.ts'
import type { Db } from '../../records/open.ts'
import type { Write } from '../../records/prepare.ts'
import { workflowIdOf } from '../../records/read.ts'
import { writePlanFacts } from '../../records/write-plan.ts'
import { type Said, World } from '../supervision/world.ts'

export const REAL = '2026-01-01T00:00:00.000Z'

/** Measures that are late by September, and others that hang on one day and so ask for it in one notice. */
export function lateAndWaiting(late: number, waiting: number): World {
  const world = new World([...Array(late).fill('2015年7月'), ...Array(waiting).fill('汛期前')])
  world.pass(mustDate('2015-07-20'))
  const expected = { type: 'plan', condition: '汛期', expectedOn: mustDate('2015-08-17'), dueOn: null }
  if (waiting > 0 && world.say({ ...expected, title: null, document: null, measures: null } as Said) !== 'ok')
    throw new Error('汛期 is not expected')
  world.pass(mustDate('2015-09-30'))
  return world
}

export const writesOf = (world: World): readonly Write[] =>
  [...world.measures].map(([no, { facts }]) => ({ workflowId: workflowIdOf('p', no), facts, realAt: REAL }))

/** The plan, and what is on its way to its measures. */
export async function prepared(db: Db, world: World): Promise<void> {
  await writePlanFacts(db, 'p', world.planFacts, REAL)
  for (const [no, { facts }] of world.measures)
    for (const fact of facts as readonly Fact[]) {
      const delivery = deliveryOf('p', no, fact)
      if (delivery !== null) await noteDeliveries(db, 'p', delivery.eventId, delivery.revision ?? '', [no])
    }
}

/** All that writes leave behind, but for what depends on who came first: numbers of slips, whose a shared notice is. */
export async function leftBehind(db: Db) {
  const all = (table: 'measures' | 'board' | 'obligations' | 'duties') =>
    db.selectFrom(table).selectAll().orderBy('workflow_id').execute()
  const ledger = await db.selectFrom('ledger').selectAll().orderBy('workflow_id').orderBy('seq').execute()
  const slips = await db.selectFrom('slips').selectAll().orderBy('number').execute()
  const outbox = await db.selectFrom('outbox').selectAll().orderBy('key').execute()
  const byText = (rows: readonly unknown[]) => rows.map((row) => JSON.stringify(row)).sort()
  return {
    ledger: ledger.map(({ id, ...row }) => row),
    numbers: slips.map(({ number }) => number),
    slips: byText(slips.map(({ number, ...row }) => row)),
    outbox: outbox.map(({ no, obligation_id, ...row }) => row),
    deliveries: byText(await db.selectFrom('deliveries').selectAll().execute()),
    measures: await all('measures'),
    board: await all('board'),
    obligations: byText(await all('obligations')),
    duties: byText(await all('duties')),
  }
}
