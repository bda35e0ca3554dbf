import { afterAll, beforeAll, expect, it } from 'vitest'
import { delegate, endDelegation, worksFor } from '../../accounts/delegation.ts'
import { OPERATOR, setDisabled, userNamed } from '../../accounts/people.ts'
import { actorsIn } from '../../accounts/rights.ts'
import { hatsOf } from '../../accounts/sessions.ts'
import { mustDate } from '../../domain/calendar/date.ts'
import { openWeb, signedIn, type Web } from '../web/support.ts'

let web: Web
const id: Record<string, string> = {}
const NOW = Date.parse('2026-03-10T04:00:00Z')
const d = mustDate

beforeAll(async () => {
  web = await openWeb()
  for (const [login, ...hats] of [
    ['zhang', ['unit', '市甲局'], ['issuer']],
    ['li', ['head', '市甲局']],
    ['wang', ['unit', '市乙局']],
    ['zhao', ['observer']],
    ['qian', ['unit', '市甲局']],
  ] as const)
    id[login] = (await signedIn(web, login, ...(hats as never as []))).id
})
afterAll(() => web.close())

const lend = (from: string, to: string, more: object = {}) =>
  delegate(
    web.db,
    id[from] ?? '',
    { to, unit: '市甲局', from: d('2026-03-10'), until: d('2026-03-20'), ...more },
    OPERATOR,
    NOW,
  )
const actors = async (login: string, at: number) =>
  actorsIn(
    {
      userId: id[login] ?? '',
      login,
      name: '',
      hats: await hatsOf(web.db, id[login] ?? '', at),
      via: 'session',
      scopes: null,
    },
    'p',
  )
const DAY = 86_400_000

it('what is lent is acted in the name of both, from the first day to the last in Shanghai, and not lent on', async () => {
  const made = await lend('zhang', 'li')
  expect(made.ok).toBe(true)
  const lent = { role: 'unit', unit: '市甲局', userId: id.li, via: 'session', onBehalfOf: id.zhang }
  expect(await actors('li', NOW)).toEqual([
    { role: 'unit', unit: '市甲局', userId: id.li, via: 'session', head: true },
    lent,
  ])
  const last = Date.parse('2026-03-20T23:59:59+08:00')
  expect(await actors('li', last)).toContainEqual(lent)
  expect(await actors('li', last + 1_000)).not.toContainEqual(lent)
  expect(await actors('li', Date.parse('2026-03-09T23:59:59+08:00'))).not.toContainEqual(lent)
  // 签发 is not lent.
  expect((await hatsOf(web.db, id.li ?? '', NOW)).map(({ role }) => role)).toEqual(['head', 'unit'])
  // What 李 has of 张 does not reach 钱: he lends his own alone.
  expect((await lend('li', 'qian')).ok).toBe(true)
  const qian = await actors('qian', NOW)
  expect(qian.map(({ onBehalfOf }) => onBehalfOf)).toEqual([undefined, id.li])
})

it.each([
  ['to oneself', 'zhang', 'zhang', {}, 'DELEGATION_INVALID'],
  ['of a unit that is not one’s own', 'zhang', 'wang', { unit: '市乙局' }, 'DELEGATION_INVALID'],
  ['to somebody of another unit', 'zhang', 'wang', {}, 'DELEGATION_INVALID'],
  ['of nothing that one has', 'zhao', 'qian', {}, 'DELEGATION_INVALID'],
  ['to nobody', 'zhang', 'nobody', {}, 'USER_NOT_FOUND'],
  ['backwards', 'zhang', 'qian', { until: d('2026-03-09') }, 'DELEGATION_INVALID'],
  ['for ever', 'zhang', 'qian', { until: d('2036-03-09') }, 'DELEGATION_INVALID'],
])('it is refused: %s', async (_, from, to, more, code) => {
  const made = await lend(from, to, more)
  expect(made.ok ? 'ok' : made.error.code).toBe(code)
})

it('it ends when it is taken back, and when the lender’s account is stopped', async () => {
  const made = await lend('zhang', 'qian')
  if (!made.ok) throw new Error(made.error.message)
  const of = async () => (await actors('qian', NOW + DAY)).filter(({ onBehalfOf }) => onBehalfOf === id.zhang)
  expect(await of()).toHaveLength(1)
  expect(await endDelegation(web.db, id.qian ?? '', made.value.id, OPERATOR)).toBe(false)
  expect(await endDelegation(web.db, id.zhang ?? '', made.value.id, OPERATOR)).toBe(true)
  expect(await of()).toHaveLength(0)
  await lend('zhang', 'qian')
  expect(await of()).toHaveLength(1)
  await setDisabled(web.db, 'zhang', true, OPERATOR)
  expect((await userNamed(web.db, 'zhang')).ok).toBe(true)
  expect(await of()).toHaveLength(0)
})

it('for whom somebody works is known whatever he shows: his units, and those of who lent him a role', async () => {
  const of = async (login: string) => worksFor(web.db, id[login] ?? '', NOW)
  expect(await of('wang')).toEqual([{ planId: '', unit: '市乙局' }])
  expect(await of('zhao')).toEqual([])
  await setDisabled(web.db, 'zhang', false, OPERATOR)
  await lend('zhang', 'li')
  expect(await of('li')).toEqual([
    { planId: '', unit: '市甲局' },
    { planId: '', unit: '市甲局', onBehalfOf: id.zhang },
  ])
})
