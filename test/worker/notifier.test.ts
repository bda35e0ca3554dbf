import { mkdtempSync, rmSync } from 'node:fs'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import type { PlanClock } from '../../domain/calendar/clock.ts'
import { mustDate } from '../../domain/calendar/date.ts'
import { type PlanTime, toEpochMs } from '../../domain/calendar/time.ts'
import { planFact } from '../../domain/events/facts.ts'
import { newPlan } from '../../domain/events/life.ts'
import { type Db, openRecords } from '../../records/open.ts'
import { notices } from '../../records/read.ts'
import { writeFacts } from '../../records/write.ts'
import { writePlanFacts } from '../../records/write-plan.ts'
import { Notifier, type NotifierOptions, notifierOptions } from '../../worker/notifier.ts'
import { calendar, ignored, noon, OFFICE } from '../supervision/support.ts'

let folder: string
let db: Db
let url: string
let answer: (request: IncomingMessage, response: ServerResponse, times: number) => void
const got: string[] = []
const bodies: { measure: string; runsAs?: string; subject: string }[] = []
const server = createServer((request, response) => {
  let body = ''
  request.on('data', (chunk) => {
    body += chunk
  })
  request.on('end', () => {
    const { key } = JSON.parse(body)
    bodies.push(JSON.parse(body))
    expect(request.headers['idempotency-key']).toBe(encodeURIComponent(key))
    got.push(key)
    answer(request, response, got.filter((k) => k === key).length)
  })
})
const silent = { warn: () => undefined }
const ok = (_: IncomingMessage, response: ServerResponse) => void response.writeHead(204).end()

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'duban-notifier-'))
  db = await openRecords(join(folder, 'records.sqlite'))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`
  got.length = 0
  bodies.length = 0
  answer = ok
  const { id, facts } = ignored()
  await writeFacts(db, id, facts)
})
afterEach(async () => {
  await db.destroy()
  server.closeAllConnections()
  await new Promise((resolve) => server.close(resolve))
  rmSync(folder, { recursive: true, force: true })
})

/** Real time at a Shanghai wall clock, on real calendars. */
const worldAt = (time: string) => ({ now: () => toEpochMs(time as PlanTime), calendar: () => calendar })
const notifier = (more: Partial<NotifierOptions> = {}, world = { now: Date.now, calendar: () => calendar }) =>
  new Notifier({ url, timeoutMs: 10_000, rehearsals: true, ...more }, db, silent, world)
const unsent = async () => (await notices(db, 'p')).filter((n) => n.sentAt === null).map((n) => n.key)
/** Rounds until nothing is left, at most a few seconds. */
async function sendAll(sender: Notifier): Promise<void> {
  for (let i = 0; i < 100 && (await unsent()).length > 0; i += 1) {
    await sender.round()
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
}

/** The outbox as that of a plan on this clock. */
async function start(clock: PlanClock): Promise<void> {
  const now = noon('2015-07-01')
  const by = { at: now, actor: OFFICE, actId: null }
  const begun = { kind: 'planStarted', clock, startOn: mustDate('2015-07-01'), acceptedReview: [] } as const
  await db.deleteFrom('plans').execute()
  await db.updateTable('outbox').set({ plan_id: clock.kind }).execute()
  await writePlanFacts(db, clock.kind, [planFact(newPlan(clock.kind), begun, by)])
}

it('every notice is sent once, by two senders side by side as by one', async () => {
  const [a, b] = [notifier(), notifier()]
  await Promise.all([sendAll(a), sendAll(b)])
  const keys = (await notices(db, 'p')).map((n) => n.key)
  expect(keys.length).toBeGreaterThan(5)
  expect([...got].sort()).toEqual([...keys].sort())
})

it('after an amendment that renumbers a notice goes out under the number that the text prints, beside the one it runs under', async () => {
  const plan = { ...newPlan('p'), phase: 'running', numbers: { '2.1': '1.1' } } as const
  const row = {
    id: 'p',
    title: '',
    phase: 'running',
    next_seq: 1,
    state: JSON.stringify(plan),
    updated_at: '',
  }
  await db.insertInto('plans').values(row).execute()
  // In the morning of a working day: at night a plan without a clock of its own is quiet.
  await sendAll(notifier({}, worldAt('2026-11-30T10:00')))
  expect(bodies.length).toBeGreaterThan(5)
  for (const { measure, runsAs, subject } of bodies) {
    expect([measure, runsAs]).toEqual(['2.1', '1.1'])
    expect(subject).toContain('1.1/2015-07（现 2.1）')
  }
})

it('what was not taken is tried again under the same key: an error, a refusal for now, an answer that never came', async () => {
  const hanging: ServerResponse[] = []
  answer = (request, response, times) => {
    const kind = got.indexOf(decodeURIComponent(`${request.headers['idempotency-key']}`)) % 3
    if (times > 1) ok(request, response)
    else if (kind === 0) response.writeHead(500).end()
    else if (kind === 1) response.writeHead(429, { 'retry-after': '1' }).end()
    else hanging.push(response)
  }
  await sendAll(notifier({ timeoutMs: 2000 }))
  expect(await unsent()).toEqual([])
  const keys = (await notices(db, 'p')).map((n) => n.key)
  expect([...got].sort()).toEqual([...keys, ...keys].sort())
  for (const response of hanging) response.destroy()
})

it('a refusal for now is respected: nothing is sent again before the time the receiver asked for', async () => {
  answer = (_, response) => void response.writeHead(429, { 'retry-after': '60' }).end()
  const sender = notifier()
  await sender.round()
  await sender.round()
  const asked = got.length
  await sender.round()
  expect(got.length).toBe(asked)
  expect(new Set(got).size).toBe(asked)
})

it('notices of a plan on a stepped clock (演练) reach nobody unless that is asked for; those of a real plan do', async () => {
  await start({ kind: 'stepped', at: noon('2015-07-01') })
  await notifier({ rehearsals: false }).round()
  expect(got).toEqual([])
  await start({ kind: 'wall' })
  await notifier({ rehearsals: false }, worldAt('2015-07-01T10:00')).round()
  expect(got.length).toBeGreaterThan(0)
})

it('in quiet times of a real plan only red slips go out; the rest when they are over', async () => {
  await start({ kind: 'wall' })
  const all = await notices(db, 'wall')
  const red = all.filter((n) => n.level === 'red').map((n) => n.key)
  expect(red.length).toBe(1)
  const sendAt = async (time: string) => {
    const sender = notifier({ rehearsals: false }, worldAt(time))
    while ((await sender.round()) > 0);
    return [...got].sort()
  }
  expect(await sendAt('2015-10-17T12:00')).toEqual(red) // Saturday
  expect(await sendAt('2015-10-16T20:00')).toEqual(red) // Friday night
  expect(await sendAt('2015-10-19T07:59')).toEqual(red) // Monday, too early
  expect(await sendAt('2015-10-10T08:00')).toEqual(all.map((n) => n.key).sort()) // Saturday, 调休上班
})

it('settings that cannot be used are refused', () => {
  expect(notifierOptions({})).toBeNull()
  expect(() => notifierOptions({ DUBAN_NOTIFY_URL: 'ftp://a' })).toThrow('DUBAN_NOTIFY_URL')
  expect(() => notifierOptions({ DUBAN_NOTIFY_URL: 'http://a', DUBAN_NOTIFY_TIMEOUT: 'x' })).toThrow(
    'DUBAN_NOTIFY_TIMEOUT',
  )
  expect(notifierOptions({ DUBAN_NOTIFY_URL: 'http://a/b' })).toMatchObject({
    timeoutMs: 10_000,
    rehearsals: false,
  })
})

it('user and password of the gateway’s address go into a header, and into no error that is kept', async () => {
  const asked: (string | undefined)[] = []
  answer = (request, response) => {
    asked.push(request.headers.authorization)
    ok(request, response)
  }
  const withLogin = (to: string, token?: string) =>
    notifierOptions({ DUBAN_NOTIFY_URL: to, DUBAN_NOTIFY_TOKEN: token }) as NotifierOptions
  const at = new URL(url)
  const login = withLogin(`http://office:geh%40im-9@127.0.0.1:${at.port}/n`)
  expect(login.url).toBe(`http://127.0.0.1:${at.port}/n`)
  await sendAll(notifier({ ...login, rehearsals: true }))
  expect(new Set(asked)).toEqual(new Set([`Basic ${Buffer.from('office:geh@im-9').toString('base64')}`]))
  expect(withLogin('http://a:b@c/', 'token-of-gateway').authorization).toBe('Bearer token-of-gateway')
})

it('what a gateway that does not answer leaves in the outbox names no secret', async () => {
  const gone = `http://127.0.0.1:1/n?key=geheim-123456`
  const options = { url: gone, authorization: 'Bearer geheim-token-99', timeoutMs: 2000 }
  await notifier(options).round()
  const errors = (await db.selectFrom('outbox').select('last_error').execute()).map((row) => row.last_error)
  expect(errors.filter((error) => error !== null).length).toBeGreaterThan(0)
  expect(errors.join(' ')).not.toMatch(/geheim/)
})

it('a gateway that sends on to another address is not followed: nothing is told to that one, and nothing counts as sent', async () => {
  const strays: string[] = []
  const other = createServer((request, response) => {
    strays.push(request.url ?? '')
    response.writeHead(204).end()
  })
  await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve))
  for (const status of [301, 302, 307, 308]) {
    const location = `http://127.0.0.1:${(other.address() as AddressInfo).port}/elsewhere`
    answer = (_, response) => void response.writeHead(status, { location }).end()
    await notifier().round()
  }
  expect(strays).toEqual([])
  expect(got.length).toBeGreaterThan(0)
  expect((await notices(db, 'p')).filter((n) => n.sentAt !== null)).toEqual([])
  await new Promise((resolve) => other.close(resolve))
})

it('an answer without an end is cut, and the notice counts by its status', async () => {
  let written = 0
  answer = (_, response) => {
    response.writeHead(200, { 'content-type': 'text/plain' })
    const chunk = 'x'.repeat(64 * 1024)
    const more = () => {
      while (!response.destroyed && written < 512 * 1024 * 1024) {
        written += chunk.length
        if (!response.write(chunk)) return void response.once('drain', more)
      }
    }
    more()
  }
  const before = process.memoryUsage().rss
  await notifier({ timeoutMs: 20_000 }).round()
  expect((await notices(db, 'p')).filter((n) => n.sentAt !== null).length).toBeGreaterThan(0)
  expect(written).toBeLessThan(100 * 1024 * 1024)
  expect(process.memoryUsage().rss - before).toBeLessThan(150 * 1024 * 1024)
})
