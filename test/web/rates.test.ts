import { afterAll, beforeAll, expect, it } from 'vitest'
import { Counts } from '../../web/rates.ts'
import { HOST, openWeb, signedIn, UNLIMITED, type Web } from './support.ts'

let web: Web
beforeAll(async () => {
  web = await openWeb({
    rates: { ...UNLIMITED, session: { reads: 3, writes: 1 }, address: { reads: 2, writes: 2 } },
  })
})
afterAll(() => web.close())

it('a minute holds so many requests of one; then it begins anew, and others are not counted with him', () => {
  const counts = new Counts()
  const left = (who: string, now: number) => counts.take(who, 2, now).left
  expect([left('a', 0), left('a', 1), left('a', 59_999), left('b', 59_999)]).toEqual([1, 0, -1, 1])
  expect(counts.take('a', 2, 60_000)).toEqual({ left: 1, resetMs: 60_000 })
})

it('reads and writes are counted apart; what is over is refused with the time to wait, and pages are not counted', async () => {
  const office = await signedIn(web, 'office', ['office', '督查室'])
  const other = await signedIn(web, 'other', ['office', '督查室'])
  const answers = []
  for (let n = 0; n < 4; n += 1) answers.push(await office.get('/api/v1/plans'))
  expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 429])
  expect(answers.map(({ headers }) => headers.get('ratelimit-remaining'))).toEqual(['2', '1', '0', '0'])
  const over = answers.at(-1)
  expect(Number(over?.headers.get('retry-after'))).toBeGreaterThan(0)
  expect(((await over?.json()) as { code?: string } | undefined)?.code).toBe('RATE_LIMITED')
  expect((await office.send('/api/v1/me/sessions', { method: 'DELETE' })).status).toBe(200)
  expect((await office.send('/api/v1/me/sessions', { method: 'DELETE' })).status).toBe(429)
  expect((await other.get('/api/v1/plans')).status).toBe(200)
  expect((await office.get('/plans')).status).toBe(200)
})

it('who has shown nothing is counted by his address', async () => {
  const ask = () => web.app.request(`http://${HOST}/api/v1/plans`, { headers: { host: HOST } })
  expect([(await ask()).status, (await ask()).status, (await ask()).status]).toEqual([401, 401, 429])
})
