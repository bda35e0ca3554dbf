import { sql } from 'kysely'
import { expect, it } from 'vitest'
import { refusalIn } from '../../activities/permanent.ts'
import { OFFICE } from '../../client/office.ts'
import { actOn } from '../../client/use/act.ts'
import { advancePlan } from '../../client/use/advance-plan.ts'
import { draftBulletin, issueBulletin, verifyBulletins, withdrawBulletin } from '../../client/use/bulletin.ts'
import { closePlan } from '../../client/use/close-plan.ts'
import { verifyLedgerChain } from '../../client/use/ledger-proof.ts'
import { mustDate } from '../../domain/calendar/date.ts'
import { at } from '../../domain/calendar/time.ts'
import { PLAN_NAMES } from '../../domain/messages/plan.ts'
import { endOf } from '../../domain/reckoning/bulletin.ts'
import { rootOf } from '../../records/chain/store.ts'
import { checkProjections } from '../../records/check.ts'
import { ledger } from '../../records/read.ts'
import { historyLength, smallPlan } from './support/office.ts'
import { officeOfTests, startPlanOf } from './support/started.ts'

const d = mustDate
const office = officeOfTests()

it('an issued bulletin stays the same while its plan goes on, also after its end, and tells when the ledger was changed', async () => {
  const { duban } = office
  const { db, blobs } = duban
  const plan = smallPlan([
    ['市甲局', '公开甲信息。', '2015年7月'],
    ['市乙局', '公开乙信息。', '2015年9月'],
  ])
  const id = await startPlanOf(duban, 'bulletin', plan, { until: d('2015-08-10') })
  const now = at(d('2015-08-10'), '12:00')
  const draft = await draftBulletin(db, id, endOf(d('2015-08-09')), null)
  const before = await historyLength(office.client, id)
  const first = await issueBulletin(duban, id, { asOf: now, from: null })
  const cost = (await historyLength(office.client, id)) - before
  console.log(`history events of the plan, one bulletin issued: ${cost} (at most 10)`)
  expect(cost).toBeLessThanOrEqual(11)
  expect(first.made.bulletin).toMatchObject({ number: 1, overdue: [{ obligation: '1.1/2015-07' }] })

  // More of the same instant, and then weeks of it.
  const evidence = { urls: ['http://a.cn/x'], files: [], note: null, obligationId: null }
  const unit = { role: 'unit', unit: '市甲局' } as const
  await actOn(duban, id, '1.1', 'submit', { actor: unit, ...evidence, doneOn: d('2015-08-10') })
  await actOn(duban, id, '1.1', 'accept', { actor: OFFICE, obligationId: null, note: null })
  await advancePlan(duban, id, d('2015-10-12'))
  expect((await draftBulletin(db, id, endOf(d('2015-08-09')), null)).text).toBe(draft.text)
  const again = await issueBulletin(duban, id, { asOf: now, from: null })
  expect([again.already, again.made.text]).toEqual([true, first.made.text])
  const second = await issueBulletin(duban, id, { asOf: endOf(d('2015-10-11')), from: d('2015-08-11') })
  expect(second.made.bulletin).toMatchObject({ number: 2, slips: [{ number: 3, level: 'blue' }] })

  // A withdrawn one stays, the next takes the next number; nothing is issued backwards.
  const refusal = (asked: Promise<unknown>) =>
    asked.then(
      () => 'done',
      (error) => error.refusal.code,
    )
  const earlier = { asOf: endOf(d('2015-09-01')), from: null }
  expect(await refusal(issueBulletin(duban, id, earlier))).toBe('BULLETIN_BACKWARD')
  await withdrawBulletin(duban, id, { number: 2, reason: '数字有误' })
  expect(await refusal(withdrawBulletin(duban, id, { number: 2, reason: '再撤' }))).toBe('BULLETIN_WITHDRAWN')
  expect((await duban.plan(id)).bulletins?.map((one) => one.withdrawn?.reason)).toEqual([
    undefined,
    '数字有误',
  ])
  const third = await issueBulletin(duban, id, earlier)
  expect(third.issued.number).toBe(3)

  // Each says its place in the line of issues, and the root of the ledger that it stands on.
  expect(first.issued.previous).toBeUndefined()
  expect([second.issued.previous, third.issued.previous]).toEqual([first.issued.sha256, second.issued.sha256])
  expect(third.made.text).toContain(`台账根 SHA-256：${third.issued.root}`)
  expect(third.made.text).toContain(`上一期（第 2 期）SHA-256：${second.issued.sha256}`)
  const chain = await verifyLedgerChain(db, blobs, { plan: id })
  expect(chain).toMatchObject({ found: [], bulletins: [{ number: 1 }, { number: 2 }, { number: 3 }] })

  await closePlan(duban, id, '年度结束')
  await office.client.workflow.getHandle(id).result()
  const last = await issueBulletin(duban, id, { asOf: at(d('2015-10-12'), '12:00'), from: null })
  expect(last.issued.number).toBe(4)
  expect(last.made.bulletin.completedLate).toMatchObject([{ obligation: '1.1/2015-07', lateDays: 10 }])
  const verified = await verifyBulletins(db, blobs, await duban.plan(id), null)
  expect(verified.map((one) => [one.number, one.unchanged, one.kept])).toEqual([
    [1, true, true],
    [2, true, true],
    [3, true, true],
    [4, true, true],
  ])
  expect((await ledger(db, id)).filter((row) => row.kind === 'bulletinIssued')).toHaveLength(4)
  expect(await checkProjections(db)).toEqual([])

  // Somebody with the database in his hands: a late completion becomes one in time.
  await sql`DROP TRIGGER ledger_no_update`.execute(db)
  await sql`UPDATE ledger SET fact = replace(fact, '"lateDays":10', '"lateDays":1') WHERE kind = 'accepted'`.execute(
    db,
  )
  const after = await verifyBulletins(db, blobs, await duban.plan(id), null)
  expect(after.map((one) => one.unchanged)).toEqual([true, true, false, false])
  expect(after[3]?.says).toMatch(/台账被改动/)
})

it('an issue that was made up by hand is refused, whatever of it is made up; the next real one has its number', async () => {
  const { duban } = office
  const plan = smallPlan([['市甲局', '公开甲信息。', '2015年7月']])
  const id = await startPlanOf(duban, 'forged', plan, { until: d('2015-08-10') })
  const cut = (text: string) => duban.blobs.put(Buffer.from(text))
  const real = { number: 1, asOf: at(d('2015-08-10'), '12:00'), from: '2015-07-01', sha256: 'a'.repeat(64) }
  const reach = cut(JSON.stringify({ '': 1, 1.1: 1 }))
  const MADE_UP: readonly object[] = [
    { cut: 'b'.repeat(64) },
    { cut: 'b'.repeat(64), root: 'c'.repeat(64) },
    { cut: cut('不是截止位置') },
    { cut: cut('null'), root: 'c'.repeat(64) },
    { cut: reach, root: 'c'.repeat(64) },
    { cut: reach, root: await rootOf(duban.db, id, { '': 1, 1.1: 1 }), previous: 'd'.repeat(64) },
  ]
  for (const [n, made] of MADE_UP.entries()) {
    const message = { actor: OFFICE, actId: `forged-${n}`, at: null, bulletin: { ...real, ...made } }
    const asked = office.client.workflow
      .getHandle(id)
      .executeUpdate(PLAN_NAMES.bulletin, { args: [message] })
      .then(() => 'issued', refusalIn)
    expect(await asked, JSON.stringify(made)).toMatchObject({ code: 'BULLETIN_UNPROVED' })
  }
  expect((await duban.plan(id)).bulletins ?? []).toEqual([])
  const { issued } = await issueBulletin(duban, id, { asOf: at(d('2015-08-10'), '12:00'), from: null })
  expect(issued.number).toBe(1)
  expect((await verifyLedgerChain(duban.db, duban.blobs, {})).found.filter((f) => f.workflow === id)).toEqual(
    [],
  )
})
