import { randomUUID } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { actOn } from '../../client/use/act.ts'
import { isOwed } from '../../domain/supervision/obligation.ts'
import { measureState } from '../../records/read.ts'
import { HOST } from '../web/support.ts'
import {
  admin,
  duban,
  id,
  leader,
  liaison,
  observer,
  officer,
  other,
  type Person,
  read,
  say,
  v1,
  web,
} from './support/web.ts'

it('what is waited for is told to whom the page tells it: a unit what its own measures wait for', async () => {
  const all = await read(officer, `${v1}/waiting`)
  expect(all.json.items.map(({ measures }: { measures: string[] }) => measures)).toEqual([['3.1']])
  expect((await read(other, `${v1}/waiting`)).json).toEqual(all.json)
  expect((await read(liaison, `${v1}/waiting`)).json).toEqual({ items: [] })
})

describe('what is read is what one may know of', () => {
  it.each([['/measures', ['1.1', '2.1', '3.1', '4.1'], ['1.1', '2.1'], ['3.1', '4.1']]])(
    'a unit sees the measures it works on, the rest sees all: %s',
    async (path, all, first, rest) => {
      const nos = async (who: Person | undefined) =>
        (await read(who, `${v1}${path}?sort=no`)).json.items.map(({ no }: { no: string }) => no)
      for (const who of [officer, leader, observer]) expect(await nos(who)).toEqual(all)
      expect(await nos(liaison)).toEqual(first)
      expect(await nos(other)).toEqual(rest)
    },
  )

  it.each([
    '',
    '/measures',
    '/measures/1.1',
    '/measures/1.1/history',
    '/notices',
    '/slips',
    '/scores',
    '/waiting',
    '/bulletins',
    '/events',
  ])('an administrator, and nobody, has no business in a plan: %s', async (path) => {
    expect((await read(admin, `${v1}${path}`)).status).toBe(404)
    const nobody = await web.app.request(`http://${HOST}${v1}${path}`, { headers: { host: HOST } })
    expect([nobody.status, nobody.headers.get('content-type')]).toEqual([
      401,
      'application/problem+json; charset=utf-8',
    ])
    expect((await read(officer, `${v1}${path}`)).status).toBe(200)
    expect((await read(officer, `/api/v1/plans/no-such${path}`)).status).toBe(404)
  })

  it('pages of a list follow each other without a gap or a double, and filters narrow it', async () => {
    const seen: string[] = []
    let next = `${v1}/measures?limit=1&sort=due`
    while (next !== '') {
      const answer = await officer?.get(next)
      const page = (await answer?.json()) as { items: { no: string }[]; count: number }
      expect(page.count).toBe(4)
      seen.push(...page.items.map(({ no }) => no))
      next = /^<([^>]+)>; rel="next"$/.exec(answer?.headers.get('link') ?? '')?.[1] ?? ''
    }
    expect([...seen].sort()).toEqual(['1.1', '2.1', '3.1', '4.1'])
    const waits = await read(
      officer,
      `${v1}/measures?unit=${encodeURIComponent('市乙局')}&q=${encodeURIComponent('丁')}`,
    )
    expect(waits.json.items.map(({ no }: { no: string }) => no)).toEqual(['4.1'])
    for (const query of [
      'light=紫',
      'state=乱',
      'due_to=2015-02-30',
      'limit=0',
      'limit=201',
      'sort=x',
      'cursor=zzz',
    ])
      expect((await read(officer, `${v1}/measures?${query}`)).status).toBe(422)
  })

  it('what has not changed is not sent again', async () => {
    const first = await officer?.get(`${v1}/measures/4.1`)
    const tag = first?.headers.get('etag') ?? ''
    expect(tag).toMatch(/^"m-\d+-2015-07-20"$/)
    expect((await officer?.get(`${v1}/measures/4.1`, { 'if-none-match': tag }))?.status).toBe(304)
  })

  it('what has changed since it was seen is not acted on (412); the measure asks it again itself', async () => {
    const path = `${v1}/measures/4.1`
    const kept = () => measureState(duban.db, id, '4.1')
    const tagNow = async () => (await officer?.get(path))?.headers.get('etag') ?? ''
    const before = await kept()
    const o = before?.obligations.find(isOwed)
    const remind = (ifMatch: string, note: string) => {
      const act = { type: 'remind', obligation: o?.id ?? null, note }
      return say(officer, `${path}/acts`, act, randomUUID(), { 'if-match': ifMatch })
    }
    const seen = await tagNow()
    expect((await remind(seen, '第一次')).status).toBe(200)
    const late = await remind(seen, '照旧页面')
    expect([late.status, late.json.code, late.type]).toEqual([
      412,
      'CHANGED_MEANWHILE',
      'application/problem+json; charset=utf-8',
    ])
    // Two who saw the same: the second is refused, by the measure where both had come past the web process.
    const tag = await tagNow()
    const both = await Promise.all([remind(tag, '甲'), remind(tag, '乙')])
    expect(both.map(({ status }) => status).sort()).toEqual([200, 412])
    const past = { actor: { role: 'office', unit: '督查室' }, obligationId: o?.id ?? null, note: '越过网页' }
    await expect(
      actOn(duban, id, '4.1', 'remind', { ...past, ifSeq: before?.seq ?? 0 } as never),
    ).rejects.toMatchObject({ refusal: { code: 'CHANGED_MEANWHILE' } })
    expect((await remind(`"m-0-2015-07-20", W/${await tagNow()}`, '末一次')).status).toBe(200)
    const after = (await kept())?.obligations.find((one) => one.id === o?.id)
    expect(after?.reminded).toEqual({ on: '2015-07-20', times: 3 })
  })
})
