import { afterAll, beforeAll, expect, it } from 'vitest'
import { mustDate } from '../../domain/calendar/date.ts'
import { at } from '../../domain/calendar/time.ts'
import { type PlanFactBody, planFact } from '../../domain/events/facts.ts'
import { writePlanFacts } from '../../records/write-plan.ts'
import { MOST_STREAMS } from '../../web/api/stream.ts'
import { openWeb, signedIn, type Web } from './support.ts'

let web: Web
type Person = Awaited<ReturnType<typeof signedIn>>
let [office, liaison, elsewhere]: Person[] = []
const seqs: Record<string, number> = {}

/** One more fact in a plan's ledger. */
async function happens(planId: string): Promise<void> {
  const seq = (seqs[planId] ?? 0) + 1
  seqs[planId] = seq
  const body: PlanFactBody =
    seq === 1
      ? { kind: 'imported', title: '方案', document: 'd', measures: 0, conditions: [], offices: ['督查室'] }
      : { kind: 'calendarChanged', version: `v${seq}` }
  const by = { at: at(mustDate('2026-01-05'), '09:00'), actor: { role: 'office', unit: '督查室' } as const }
  await writePlanFacts(web.db, planId, [planFact({ seq }, body, { ...by, actId: `${planId}-${seq}` })])
}

beforeAll(async () => {
  web = await openWeb()
  await happens('p1')
  await happens('p2')
  office = await signedIn(web, 'office', ['office', '督查室'])
  liaison = await signedIn(web, 'liaison', ['unit', '市甲局'])
  elsewhere = await signedIn(web, 'elsewhere', ['admin'])
})
afterAll(() => web.close())

/** What a listener hears, one message after the other. */
function listening(answer: Response | undefined) {
  const reader = answer?.body?.getReader()
  const decoder = new TextDecoder()
  let text = ''
  const next = async (): Promise<{ id: string; event: string; data: Record<string, string> }> => {
    for (;;) {
      const end = text.indexOf('\n\n')
      const block = end < 0 ? '' : text.slice(0, end)
      if (end >= 0) text = text.slice(end + 2)
      const field = (name: string) => new RegExp(`^${name}: (.*)$`, 'm').exec(block)?.[1] ?? ''
      if (block !== '' && !block.startsWith(':'))
        return { id: field('id'), event: field('event'), data: JSON.parse(field('data')) }
      if (end >= 0) continue
      const { value, done } = (await reader?.read()) ?? { value: undefined, done: true }
      if (done) throw new Error('the stream has ended')
      text += decoder.decode(value, { stream: true })
    }
  }
  return { next, end: () => reader?.cancel() }
}
const listen = async (who: Person | undefined, query = '', headers: Record<string, string> = {}) =>
  listening(await who?.get(`/api/v1/stream${query}`, headers))

it('tells what is written, of the plan that is asked for; who comes back hears what he missed', async () => {
  const one = await listen(office, '?plan=p1')
  const ready = await one.next()
  expect(ready.event).toBe('ready')
  await happens('p2')
  await happens('p1')
  const heard = await one.next()
  expect([heard.event, heard.data]).toEqual(['change', { plan: 'p1', no: '', kind: 'calendarChanged' }])
  await one.end()
  await happens('p1')
  const again = await listen(office, '?plan=p1', { 'last-event-id': heard.id })
  expect((await again.next()).event).toBe('ready')
  const missed = await again.next()
  expect([missed.data.plan, Number(missed.id) > Number(heard.id)]).toEqual(['p1', true])
  await again.end()
})

it('tells each what he may know of; a plan that he may not know of is not there', async () => {
  const [all, own] = [await listen(office), await listen(liaison, '?plan=p1')]
  await all.next()
  await own.next()
  await happens('p1')
  expect((await all.next()).data.plan).toBe('p1')
  expect((await own.next()).data.plan).toBe('p1')
  await all.end()
  await own.end()
  expect((await elsewhere?.get('/api/v1/stream?plan=p1'))?.status).toBe(404)
})

it('an account listens at so many places at once; one that is left makes room', async () => {
  const open = []
  for (let n = 0; n < MOST_STREAMS; n += 1) {
    const one = await listen(office)
    await one.next()
    open.push(one)
  }
  expect((await office?.get('/api/v1/stream'))?.status).toBe(429)
  await open[0]?.end()
  const after = await listen(office)
  expect((await after.next()).event).toBe('ready')
  for (const one of [...open.slice(1), after]) await one.end()
})
