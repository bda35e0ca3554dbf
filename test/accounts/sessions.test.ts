import { afterAll, beforeAll, expect, it } from 'vitest'
import { addPerson, checkHat, OPERATOR } from '../../accounts/people.ts'
import { beginSession, findSession, provedLately, SESSION } from '../../accounts/sessions.ts'
import { openWeb, type Web } from '../web/support.ts'

let web: Web
let userId = ''
const from = { ip: '127.0.0.1', agent: 'test', peer: null }
const NOW = Date.parse('2026-03-02T01:00:00Z')
const HOUR = 3_600_000

beforeAll(async () => {
  web = await openWeb()
  const hat = checkHat({ role: 'unit', unit: '市甲局' })
  if (!hat.ok) throw new Error(hat.error.message)
  const made = await addPerson(web.db, { login: 'zhang', name: '张三', hats: [hat.value] }, OPERATOR)
  if (!made.ok) throw new Error(made.error.message)
  userId = made.value.id
})
afterAll(() => web.close())

it('ends after eight hours without use, and stays ended', async () => {
  const secret = await beginSession(web.db, userId, from, {}, NOW)
  expect(await findSession(web.db, secret, from, NOW + SESSION.idleMs - 1)).not.toBeNull()
  const idle = await beginSession(web.db, userId, from, {}, NOW)
  expect(await findSession(web.db, idle, from, NOW + SESSION.idleMs)).toBeNull()
  expect(await findSession(web.db, idle, from, NOW + 1)).toBeNull()
})

it('ends after a day however much it is used', async () => {
  const secret = await beginSession(web.db, userId, from, {}, NOW)
  for (let hour = 1; hour < 24; hour += 1)
    expect(await findSession(web.db, secret, from, NOW + hour * HOUR)).not.toBeNull()
  expect(await findSession(web.db, secret, from, NOW + SESSION.mostMs)).toBeNull()
})

it('shows who it is for a quarter of an hour after the password, and never longer for being asked elsewhere', async () => {
  const row = async (secret: string) =>
    (await findSession(web.db, secret, from, NOW))?.row ?? { proved_at: '' }
  const own = await row(await beginSession(web.db, userId, from, {}, NOW))
  expect([provedLately(own, NOW + SESSION.provedMs - 1), provedLately(own, NOW + SESSION.provedMs)]).toEqual([
    true,
    false,
  ])
  const ahead = await row(
    await beginSession(web.db, userId, from, { via: 'oidc', provedMs: NOW + HOUR }, NOW),
  )
  expect(provedLately(ahead, NOW + SESSION.provedMs)).toBe(false)
})
