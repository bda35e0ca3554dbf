import { createHmac } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { mustDate } from '../../domain/calendar/date.ts'
import { at, fromEpochMs, toEpochMs } from '../../domain/calendar/time.ts'
import { planFact } from '../../domain/events/facts.ts'
import { newPlan } from '../../domain/events/life.ts'
import type { PlanState } from '../../domain/events/model/state.ts'
import { Sender } from '../../notices/sender.ts'
import { reachOf } from '../../notices/settings.ts'
import { type Db, openRecords } from '../../records/open.ts'
import { sendAgain, sends } from '../../records/sends.ts'
import { writePlanFacts } from '../../records/write-plan.ts'
import { calendar, noon, OFFICE } from '../supervision/support.ts'
import { relay, robots } from './doubles.ts'

let folder: string
let db: Db
let clock: number
let post: Awaited<ReturnType<typeof relay>>
let bots: Awaited<ReturnType<typeof robots>>

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'duban-notices-'))
  db = await openRecords(join(folder, 'records.sqlite'))
  ;[post, bots] = await Promise.all([relay(), robots()])
  const by = { at: noon('2015-07-01'), actor: OFFICE, actId: null }
  const imported = { kind: 'imported', title: '方案', document: 'x', measures: 1, conditions: [] } as const
  await writePlanFacts(db, 'p', [planFact(newPlan('p'), imported, by)])
  const row = await db.selectFrom('plans').select('state').executeTakeFirstOrThrow()
  const state = { ...(JSON.parse(row.state) as PlanState), phase: 'running', clock: { kind: 'wall' } }
  await db
    .updateTable('plans')
    .set({ phase: 'running', state: JSON.stringify(state) })
    .execute()
})
afterEach(async () => {
  await Promise.all([db.destroy(), post.close()])
  bots.close()
  rmSync(folder, { recursive: true, force: true })
})

const time = (day: string, hour: string) => {
  clock = toEpochMs(at(mustDate(day), hour))
}
let count = 0
async function notice(more: object = {}): Promise<string> {
  count += 1
  const row = {
    key: `n${count}`,
    plan_id: 'p',
    no: '1.1',
    obligation_id: '1.1/2015-07',
    kind: 'reminder',
    level: null,
    to_unit: '市甲局',
    to_role: 'liaison',
    subject: `催办 ${count}`,
    body: '请于 2015-07-31 前报送。',
    plan_at: fromEpochMs(clock),
    created_at: new Date(clock).toISOString(),
    sent_at: null,
    ...more,
  }
  await db.insertInto('outbox').values(row).execute()
  return row.key
}

const person = (unit: string, role: string, channel: string, to: string, less = false) => ({
  unit,
  role,
  at: { [channel]: to },
  less,
})
function senderWith(
  people: readonly object[],
  more: readonly object[] = [],
  linkKey: string | null = null,
): Sender {
  const host = `127.0.0.1:${bots.port}`
  const mail = {
    id: 'mail',
    kind: 'mail',
    host: '127.0.0.1',
    port: post.port,
    plain: true,
    from: '督查室 <d@a.cn>',
    timeout: 2,
  }
  const settings = { link: 'https://duban.a.cn/', hosts: [host], channels: [mail, ...more], people }
  const reach = reachOf(JSON.stringify(settings), 'channels.yaml')
  return new Sender(db, reach, {
    now: () => clock,
    calendar: () => calendar,
    rehearsals: false,
    linkKey: () => linkKey,
    log: { warn: () => undefined },
  })
}
const states = async () =>
  (await sends(db, 'p')).map((row) => `${row.notice_key} ${row.recipient} ${row.state}`).sort()
const words = (raw: string): string => {
  const [, body = ''] = raw.split('\r\n\r\n')
  return /base64/i.test(raw) ? Buffer.from(body, 'base64').toString() : body
}

describe('a day’s message', () => {
  it('holds all that a recipient can wait for, once a working day, a quarter after the sending hour', async () => {
    const sender = senderWith([
      person('市甲局', '联络员', 'mail', 'a@a.cn'),
      person('市乙局', '联络员', 'mail', 'b@a.cn'),
    ])
    time('2015-07-24', '09:00')
    for (let i = 0; i < 5; i += 1) await notice()
    await notice({ to_unit: '市乙局', kind: 'request' })
    await sender.round()
    expect(post.taken).toHaveLength(0)
    time('2015-07-24', '09:15')
    await sender.round()
    await sender.round()
    expect(post.taken.map((one) => one.to[0]).sort()).toEqual(['a@a.cn', 'b@a.cn'])
    const text = words(post.taken.find((one) => one.to[0] === 'a@a.cn')?.raw ?? '')
    expect(text).toContain('催办 5')
    expect(text).toContain('https://duban.a.cn/')
    // What comes on Friday after that waits for Monday.
    time('2015-07-24', '17:00')
    await notice()
    await sender.round()
    time('2015-07-26', '12:00')
    await sender.round()
    expect(post.taken).toHaveLength(2)
    time('2015-07-27', '09:16')
    await sender.round()
    expect(post.taken).toHaveLength(3)
    expect(
      (await sends(db, 'p')).every((row) => row.state === 'sent' && row.receipt?.startsWith('250')),
    ).toBe(true)
    expect(await db.selectFrom('outbox').select('key').where('sent_at', 'is', null).execute()).toEqual([])
  })

  it('waits for the wakes of its hour', async () => {
    const sender = senderWith([person('市甲局', '联络员', 'mail', 'a@a.cn')])
    time('2015-07-24', '09:00')
    await notice()
    const wake = {
      workflow_id: 'p-1.1',
      plan_id: 'p',
      no: '1.1',
      ord: 1,
      lead_unit: '市甲局',
      phase: 'open',
      wake_at: '2015-07-24T09:00',
      due_on: null,
      next_seq: 2,
      state: '{}',
    }
    await db.insertInto('measures').values(wake).execute()
    time('2015-07-24', '09:20')
    await sender.round()
    expect(post.taken).toHaveLength(0)
    await notice({ plan_at: '2015-07-24T09:00' })
    await db.updateTable('measures').set({ wake_at: '2015-07-30T09:00' }).execute()
    // What that hour brought late is in it too.
    await sender.round()
    expect(post.taken).toHaveLength(1)
  })

  it('is not waited for by what must be known at once; quiet times hold all but red slips', async () => {
    const sender = senderWith([person('市甲局', '联络员', 'mail', 'a@a.cn')])
    time('2015-07-24', '14:00')
    await notice({ kind: 'returned', subject: '退回重办' })
    await notice({ kind: 'slip', level: 'blue' })
    await sender.round()
    expect(post.taken).toHaveLength(1)
    time('2015-07-24', '23:00')
    await notice({ kind: 'returned' })
    await notice({ kind: 'slip', level: 'red', subject: '红色督办单' })
    await sender.round()
    expect(post.taken).toHaveLength(2)
    expect(words(post.taken[1]?.raw ?? '')).toContain('红色督办单')
  })

  it('may be lessened by who gets it, but no slip is left out; who cannot be found is told of', async () => {
    const sender = senderWith([person('市甲局', '联络员', 'mail', 'a@a.cn', true)])
    time('2015-07-24', '08:00')
    const [less, slip, nobody] = [
      await notice(),
      await notice({ kind: 'slip', level: 'blue' }),
      await notice({ to_unit: '市丙局' }),
    ]
    await sender.round()
    expect(await states()).toEqual(
      [`${less} a@a.cn muted`, `${nobody} 市丙局 dead`, `${slip} a@a.cn pending`].sort(),
    )
    expect((await sends(db, 'p'))[0]).toMatchObject({
      state: 'dead',
      error: expect.stringContaining('名册里没有 市丙局'),
    })
  })

  it('goes to the role that is asked for, to each of several people, once to who has two roles', async () => {
    const sender = senderWith([
      person('市甲局', '联络员', 'mail', 'a@a.cn'),
      person('市甲局', '联络员', 'mail', 'a2@a.cn'),
      person('市甲局', '单位负责人', 'mail', 'head@a.cn'),
      person('市甲局(办公室)', '联络员', 'mail', 'a@a.cn'),
    ])
    time('2015-07-24', '08:00')
    const [one, two] = [await notice(), await notice({ to_role: 'unitHead', kind: 'slip', level: 'orange' })]
    await sender.round()
    expect(await states()).toEqual(
      [`${one} a2@a.cn pending`, `${one} a@a.cn pending`, `${two} head@a.cn pending`].sort(),
    )
  })
})

describe('mail', () => {
  it('a recipient that does not exist is dead for him alone; a deferral is tried again later; a slow relay is no loss', async () => {
    const to = ['gone@a.cn', 'later@a.cn', 'a@a.cn', 'slow@a.cn']
    const sender = senderWith(to.map((one) => person('市甲局', '联络员', 'mail', one)))
    time('2015-07-24', '14:00')
    await notice({ kind: 'returned' })
    await sender.round()
    const rows = () =>
      sends(db, 'p').then((all) => Object.fromEntries(all.map((row) => [row.recipient, row])))
    expect(await rows()).toMatchObject({
      'gone@a.cn': { state: 'dead', error: expect.stringContaining('550') },
      'later@a.cn': { state: 'pending', tries: 1, error: expect.stringContaining('451') },
      'a@a.cn': { state: 'sent' },
      'slow@a.cn': { state: 'pending', tries: 1 },
    })
    for (let i = 0; i < 3; i += 1) {
      clock += 3_600_000
      await sender.round()
    }
    expect((await rows())['later@a.cn']).toMatchObject({ state: 'sent' })
    expect(post.taken.filter((one) => one.to[0] === 'a@a.cn')).toHaveLength(1)
    expect(await sendAgain(db, 'p')).toBe(1)
  }, 60_000)

  it('one that was taken and not noted is sent again under the same Message-ID', async () => {
    const people = [person('市甲局', '联络员', 'mail', 'a@a.cn')]
    time('2015-07-24', '14:00')
    await notice({ kind: 'returned' })
    await senderWith(people).round()
    // As a process leaves it that was killed between the answer and its note.
    await db
      .updateTable('notice_sends')
      .set({ state: 'pending', claim: 'x', claimed_until: new Date(clock + 60_000).toISOString() })
      .execute()
    await senderWith(people).round()
    expect(post.taken).toHaveLength(1)
    clock += 61_000
    await senderWith(people).round()
    expect(post.taken).toHaveLength(2)
    const ids = post.taken.map((one) => /^Message-ID: (.*)$/im.exec(one.raw)?.[1])
    expect(ids[0]).toBeDefined()
    expect(ids[0]).toBe(ids[1])
  })

  it('every message has an id of its own, however long and alike their keys are', async () => {
    const long = 'a-plan-with-a-very-long-name-2015-27.1#00007:returned'
    time('2015-07-24', '14:00')
    for (const n of [1, 2]) await notice({ key: `${long}-${n}`, kind: 'returned' })
    await senderWith(['a@a.cn', 'b@a.cn'].map((to) => person('市甲局', '联络员', 'mail', to))).round()
    const ids = post.taken.map((one) => /^Message-ID: (.*)$/im.exec(one.raw)?.[1])
    expect(new Set(ids).size).toBe(4)
  })

  it('no subject or address brings a line of its own into a message', async () => {
    time('2015-07-24', '14:00')
    await notice({ kind: 'returned', subject: '退回\r\nBcc: x@evil.cn' })
    await senderWith([person('市甲局', '联络员', 'mail', 'a@a.cn')]).round()
    expect(post.taken[0]?.to).toEqual(['a@a.cn'])
    expect(post.taken[0]?.raw.split('\r\n\r\n')[0]).not.toMatch(/^bcc:/im)
  })
})

describe('group robots', () => {
  const robot = (kind: string, secret?: string) => ({
    id: kind,
    kind,
    url: `http://127.0.0.1:${bots.port}/${kind}?key=k1`,
    ...(secret ? { secret } : {}),
  })
  it('get figures and a link, signed as each maker wants it', async () => {
    const kinds = ['wecom', 'dingtalk', 'feishu']
    const sender = senderWith(
      kinds.map((kind) => person('市甲局', '联络员', kind, '群')),
      kinds.map((kind) => robot(kind, 's3cret')),
    )
    time('2015-07-24', '08:00')
    for (let i = 0; i < 3; i += 1) await notice()
    await sender.round()
    time('2015-07-24', '09:15')
    await sender.round()
    expect(bots.got.map((one) => one.kind).sort()).toEqual([...kinds].sort())
    for (const { body } of bots.got) {
      const text = JSON.stringify(body)
      expect(text).toContain('市甲局：催办 3')
      expect(text).toContain('https://duban.a.cn/')
      expect(text).not.toContain('请于')
    }
    const of = (kind: string) => bots.got.find((one) => one.kind === kind)
    const stamp = of('dingtalk')?.query.get('timestamp') ?? ''
    expect(of('dingtalk')?.query.get('sign')).toBe(
      createHmac('sha256', 's3cret').update(`${stamp}\ns3cret`).digest('base64'),
    )
    const { timestamp, sign } = (of('feishu')?.body ?? {}) as { timestamp: string; sign: string }
    expect(timestamp).toMatch(/^\d{10}$/)
    expect(sign).toBe(createHmac('sha256', `${timestamp}\ns3cret`).update('').digest('base64'))
  })

  it.each([
    ['wecom', { errcode: 45009 }, 'pending'],
    ['wecom', { errcode: 93000 }, 'dead'],
    ['wecom', { errcode: -1 }, 'pending'],
    ['dingtalk', { errcode: 130101 }, 'pending'],
    ['dingtalk', { errcode: 310000, errmsg: 'keywords not in content' }, 'dead'],
    ['dingtalk', { errcode: 310000, errmsg: 'sign not match' }, 'dead'],
    ['dingtalk', { errcode: 400102 }, 'dead'],
    ['feishu', { code: 11232 }, 'pending'],
    ['feishu', { code: 9499, msg: 'too many request, frequency limited' }, 'pending'],
    ['feishu', { code: 19021 }, 'dead'],
  ])('%s that answers %o with HTTP 200 leaves it %s', async (kind, answer, state) => {
    const sender = senderWith([person('市甲局', '联络员', kind, '群')], [robot(kind)])
    time('2015-07-24', '14:00')
    await notice({ kind: 'returned' })
    bots.next[kind]?.push(answer)
    await sender.round()
    const [row] = await sends(db, 'p')
    expect(row).toMatchObject({ state })
    expect(row?.error).not.toContain('k1')
    // Only asked for patience: no try is used up, the channel is left in peace, and then it goes through.
    const patience = [45009, 130101, 11232, 9499].includes(
      (answer as { errcode?: number }).errcode ?? (answer as { code?: number }).code ?? 0,
    )
    if (state === 'pending') {
      expect(row?.tries).toBe(patience ? 0 : 1)
      await notice({ kind: 'returned' })
      await sender.round()
      expect(bots.got).toHaveLength(patience ? 0 : 1)
      clock += 600_001
      await sender.round()
      expect(bots.got).toHaveLength(2)
    }
  })

  it('an address that is not the maker’s, or leads on elsewhere, is never called', () => {
    for (const url of [
      'https://evil.cn/x',
      'http://qyapi.weixin.qq.com/cgi-bin/webhook/send',
      'http://169.254.169.254/',
      'x',
    ])
      expect(() => senderWith([], [{ id: 'r', kind: 'wecom', url }])).toThrow(/channels\.yaml 有误：渠道 r/)
    expect(() =>
      senderWith(
        [],
        [{ id: 'r', kind: 'wecom', url: 'https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=1' }],
      ),
    ).not.toThrow()
    expect(() => senderWith([], [{ id: 'r', kind: 'pigeon' }])).toThrow(/kind 应为/)
    expect(() => senderWith([person('市甲局', '联络员', 'nowhere', 'x')])).toThrow(/没有写在 channels 里/)
  })
})
