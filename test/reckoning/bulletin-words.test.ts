import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import type { Result } from '../../domain/basics/result.ts'
import { quoted } from '../../domain/basics/text.ts'
import { mustDate as d } from '../../domain/calendar/date.ts'
import { at } from '../../domain/calendar/time.ts'
import { bulletin as issuing, withdrawBulletin } from '../../domain/events/acts/bulletin.ts'
import { type PlanFactBody, planFact } from '../../domain/events/facts.ts'
import { evolvePlan, newPlan } from '../../domain/events/life.ts'
import { bulletinOf, endOf } from '../../domain/reckoning/bulletin.ts'
import { bulletinText } from '../../domain/reckoning/bulletin-text.ts'
import { bySerial, slipSerials } from '../../domain/reckoning/slip-serials.ts'

/** A quarter as release 0.2.0 lived it, and the bulletin that it issued: reassigned, extended, refused, suspended, terminated. */
const kept = JSON.parse(readFileSync(new URL('./issued/0.2.0.json', import.meta.url), 'utf8'))
const source = {
  planId: 'p',
  planFacts: kept.planFacts,
  ledgers: kept.ledgers,
  slipNumbers: new Map<string, number>(kept.slipNumbers),
}
const made = (asOf: typeof kept.asOf, format?: 1) => {
  const found = bulletinOf(source, { asOf, from: null, number: 1, ...(format ? { format } : {}) })
  if (!found.ok) throw new Error(found.error.message)
  return { bulletin: found.value, text: bulletinText(found.value) }
}

describe('a bulletin that an earlier release issued', () => {
  it('is made again byte for byte in its own format', () => {
    expect(made(kept.asOf, 1).text).toBe(kept.text)
  })
})

describe('a bulletin in today’s words', () => {
  const { bulletin, text } = made(kept.asOf)
  it('names each task in words, and the days it tells of', () => {
    expect(text).toContain('本期：2015-07-01 至 2015-09-18，截至2015年9月18日24时')
    expect(text).toContain('| 2.1/2015-08 | 公开甲信息 | 市甲局 | 2015-09-10 | 8 天 |')
  })
  it('tells numbers of before an amendment from those that the text prints now', () => {
    const numbers = { '3.1': '2.1', '2.1': '2.1-2' }
    const amended = { kind: 'amended', title: '方案', conditions: [], document: 'd2', from: 'd', numbers }
    const { seq, ...by } = kept.planFacts.at(-1)
    const fact = { ...by, ...amended, seq: seq + 1, counts: { changed: 0, added: 0, withdrawn: 0 } }
    const found = bulletinOf(
      { ...source, planFacts: [...source.planFacts, fact] },
      { asOf: kept.asOf, from: null, number: 1 },
    )
    const after = found.ok ? bulletinText(found.value) : found.error.message
    expect(after).toContain('| 2.1/2015-08（现 3.1） | 公开甲信息 |')
    expect(after).toContain('3.1/2015-07（原 3.1）')
    // Wherever an id stands: lists, slips, scores.
    const ids = after.match(/(?<![\d.])[23]\.1\/[^\s|（]+(?:（[^）]*）)?/g) ?? []
    expect(ids.length).toBeGreaterThan(10)
    for (const id of ids) expect(id).toMatch(/（现 3\.1）|（原 3\.1）/)
    expect(found.ok && found.value.overdue.map(({ no }) => no)).toContain('3.1')
    expect(text).not.toContain('（现')
  })
  it('says why an extension was asked for, and what was answered', () => {
    expect(
      bulletin.extensions.map(({ on, reason, result, dueOn, answer }) => [on, reason, result, dueOn, answer]),
    ).toEqual([
      ['2015-08-21', '招标流标', 'granted', '2015-09-10', null],
      ['2015-09-09', '还要等', 'refused', null, '不能再拖'],
    ])
    expect(text).toContain('| 招标流标 | 同意 | 2015-08-31 → 2015-09-10 | 2015-08-31 | — |')
    expect(text).toContain('| 还要等 | 不同意 | 2015-09-10 | 2015-08-31 | 不能再拖 |')
  })
  it('leaves what happened before a reassignment with the unit that led it then', () => {
    expect(bulletin.slips.filter((s) => s.obligation === '3.1/2015-07').map((s) => s.unit)).toEqual([
      '市甲局',
      '市甲局',
      '市丙局',
    ])
  })
  it('says of a day that it is not over', () => {
    expect(made(at(d('2015-09-18'), '12:00')).text).toContain('2015-09-18（当天还没有结束）')
    expect(text).not.toContain('还没有结束')
  })
})

describe('numbers of slips by date', () => {
  it('follow the days, however the clock jumped', () => {
    // One measure written up to its red slip before the other's blue one.
    const register = [
      { key: 'a blue', raisedOn: d('2015-08-03'), number: 1 },
      { key: 'a orange', raisedOn: d('2015-08-06'), number: 2 },
      { key: 'a red', raisedOn: d('2015-08-13'), number: 3 },
      { key: 'b blue', raisedOn: d('2015-08-03'), number: 4 },
    ]
    const serials = slipSerials(register)
    expect([...serials].sort(([, a], [, b]) => bySerial(a, b))).toEqual([
      ['a blue', '20150803-1'],
      ['b blue', '20150803-2'],
      ['a orange', '20150806-1'],
      ['a red', '20150813-1'],
    ])
    // What is written later for a day gone by changes no number.
    const later = slipSerials([...register, { key: 'c blue', raisedOn: d('2015-08-03'), number: 5 }])
    for (const [key, serial] of serials) expect(later.get(key)).toBe(serial)
    expect(later.get('c blue')).toBe('20150803-3')
    expect(bySerial('20150803-10', '20150803-9')).toBeGreaterThan(0)
  })
})

describe('a withdrawn issue', () => {
  const issue = { asOf: endOf(d('2015-09-18')), from: d('2015-07-01'), sha256: 's', cut: 'c' }
  const now = at(d('2015-10-01'), '12:00')
  const actor = { role: 'office', unit: '督查室' } as const
  const by = { actor, actId: 'a', at: now }
  const written = (state: ReturnType<typeof newPlan>, body: PlanFactBody) =>
    evolvePlan(state, planFact(state, body, by))
  const first = written(newPlan('p'), { kind: 'bulletinIssued', bulletin: { ...issue, number: 1 } })
  const ask = (number: number, reason = '数字有误') =>
    withdrawBulletin.decide(first, { type: 'withdrawBulletin', ...by, number, reason }, now)
  const code = (asked: Result<unknown>) => (asked.ok ? 'ok' : asked.error.code)
  it('stays, with when and why, and its number is not given again', () => {
    expect([code(ask(1)), code(ask(2)), code(ask(1, ' '))]).toEqual([
      'ok',
      'BULLETIN_NOT_FOUND',
      'REASON_MISSING',
    ])
    const gone = written(first, { kind: 'bulletinWithdrawn', number: 1, reason: '数字有误' })
    const withdrawn = { on: '2015-10-01', reason: '数字有误' }
    expect(gone.bulletins).toEqual([{ ...issue, number: 1, withdrawn }])
    const again = withdrawBulletin.decide(
      gone,
      { type: 'withdrawBulletin', ...by, number: 1, reason: '再撤' },
      now,
    )
    expect(code(again)).toBe('BULLETIN_WITHDRAWN')
    const next = issuing.decide(gone, { type: 'bulletin', ...by, bulletin: { ...issue, number: 1 } }, now)
    expect(code(next)).toBe('BULLETIN_NUMBER')
  })
})

it('titles inside a title are in single title marks', () => {
  expect(quoted('关于印发《2026年工作要点》的通知')).toBe('《关于印发〈2026年工作要点〉的通知》')
})
