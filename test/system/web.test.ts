import { createHash, randomUUID } from 'node:crypto'
import { defaultPayloadConverter } from '@temporalio/common'
import { describe, expect, it } from 'vitest'
import { OPERATOR } from '../../accounts/people.ts'
import { ensureSealKey, sealed } from '../../accounts/seal.ts'
import { makeToken } from '../../accounts/tokens.ts'
import { importPlan } from '../../client/use/import-plan.ts'
import type { Actor } from '../../domain/basics/actor.ts'
import { auditLines } from '../../records/accounts/audit.ts'
import { factsOf, workflowIdOf } from '../../records/read.ts'
import { whoActed } from '../../records/who-acted.ts'
import { HOST } from '../web/support.ts'
import { keepGolden } from './support/golden.ts'
import {
  duban,
  id,
  leader,
  liaison,
  observer,
  office,
  officer,
  other,
  plan,
  read,
  say,
  second,
  submission,
  v1,
  web,
} from './support/web.ts'

describe('the interface lets each do what his role and unit may, and the ledger names who did it', () => {
  it('an act of a signed-in liaison happens once under its key, and is told by his name', async () => {
    const key = randomUUID()
    const first = await say(liaison, `${v1}/measures/1.1/acts`, submission, key)
    expect([first.status, first.json.already, first.json.as]).toEqual([
      200,
      false,
      { role: 'unit', unit: '市甲局' },
    ])
    const again = await say(liaison, `${v1}/measures/1.1/acts`, submission, key)
    expect([again.status, again.json.already]).toEqual([200, true])
    const changed = await say(liaison, `${v1}/measures/1.1/acts`, { ...submission, note: '又及' }, key)
    expect([changed.status, changed.json.code]).toEqual([422, 'KEY_REUSED'])
    const { json } = await read(officer, `${v1}/measures/1.1/history`)
    const told = json.items.filter(({ kind }: { kind: string }) => kind === 'submitted')
    expect(told).toHaveLength(1)
    expect(told[0]).toMatchObject({ who: 'zhangsan的姓名（市甲局）', via: 'session' })
  })

  it('nobody accepts what he or his unit submitted, whatever other hat he has; another office user does', async () => {
    for (const [who, code] of [
      [second, 'OWN_EVIDENCE'],
      [liaison, 'OWN_EVIDENCE'],
      [other, 'MEASURE_NOT_FOUND'],
      [leader, 'NOT_OFFICE'],
      [observer, 'FORBIDDEN_ACT'],
    ] as const) {
      const refused = await say(who, `${v1}/measures/1.1/acts`, { type: 'accept', note: null })
      expect(refused.json.code).toBe(code)
      expect(refused.status).toBe(code === 'MEASURE_NOT_FOUND' ? 404 : 403)
    }
    // Neither by a token that leaves his unit behind.
    const narrow = await makeToken(
      duban.db,
      second?.id ?? '',
      { name: 'OA', scopes: ['act', 'read'], units: ['督查室'], days: 1 },
      OPERATOR,
    )
    if (!narrow.ok) throw new Error('no token')
    const tried = await web.app.request(`http://${HOST}${v1}/measures/1.1/acts`, {
      method: 'POST',
      body: JSON.stringify({ type: 'accept', grade: '优' }),
      headers: {
        ...{ host: HOST, authorization: `Bearer ${narrow.value.token}` },
        ...{ 'content-type': 'application/json', 'idempotency-key': randomUUID() },
      },
    })
    expect(tried.status).toBe(403)
    const dry = await say(officer, `${v1}/measures/1.1/acts`, { type: 'accept', dryRun: true })
    expect(dry.json).toMatchObject({ dryRun: true, as: { role: 'office', unit: '督查室' } })
    const done = await say(officer, `${v1}/measures/1.1/acts`, { type: 'accept', grade: '优' })
    expect(done.status).toBe(200)
    expect((await read(officer, `${v1}/measures/1.1`)).json.state).toBe('completed')
  })

  it('an update that was not sealed is recorded on the operator’s word, whoever it says that it is', async () => {
    const me = { role: 'unit', unit: '市甲局', userId: liaison?.id, via: 'session' } as const
    const acts = [
      { actId: randomUUID(), seal: undefined },
      { actId: randomUUID(), seal: 'f'.repeat(64) },
      {
        actId: randomUUID(),
        seal: sealed(
          ensureSealKey(office.dataDir),
          me,
          { planId: id, no: '2.1', actId: 'another' },
          { type: 'progress', obligationId: '2.1/2015-07' },
        ).seal,
      },
    ]
    for (const [i, { actId, seal }] of acts.entries())
      await office.client.workflow.getHandle(workflowIdOf(id, '2.1')).executeUpdate('反馈进展', {
        args: [
          {
            act: {
              type: 'progress',
              actId,
              actor: { ...me, seal },
              obligationId: '2.1/2015-07',
              percent: i + 1,
              text: '冒名',
            },
            at: duban.now(await duban.plan(id)),
          },
        ],
      })
    const told = (await whoActed(duban.db, workflowIdOf(id, '2.1'))).filter(
      ({ actor }) => actor.role === 'unit',
    )
    expect(told).toHaveLength(3)
    for (const { actor } of told) expect(actor).toEqual({ role: 'unit', unit: '市甲局', via: 'cli' })
    // Neither does what is kept of it name anybody: not the fact, and not the state that follows from it.
    const facts = (await factsOf(duban.db, workflowIdOf(id, '2.1'))).filter(
      ({ kind }) => kind === 'progressed',
    )
    expect(facts.map(({ actor }) => actor)).toEqual(told.map(() => ({ role: 'unit', unit: '市甲局' })))
    expect(JSON.stringify(facts)).not.toContain(liaison?.id)
    await keepGolden(office.client, 'seals-2.1', workflowIdOf(id, '2.1'))
    const honest = await say(liaison, `${v1}/measures/2.1/acts`, {
      type: 'progress',
      percent: 50,
      obligation: '2.1/2015-07',
      text: '过半',
    })
    expect(honest.status).toBe(200)
    const last = (await whoActed(duban.db, workflowIdOf(id, '2.1'))).at(-1)
    const { nameHash, ...actor } = last?.actor ?? {}
    expect(actor).toEqual({ role: 'unit', unit: '市甲局', userId: liaison?.id, via: 'session' })
    expect(nameHash).toMatch(/^[0-9a-f]{64}$/)
  })

  it('a seal caught on its way or in a history asks nothing else: no other measure, act, obligation or id', async () => {
    const facts = await factsOf(duban.db, workflowIdOf(id, '2.1'))
    const { actId, actor: kept } = facts.at(-1) ?? {}
    const { events } = await office.client.workflow.getHandle(workflowIdOf(id, '2.1')).fetchHistory()
    const said = (events ?? []).flatMap(({ workflowExecutionUpdateAcceptedEventAttributes: one }) =>
      (one?.acceptedRequest?.input?.args?.payloads ?? []).map(
        (payload) => defaultPayloadConverter.fromPayload(payload) as { act: { actId: string; actor: Actor } },
      ),
    )
    const sent = said.find(({ act }) => act.actId === actId)?.act.actor
    expect([sent?.userId, kept?.userId]).toEqual([liaison?.id, liaison?.id])
    expect(sent?.seal).not.toBe(kept?.seal)
    const at = duban.now(await duban.plan(id))
    const progress = { type: 'progress', percent: 7, text: '冒名' }
    for (const actor of [sent, kept])
      for (const [no, name, forged] of [
        ['1.1', '反馈进展', { ...progress, actId, obligationId: null }],
        ['1.1', '反馈进展', { ...progress, actId: `${actId}-1.1`, obligationId: null }],
        ['2.1', '反馈进展', { ...progress, actId: `${actId}-2.1`, obligationId: '2.1/2015-07' }],
        ['2.1', '反馈进展', { ...progress, actId: randomUUID(), obligationId: '2.1/2015-07' }],
        ['2.1', '签收', { type: 'acknowledge', actId: `${actId}-2.1`, note: null }],
      ] as const) {
        const before = (await whoActed(duban.db, workflowIdOf(id, no))).length
        await office.client.workflow
          .getHandle(workflowIdOf(id, no))
          .executeUpdate(name, { args: [{ act: { ...forged, actor }, at }] })
          .catch(() => undefined)
        const told = (await whoActed(duban.db, workflowIdOf(id, no))).slice(before)
        for (const one of told) expect(one.actor.userId).toBeUndefined()
      }
    const named = (await whoActed(duban.db, workflowIdOf(id, '2.1'))).filter(({ actor }) => actor.userId)
    expect(named).toHaveLength(1)
  })

  it('an event reported by the office wakes what waits; a liaison’s report is refused', async () => {
    const event = { condition: '省出台丙办法', effectiveOn: '2015-07-15' }
    const refused = await say(other, `${v1}/events`, event)
    expect([refused.status, refused.json.code]).toEqual([403, 'NOT_OFFICE'])
    const key = randomUUID()
    // What was refused has not happened, and leaves its key free.
    const bad = await say(officer, `${v1}/events/no-such/revoke`, { reason: null }, key)
    expect(bad.status).toBeGreaterThanOrEqual(400)
    const done = await say(officer, `${v1}/events`, event, key)
    expect([done.status, done.json.woke]).toEqual([200, ['3.1']])
    expect((await say(officer, `${v1}/events`, event, key)).json.already).toBe(true)
    // Another event under it would be lost without a word.
    const elsewhere = await say(officer, `${v1}/events`, { ...event, effectiveOn: '2015-07-16' }, key)
    expect([elsewhere.status, elsewhere.json.code]).toEqual([422, 'KEY_REUSED'])
    const stranger = await say(second, `${v1}/events`, event, key)
    expect([stranger.status, stranger.json.code]).toEqual([422, 'KEY_REUSED'])
    expect((await whoActed(duban.db, id)).at(-1)?.actor).toMatchObject({
      userId: officer?.id,
      via: 'session',
    })
  })

  it('what may be left out and is given as null was left out, at every depth', async () => {
    const planned = {
      condition: '省出台丙办法',
      expectedOn: '2015-09-01',
      dueOn: null,
      title: null,
      document: null,
    }
    const body = { ...planned, measures: null, units: null }
    expect((await say(officer, `${v1}/planned`, { ...body, expectedOn: '2015-02-30' })).status).toBe(422)
    const done = await say(officer, `${v1}/planned`, body)
    // It came to the plan, which has been told of the event already.
    expect([done.status, done.json.code]).toEqual([409, 'EVENT_ALREADY_REPORTED'])
    await importPlan(duban, `${id}-null`, plan)
    const start = { clock: null, startOn: null, baseline: { mode: 'as-is', dueOn: null, items: null } }
    const tried = await say(officer, `${v1}-null/start`, { ...start, dryRun: true })
    expect([tried.status, tried.json.already]).toEqual([200, false])
    expect(tried.json.past.length).toBeGreaterThan(0)
  })

  it('evidence is uploaded as it is and given out as a download, to those alone who may read the measure', async () => {
    const page = Buffer.from('<script>alert(1)</script> 佐证')
    const bytes = Buffer.from('第一季度完成情况 佐证')
    const sent = await liaison?.send('/api/v1/blobs', { method: 'PUT', body: page })
    const bad = { ...((await sent?.json()) as { sha256: string; bytes: number }), name: '情况说明.txt' }
    const put = await liaison?.send('/api/v1/blobs', { method: 'PUT', body: bytes })
    const kept = (await put?.json()) as { sha256: string; bytes: number }
    expect(kept).toEqual({ sha256: createHash('sha256').update(bytes).digest('hex'), bytes: bytes.length })
    const file = { sha256: kept.sha256, bytes: kept.bytes, name: '情况"说明.txt' }
    const body = { ...submission, urls: [], files: [file], obligation: '2.1/2015-07' }
    // What a browser would run is no evidence, whatever its name.
    for (const name of ['情况说明.txt', '情况说明.html'])
      expect(
        (
          await say(liaison, `${v1}/measures/2.1/acts`, {
            ...{ ...submission, urls: [], obligation: '2.1/2015-07' },
            files: [{ ...bad, name }],
          })
        ).json.code,
      ).toBe('FILE_TYPE')
    const lost = { ...file, sha256: 'a'.repeat(64) }
    expect((await say(liaison, `${v1}/measures/2.1/acts`, { ...body, files: [lost] })).json.code).toBe(
      'FILE_UNKNOWN',
    )
    expect((await say(liaison, `${v1}/measures/2.1/acts`, body)).json).toMatchObject({ already: false })
    const given = await officer?.get(`${v1}/measures/2.1/files/${kept.sha256}`)
    expect(given?.headers.get('content-disposition')).toMatch(
      /^attachment; filename="[^"\\]*"; filename\*=UTF-8''/,
    )
    expect(given?.headers.get('content-security-policy')).toBe("default-src 'none'; sandbox")
    expect(given?.headers.get('content-type')).toBe('application/octet-stream')
    expect(Buffer.from((await given?.arrayBuffer()) ?? new ArrayBuffer(0)).equals(bytes)).toBe(true)
    expect((await other?.get(`${v1}/measures/2.1/files/${kept.sha256}`))?.status).toBe(404)
    expect((await officer?.get(`${v1}/measures/1.1/files/${kept.sha256}`))?.status).toBe(404)
    const empty = await liaison?.send('/api/v1/blobs', { method: 'PUT', body: Buffer.alloc(0) })
    expect(empty?.status).toBe(422)
  })

  it('a token does what its scopes let it, until it is revoked by its account', async () => {
    const made = await makeToken(
      duban.db,
      liaison?.id ?? '',
      { name: 'OA', scopes: ['read'], units: [], days: 30 },
      OPERATOR,
    )
    if (!made.ok) throw new Error('no token')
    const ask = (path: string, init: RequestInit = {}) =>
      web.app.request(`http://${HOST}${path}`, {
        ...init,
        headers: { host: HOST, authorization: `Bearer ${made.value.token}`, ...(init.headers as object) },
      })
    expect((await ask(`${v1}/measures`)).status).toBe(200)
    const acting = await ask(`${v1}/measures/2.1/acts`, {
      method: 'POST',
      body: JSON.stringify({ type: 'progress', percent: 60, text: '…' }),
      headers: { 'content-type': 'application/json', 'idempotency-key': randomUUID() },
    })
    expect([acting.status, ((await acting.json()) as { code: string }).code]).toEqual([403, 'SCOPE_MISSING'])
    const wrong = await web.app.request(`http://${HOST}${v1}`, {
      headers: { host: HOST, authorization: `Bearer ${made.value.token.slice(0, -1)}x` },
    })
    expect(wrong.status).toBe(401)
  })
})

it('refusals and acts are in the audit log, by account', async () => {
  const lines = (await auditLines(duban.db, 500)).filter(({ what }) => what === 'act')
  expect(lines.some(({ user_id, outcome }) => user_id === second?.id && outcome === 'refused')).toBe(true)
  expect(lines.some(({ user_id, outcome }) => user_id === officer?.id && outcome === 'ok')).toBe(true)
})
