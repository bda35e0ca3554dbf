import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Role } from '../../accounts/roles.ts'
import { checkRecords } from '../../client/cli/verbs/records.ts'
import type { Office as ClientOffice } from '../../client/office.ts'
import { RefusedError } from '../../client/refusal.ts'
import { type Doors, rehearse } from '../../client/use/rehearse.ts'
import { loadCalendar } from '../../documents/calendars/load.ts'
import { loadScript } from '../../documents/files/script.ts'
import type { Actor } from '../../domain/basics/actor.ts'
import { measuresOf } from '../../domain/plan/plan.ts'
import { ledger, measureStates, workflowIdOf } from '../../records/read.ts'
import { whoActed } from '../../records/who-acted.ts'
import { comparable, playThrough } from '../play-through.ts'
import { signedIn } from '../web/support.ts'
import { type Office, openOffice, planId, seedPlan } from './support/office.ts'
import { webOver } from './support/web-over.ts'

type Person = Awaited<ReturnType<typeof signedIn>>
const script = loadScript(fileURLToPath(new URL('../../seeds/rehearsals/2015.json', import.meta.url)))
const DOCUMENT = fileURLToPath(new URL('../../seeds/documents/mz2015.txt', import.meta.url))
const id = planId('api')
const v1 = `/api/v1/plans/${id}`

let office: Office
let duban: ClientOffice
const people = new Map<string, Person>()
const keyOf = ({ role, unit }: Pick<Actor, 'role' | 'unit'>) => `${role} ${unit}`
const OFFICER = keyOf({ role: 'office', unit: script.office })
const LEADER = keyOf({ role: 'leader', unit: '市政府' })

/** The key of an act: a UUID that its scripted id decides, so that a day played twice does it once. */
const uuidOf = (actId: string): string => {
  const hex = createHash('sha256').update(actId).digest('hex')
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20, 32)].join(
    '-',
  )
}

/** One request of a person; what is refused is thrown as the refusal it is. */
async function ask(person: Person | undefined, method: string, path: string, body?: unknown, key?: string) {
  const answer = await person?.send(path, {
    method,
    ...(body === undefined ? {} : { body: Buffer.isBuffer(body) ? body : JSON.stringify(body) }),
    headers: {
      ...(Buffer.isBuffer(body) ? {} : { 'content-type': 'application/json' }),
      ...(key === undefined ? {} : { 'idempotency-key': uuidOf(key) }),
    },
  })
  const json = (await answer?.json()) as Record<string, never>
  if (answer?.ok) return json
  const {
    code,
    detail: message,
    remedy,
  } = json as unknown as { code: string; detail: string; remedy: string }
  throw new RefusedError({ code, message, remedy })
}

interface Said {
  readonly actId: string
  readonly actor: Actor
  readonly obligationId?: string | null
  readonly eventId?: string
}

/** A rehearsal's doors that lead through the interface: each move is made by the person whose it is. */
function throughTheApi(): Doors {
  const officer = () => people.get(OFFICER)
  return {
    advancePlan: (_: unknown, __: string, to: string) =>
      ask(officer(), 'POST', `${v1}/advance`, { to }, `advance ${to}`),
    actOn: (
      _: unknown,
      __: string,
      no: string,
      type: string,
      { actId, actor, obligationId, ...said }: Said,
    ) =>
      ask(
        people.get(keyOf(actor)),
        'POST',
        `${v1}/measures/${no}/acts`,
        { type, sure: true, ...(obligationId == null ? {} : { obligation: obligationId }), ...said },
        actId,
      ),
    reportEvent: (_: unknown, __: string, { actId, actor, ...event }: Said) =>
      ask(people.get(keyOf(actor)), 'POST', `${v1}/events`, event, actId),
    changeEvent: (_: unknown, __: string, type: string, { actId, actor, eventId, ...change }: Said) =>
      ask(people.get(keyOf(actor)), 'POST', `${v1}/events/${eventId}/${type}`, change, actId),
  } as unknown as Doors
}

/** Actors as far as the oracle knows them; who the people were is asked of the ledger. */
const plainly = (value: unknown): unknown =>
  JSON.parse(JSON.stringify(value), (_, one) =>
    typeof one === 'object' && one !== null && 'role' in one && 'unit' in one && 'userId' in one
      ? { role: one.role, unit: one.unit }
      : one,
  )

beforeAll(async () => {
  office = await openOffice()
  const web = await webOver(office)
  duban = web.duban
  const enter = (login: string, ...hats: readonly (readonly [Role, string?])[]) =>
    signedIn(web, login, ...hats)
  people.set(OFFICER, await enter('officer', ['office', script.office]))
  people.set('issuer', await enter('issuer', ['office', script.office], ['issuer']))
  people.set(LEADER, await enter('leader', ['leader', '市政府']))
  people.set('observer', await enter('observer', ['observer']))
  people.set('admin', await enter('admin1', ['admin']))
  const units = measuresOf(seedPlan()).flatMap(({ measure }) => measure.units.map(({ name }) => name))
  // A unit's head acts for it as its liaison does.
  for (const [i, unit] of [...new Set(units)].entries())
    people.set(keyOf({ role: 'unit', unit }), await enter(`unit${i}`, [i % 3 === 0 ? 'head' : 'unit', unit]))
})
afterAll(async () => {
  await duban.close()
  await office.stop()
})

describe('a year of the plan of 2015, lived through the interface alone', () => {
  it('from the upload of the document to its closing, by people of every role; it ends as the oracle says', async () => {
    const officer = people.get(OFFICER)
    const issuer = people.get('issuer')
    const { sha256 } = await ask(officer, 'PUT', '/api/v1/blobs', readFileSync(DOCUMENT))
    const file = { sha256, name: 'mz2015.txt', issuedOn: '2015-07-01' }
    const read = await ask(officer, 'POST', '/api/v1/plans:inspect', file)
    expect(measuresOf(read as never).length).toBe(73)
    const dry = await ask(officer, 'POST', '/api/v1/plans', { id, ...file, dryRun: true })
    expect(dry).toMatchObject({ id, dryRun: true, already: false })
    await expect(ask(officer, 'GET', v1)).rejects.toThrow('没有方案')
    await ask(officer, 'POST', '/api/v1/plans', { id, ...file }, 'import')
    const start = { clock: 'stepped', startOn: script.from, acceptReview: true }
    expect(await ask(officer, 'POST', `${v1}/start`, { ...start, dryRun: true })).toMatchObject({
      started: 0,
    })
    expect(await ask(officer, 'POST', `${v1}/start`, start, 'start')).toMatchObject({ started: 73 })

    const began = Date.now()
    const done = await rehearse(duban, id, script, { doors: throughTheApi() })
    console.log(
      `a year through the interface: ${((Date.now() - began) / 1000).toFixed(1)} s, ${done.acts} acts`,
    )
    expect(done.refusals).toEqual([])
    const oracle = comparable(playThrough(seedPlan(), id, script, loadCalendar()))
    expect(plainly(comparable(await measureStates(duban.db, id)))).toEqual(JSON.parse(JSON.stringify(oracle)))

    for (const who of ['observer', LEADER])
      expect((await ask(people.get(who), 'GET', `${v1}/measures?limit=200`)).count).toBe(73)
    const instruction = { type: 'instruct', leader: '市长', text: '抓紧收尾', dueOn: null }
    for (const [who, code] of [
      ['observer', 'FORBIDDEN_ACT'],
      ['admin', 'PLAN_NOT_FOUND'],
    ] as const)
      await expect(
        ask(people.get(who), 'POST', `${v1}/measures/27.1/acts`, instruction, who),
      ).rejects.toMatchObject({ refusal: { code } })
    expect(await ask(people.get(LEADER), 'POST', `${v1}/measures/27.1/acts`, instruction, 'i')).toMatchObject(
      { already: false, as: { role: 'leader', unit: '市政府' } },
    )
    await expect(ask(people.get('admin'), 'GET', v1)).rejects.toThrow('没有方案')
    const issue = { asOf: '2015-12-31' }
    await expect(ask(officer, 'POST', `${v1}/bulletins`, issue, 'b1')).rejects.toThrow('签发')
    expect(await ask(issuer, 'POST', `${v1}/bulletins`, { ...issue, dryRun: true })).toMatchObject({
      issued: null,
    })
    expect(await ask(issuer, 'POST', `${v1}/bulletins`, issue, 'b1')).toMatchObject({ issued: { number: 1 } })
    expect(await ask(people.get('observer'), 'GET', `${v1}/bulletins/1`)).toMatchObject({ unchanged: true })
    await expect(
      ask(officer, 'POST', `${v1}/close`, { carryTo: null, dueOn: null, reason: null }, 'c'),
    ).rejects.toThrow('签发')
    const closing = { carryTo: null, dueOn: null, reason: '年度结束' }
    const preview = (await ask(issuer, 'POST', `${v1}/close`, { ...closing, dryRun: true })) as {
      items?: unknown[]
    }
    expect(preview.items?.length).toBeGreaterThan(0)
    expect(await ask(issuer, 'POST', `${v1}/close`, closing, 'c')).toMatchObject({ already: false })
    expect(await ask(officer, 'GET', v1)).toMatchObject({ phase: 'closed' })
  })

  it('the ledger names each person for what he did, and nobody else', async () => {
    const states = await measureStates(duban.db, id)
    const kindOf = new Map((await ledger(duban.db, id)).map(({ row, kind }) => [row, kind]))
    const rows = (
      await Promise.all(
        [id, ...states.map(({ setup }) => workflowIdOf(id, setup.no))].map((one) => whoActed(duban.db, one)),
      )
    ).flat()
    const acted = rows.filter(({ actor }) => actor.role !== 'system' && actor.via !== 'signal')
    const [named, unnamed] = [true, false].map((is) =>
      acted.filter(({ actor }) => (actor.userId !== undefined) === is),
    ) as [typeof acted, typeof acted]
    // What an event's arrival brings to a measure is told of the unit; who reported it stands in the plan's ledger.
    expect(new Set(unnamed.map(({ row }) => kindOf.get(row)))).toEqual(new Set(['eventReceived']))
    const who = new Map([...people].map(([key, { id: userId }]) => [userId, key]))
    for (const { actor } of named) {
      expect(actor.via).toBe('session')
      const key = who.get(actor.userId ?? '')
      expect(key === 'issuer' ? OFFICER : key).toBe(keyOf(actor))
    }
    const leads = states
      .filter((s) => s.obligations.some((o) => o.evidence.length > 0))
      .map((s) => keyOf({ role: 'unit', unit: s.setup.leadUnit }))
    expect(new Set(named.map(({ actor }) => who.get(actor.userId ?? '')))).toEqual(
      new Set([OFFICER, 'issuer', LEADER, ...leads]),
    )
    expect(await checkRecords(duban)).toEqual([])
  })
})
