import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { forgetPerson } from '../../accounts/forget.ts'
import { OPERATOR } from '../../accounts/people.ts'
import { icsOf } from '../../documents/writers/ics.ts'
import { steppedAt } from '../../domain/calendar/clock.ts'
import { mustDate } from '../../domain/calendar/date.ts'
import { at } from '../../domain/calendar/time.ts'
import { type PlanFactBody, planFact } from '../../domain/events/facts.ts'
import { writing } from '../../records/exclusive.ts'
import { writeMeasure } from '../../records/projections.ts'
import { workflowIdOf } from '../../records/read.ts'
import { writePlanFacts } from '../../records/write-plan.ts'
import { playedDays } from '../records/year.ts'
import { HOST, openWeb, signedIn, type Web } from './support.ts'

type Person = Awaited<ReturnType<typeof signedIn>>
let web: Web
let officer: Person
let liaison: Person
const TODAY = mustDate('2015-09-30')
const states =
  playedDays('2015')
    .filter(({ today }) => today <= '2015-09-30')
    .at(-1)?.states ?? []
const UNIT = states[0]?.setup.leadUnit ?? ''
const dated = (unit?: string) =>
  states
    .filter(({ setup }) => unit === undefined || setup.leadUnit === unit)
    .flatMap(({ obligations }) => obligations.filter(({ dueOn }) => dueOn !== null))

beforeAll(async () => {
  web = await openWeb()
  const bodies: readonly PlanFactBody[] = [
    { kind: 'imported', title: '方案', document: 'd', measures: 73, conditions: [], offices: ['督查室'] },
    {
      ...{ kind: 'planStarted', clock: { kind: 'stepped', at: steppedAt(TODAY) } },
      ...{ startOn: mustDate('2015-07-01'), acceptedReview: [] },
    },
  ]
  const by = { at: at(TODAY, '09:00'), actor: { role: 'office', unit: '督查室' } as const }
  await writePlanFacts(
    web.db,
    'p',
    bodies.map((body, i) => planFact({ seq: 1 + i }, body, { ...by, actId: `a${i}` })),
  )
  await writing(web.db, async (tx) => {
    for (const state of states)
      await writeMeasure(tx, workflowIdOf('p', state.setup.no), {
        ...state,
        setup: { ...state.setup, planId: 'p' },
      })
  })
  officer = await signedIn(web, 'wangwu', ['office', '督查室'])
  liaison = await signedIn(web, 'zhangsan', ['unit', UNIT])
})
afterAll(() => web.close())

const open = (path: string, headers: Record<string, string> = {}) =>
  web.app.request(`http://${HOST}${path}`, { headers: { host: HOST, ...headers } })
const make = async (who: Person, body: object) => {
  const answer = await who.send('/api/v1/me/feeds', {
    ...{ method: 'POST', body: JSON.stringify({ name: '甲', ...body }) },
    headers: { 'content-type': 'application/json' },
  })
  return {
    status: answer.status,
    ...((await answer.json()) as { id: string; token: string; ics: string; atom: string }),
  }
}
/** Lines of a calendar, the folded ones whole again (RFC 5545, 3.1). */
const unfolded = (text: string) => text.replace(/\r\n[ \t]/g, '').split('\r\n')

describe('a calendar of due dates', () => {
  it('has every dated obligation that its person reads, as whole days, under names that stay', async () => {
    const { ics } = await make(officer, {})
    const answer = await open(ics)
    expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'text/calendar; charset=utf-8'])
    const text = await answer.text()
    for (const line of text.split('\r\n')) expect(Buffer.byteLength(line)).toBeLessThanOrEqual(75)
    const lines = unfolded(text)
    const of = (name: string) =>
      lines.filter((line) => line.startsWith(name)).map((line) => line.slice(name.length))
    expect(of('UID:').sort()).toEqual(
      dated()
        .map(({ id }) => `${id}@p`)
        .sort(),
    )
    expect(of('DTSTART;VALUE=DATE:').sort()).toEqual(
      dated()
        .map(({ dueOn }) => dueOn?.replaceAll('-', '') ?? '')
        .sort(),
    )
    expect(lines.filter((line) => /^DT(START|END)(?!;VALUE=DATE)/.test(line))).toEqual([])
    expect(of('SEQUENCE:').every((n) => /^[1-9]\d*$/.test(n))).toBe(true)
    expect(text).not.toContain('VALARM')
    expect(text).toContain('演练')
  })

  it('of a unit has that unit’s alone; another’s cannot be made by its liaison', async () => {
    const { ics } = await make(liaison, { unit: UNIT })
    const text = await (await open(ics)).text()
    expect(text.match(/BEGIN:VEVENT/g)?.length).toBeGreaterThanOrEqual(dated(UNIT).length)
    expect(text.match(/BEGIN:VEVENT/g)?.length).toBeLessThan(dated().length)
    const other = states.find(({ setup }) => setup.leadUnit !== UNIT)?.setup.leadUnit
    expect((await make(liaison, { unit: other })).status).toBe(404)
    expect((await make(officer, { unit: other, plan: 'p' })).status).toBe(201)
  })

  it('is the same in every time zone, and what will not be stays and says so', () => {
    const event = {
      uid: 'a@p',
      on: mustDate('2015-07-31'),
      summary: '甲',
      text: '',
      sequence: 3,
      changedAt: '2015-07-01T00:00:00Z',
    }
    const zone = process.env.TZ
    const made = ['UTC', 'Asia/Shanghai', 'America/Los_Angeles', 'Pacific/Kiritimati', 'Pacific/Midway'].map(
      (tz) => {
        process.env.TZ = tz
        return icsOf('甲', [{ ...event, cancelled: true }])
      },
    )
    if (zone === undefined) delete process.env.TZ
    else process.env.TZ = zone
    expect(new Set(made).size).toBe(1)
    expect(made[0]).toContain('DTSTART;VALUE=DATE:20150731')
    expect(made[0]).toContain('STATUS:CANCELLED')
    expect(made[0]).toContain('SEQUENCE:3')
  })
})

describe('a feed of changes', () => {
  it('tells what the ledger says, and is asked for by its tag', async () => {
    const { atom } = await make(officer, {})
    const answer = await open(atom)
    const text = await answer.text()
    expect(answer.headers.get('content-type')).toContain('application/atom+xml')
    expect(text).toContain('urn:duban:ledger:p:')
    const tag = answer.headers.get('etag') ?? ''
    expect((await open(atom, { 'if-none-match': tag })).status).toBe(304)
    expect((await open(atom)).headers.get('etag')).toBe(tag)
  })
})

describe('an address', () => {
  it('is a key: kept as a hash, without cookie, ended when it is revoked or its person is gone', async () => {
    const { id, ics, token } = await make(officer, {})
    expect(JSON.stringify(await web.db.selectFrom('feeds').selectAll().execute())).not.toContain(token)
    const answer = await open(ics)
    expect([answer.headers.getSetCookie(), answer.headers.get('referrer-policy')]).toEqual([
      [],
      'no-referrer',
    ])
    expect((await open(`/ics/${'a'.repeat(43)}.ics`)).status).toBe(404)
    expect((await open(`/ics/${token}.atom`)).status).toBe(404)
    expect((await liaison.send(`/api/v1/me/feeds/${id}`, { method: 'DELETE' })).status).toBe(404)
    expect((await officer.send(`/api/v1/me/feeds/${id}`, { method: 'DELETE' })).status).toBe(200)
    expect((await open(ics)).status).toBe(404)
    const gone = await signedIn(web, 'lisi', ['unit', UNIT])
    const own = await make(gone, {})
    expect((await open(own.ics)).status).toBe(200)
    expect((await forgetPerson(web.db, 'lisi', OPERATOR)).ok).toBe(true)
    expect((await open(own.ics)).status).toBe(404)
  })

  it('is made and ended on its page', async () => {
    const made = await officer.post('/me/feeds', { unit: '', name: '我的' })
    const page = await made.text()
    const [, path = ''] = /(\/ics\/[\w-]{43}\.ics)/.exec(page) ?? []
    expect((await open(path)).status).toBe(200)
    const list = await (await officer.get('/me/feeds')).text()
    expect(list).not.toContain(path)
    const [, action = ''] = /action="(\/me\/feeds\/f-[0-9a-f]+)"/.exec(list) ?? []
    expect((await officer.post(action, {})).status).toBe(303)
  })
})
