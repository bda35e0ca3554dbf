import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { delegate } from '../../accounts/delegation.ts'
import { OPERATOR } from '../../accounts/people.ts'
import { makeToken } from '../../accounts/tokens.ts'
import { steppedAt } from '../../domain/calendar/clock.ts'
import { addDays, mustDate } from '../../domain/calendar/date.ts'
import { at, dateOf, fromEpochMs } from '../../domain/calendar/time.ts'
import { type PlanFactBody, planFact } from '../../domain/events/facts.ts'
import { isOwed } from '../../domain/supervision/obligation.ts'
import { writing } from '../../records/exclusive.ts'
import { writeMeasure } from '../../records/projections.ts'
import { workflowIdOf } from '../../records/read.ts'
import { writePlanFacts } from '../../records/write-plan.ts'
import { playedDays } from '../records/year.ts'
import { HOST, openWeb, signedIn, type Web } from './support.ts'

let web: Web
let [officer, second, unit, standIn]: Awaited<ReturnType<typeof signedIn>>[] = []
const state = playedDays('2015')
  .filter(({ today }) => today <= '2015-08-05')
  .at(-1)
  ?.states.find(
    ({ obligations, closedOn }) => closedOn === null && obligations.some((o) => isOwed(o) && o.dueOn),
  )
const no = state?.setup.no ?? ''
const owed = state?.obligations.find((o) => isOwed(o) && o.dueOn)?.id ?? ''

beforeAll(async () => {
  web = await openWeb()
  const bodies: readonly PlanFactBody[] = [
    { kind: 'imported', title: '方案', document: 'd', measures: 1, conditions: [], offices: ['督查室'] },
    {
      ...{ kind: 'planStarted', clock: { kind: 'stepped', at: steppedAt(mustDate('2015-08-05')) } },
      ...{ startOn: mustDate('2015-07-01'), acceptedReview: [] },
    },
  ]
  const by = { at: at(mustDate('2015-08-05'), '09:00'), actor: { role: 'office', unit: '督查室' } as const }
  await writePlanFacts(
    web.db,
    'p',
    bodies.map((body, i) => planFact({ seq: 1 + i }, body, { ...by, actId: `a${i}` })),
  )
  if (state === undefined) throw new Error('nothing is owed')
  await writing(web.db, (tx) =>
    writeMeasure(tx, workflowIdOf('p', no), { ...state, setup: { ...state.setup, planId: 'p' } }),
  )
  const lead = state.setup.leadUnit
  officer = await signedIn(web, 'officer', ['office', '督查室'])
  second = await signedIn(web, 'second', ['office', '督查室'])
  unit = await signedIn(web, 'both', ['office', '督查室'], ['unit', lead])
  standIn = await signedIn(web, 'standin', ['observer'], ['office', '督查室'])
})
afterAll(() => web.close())

const ask = async (who: typeof officer, path: string, body: object, key = randomUUID()) => {
  const answer = await who?.send(`/api/v1/plans/p${path}`, {
    method: 'POST',
    body: JSON.stringify(body),
    headers: { 'content-type': 'application/json', 'idempotency-key': key },
  })
  return [answer?.status, ((await answer?.json()) as { code?: string } | undefined)?.code]
}

it('a key stands for one person and one content, where it may have been done; what was refused leaves it free', async () => {
  const key = randomUUID()
  const event = { condition: '省出台办法', effectiveOn: '2015-08-01' }
  expect((await ask(officer, '/events', { ...event, effectiveOn: '2015-02-30' }, key))[0]).toBe(422)
  expect((await ask(officer, '/close', { carryTo: null, dueOn: null, reason: '年底' }, key))[1]).toBe(
    'NOT_ISSUER',
  )
  // No server is there: it may have been taken or not.
  expect(await ask(officer, '/events', event, key)).toEqual([503, 'SERVER_UNREACHABLE'])
  expect(await ask(officer, '/events', event, key)).toEqual([503, 'SERVER_UNREACHABLE'])
  expect(await ask(officer, '/events', { ...event, effectiveOn: '2015-08-02' }, key)).toEqual([
    422,
    'KEY_REUSED',
  ])
  expect(await ask(officer, '/planned', { condition: '省出台办法', expectedOn: '2015-12-01' }, key)).toEqual([
    422,
    'KEY_REUSED',
  ])
  expect(await ask(second, '/events', event, key)).toEqual([422, 'KEY_REUSED'])
}, 120_000)

it('who works for a unit says nothing as the office of what it works on, whatever of him a token shows, nor for him who stands in', async () => {
  const remind = { type: 'terminate', obligation: owed, reason: '不再办理', dryRun: true }
  const path = `/measures/${no}/acts`
  const token = async (who: typeof officer) => {
    const asked = { name: 'OA', scopes: ['read', 'act'] as const, units: ['督查室'], days: 1 }
    const made = await makeToken(web.db, who?.id ?? '', { ...asked, scopes: [...asked.scopes] }, OPERATOR)
    if (!made.ok) throw new Error('no token')
    const answer = await web.app.request(`http://${HOST}/api/v1/plans/p${path}`, {
      method: 'POST',
      body: JSON.stringify(remind),
      headers: {
        ...{ host: HOST, authorization: `Bearer ${made.value.token}` },
        ...{ 'content-type': 'application/json', 'idempotency-key': randomUUID() },
      },
    })
    return answer.status
  }
  expect(await ask(officer, path, remind)).toEqual([200, undefined])
  expect(await token(officer)).toBe(200)
  expect((await ask(unit, path, remind))[0]).toBe(403)
  expect(await token(unit)).toBe(403)

  const today = dateOf(fromEpochMs(Date.now()))
  const lent = await delegate(
    web.db,
    unit?.id ?? '',
    { to: 'standin', unit: '督查室', from: today, until: addDays(today, 1) },
    OPERATOR,
  )
  expect(lent.ok).toBe(true)
  expect((await ask(standIn, path, { ...remind, onBehalfOf: unit?.id }))[0]).toBe(403)
  // In his own name he may: he works for nobody.
  expect(await ask(standIn, path, remind)).toEqual([200, undefined])
})
