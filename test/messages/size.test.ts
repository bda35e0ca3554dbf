import { expect, it } from 'vitest'
import { loadCalendar } from '../../documents/calendars/load.ts'
import { portions } from '../../domain/basics/portions.ts'
import { clipList, utf8Length } from '../../domain/basics/text.ts'
import { mustDate } from '../../domain/calendar/date.ts'
import { at } from '../../domain/calendar/time.ts'
import { MEASURE_UPDATES } from '../../domain/messages/measure.ts'
import { LARGEST_MESSAGE, readAct, readPlanUpdate, readUpdate } from '../../domain/messages/read.ts'
import { settle } from '../../domain/supervision/settle.ts'
import { keyword, shownOf } from '../../workflows/attribute-keys.ts'
import { random } from '../documents/fuzz.ts'
import { openOracle } from '../oracle.ts'
import fc from '../properties.ts'
import { smallPlan } from '../small-plan.ts'
import { validMessage } from './generate.ts'

const OFFICE = { role: 'office', unit: '督查室' } as const
const bytes = (value: unknown) => Buffer.byteLength(JSON.stringify(value))

it('bytes are counted as an encoder writes them', () => {
  for (const text of ['', 'a', 'é', '督办', '𠮷a督', 'x'.repeat(999)])
    expect(utf8Length(text)).toBe(Buffer.byteLength(text))
})

it('what is much is portioned in its order, each portion as large as is allowed or one item', () => {
  fc.assert(
    fc.property(fc.array(fc.string({ maxLength: 60 })), fc.integer({ min: 1, max: 300 }), (items, most) => {
      const found = portions(items, most)
      expect(found.flat()).toEqual(items)
      for (const portion of found) expect(portion.length === 1 || bytes(portion) <= most).toBe(true)
      // No two that stand side by side would have fitted into one.
      found.slice(1).forEach((next, i) => {
        expect(bytes([...(found[i] ?? []), next[0]])).toBeGreaterThan(most)
      })
    }),
  )
  expect(portions([], 100)).toEqual([])
})

it('a message that its table takes is refused when it is too large as a whole, whatever it is', () => {
  const said = { actId: 'a', actor: OFFICE, at: null }
  const long = Object.fromEntries(Array.from({ length: 30 }, (_, i) => [`1.1/${i}`, '长'.repeat(8_000)]))
  const close = { actId: 'a', actor: OFFICE, reason: null, terminate: long }
  expect(readAct('结束', { act: close, at: null })).toMatchObject({ error: { code: 'MESSAGE_TOO_LARGE' } })
  const yearEnd = { carryTo: null, carryWaits: false, dueOn: null, dueOns: {}, terminate: long }
  expect(readPlanUpdate('close', { ...said, reason: null, yearEnd })).toMatchObject({
    error: { code: 'MESSAGE_TOO_LARGE', remedy: '分几次提交' },
  })
  const revision = validMessage(MEASURE_UPDATES.变动 ?? {}, random(1)) as { question: object }
  const cause = { kind: 'calendar', version: '长'.repeat(LARGEST_MESSAGE / 3) }
  const large = { ...revision, question: { ...revision.question, cause } }
  expect(readUpdate('变动', large)).toMatchObject({ error: { code: 'MESSAGE_TOO_LARGE' } })
  expect(readUpdate('变动', revision)).toMatchObject({ ok: true })
})

it('what the list of workflows shows of waits is never more than the server takes, and says how many there are', () => {
  const waitingFor = Array.from({ length: 60 }, (_, i) => `${i}${'长'.repeat(200)}`)
  const summary = { phase: 'waiting', waitingFor, dueOn: null, wakeAt: null, shownDueOn: null } as const
  const shown = shownOf(summary, '等待').waitingFor
  expect(bytes(shown)).toBeLessThan(2_000)
  expect(shown.at(-1)).toBe('等 60 项')
  expect(shown[0]).toBe(keyword(String(waitingFor[0])))
  expect(clipList(['甲', '乙'], 6)).toEqual(['甲', '乙'])
  expect(shownOf({ ...summary, waitingFor: ['甲'] }, '等待').waitingFor).toEqual(['甲'])
})

it('moved on by years a part at a time, a measure comes to the same as moved on in one go', () => {
  const rows = [['市甲局', '每日巡查。', '2026年7月起每日报送，至2026年12月31日']] as const
  const from = mustDate('2026-07-02')
  const [state] = openOracle(smallPlan(rows, 2026), 'x', from, loadCalendar(), OFFICE).states()
  if (state === undefined) throw new Error('no measure')
  const until = at(mustDate('2027-02-01'), '00:00')
  const whole = settle(state, until)
  const facts = []
  let now = state
  for (let parts = 1; ; parts += 1) {
    const part = settle(now, until, 37)
    now = part.state
    facts.push(...part.facts)
    if (part.more) continue
    expect(parts).toBeGreaterThan(10)
    break
  }
  expect(facts).toEqual(whole.facts)
  expect(now).toEqual(whole.state)
})
