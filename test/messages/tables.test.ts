import { describe, expect, it } from 'vitest'
import { mustDate } from '../../domain/calendar/date.ts'
import { readSignal } from '../../domain/events/signal.ts'
import type { Fields } from '../../domain/fields/field.ts'
import { parseFields } from '../../domain/fields/parse.ts'
import { SIGNAL } from '../../domain/fields/signal.ts'
import { rawText } from '../../domain/fields/unreadable.ts'
import { ACT_FIELDS } from '../../domain/messages/acts.ts'
import { DELIVERY, MEASURE_UPDATES } from '../../domain/messages/measure.ts'
import { PLAN_UPDATES } from '../../domain/messages/plan.ts'
import { readAct, readDelivery, readPlanUpdate } from '../../domain/messages/read.ts'
import { ACT_NAMES } from '../../domain/supervision/acts/registry.ts'
import { actUpdates, planUpdates } from '../../workflows/messages.ts'
import { random } from '../documents/fuzz.ts'
import { JUNK, placesOf, spoiled, validMessage } from './generate.ts'

const TABLES: Readonly<Record<string, Fields>> = {
  ...MEASURE_UPDATES,
  ...PLAN_UPDATES,
  '触发事件（方案）': SIGNAL,
  '触发事件（措施）': DELIVERY,
}
const seeds = [1, 2, 3]

describe('every message has its table', () => {
  it('each act, under its name and saying which act it is', () => {
    expect(Object.keys(ACT_FIELDS)).toEqual(Object.values(ACT_NAMES))
    expect(actUpdates.map((update) => update.name)).toEqual(Object.values(ACT_NAMES))
    for (const name of Object.values(ACT_NAMES)) expect(Object.keys(MEASURE_UPDATES)).toContain(name)
  })
  it('each update of a plan, and no other', () => {
    expect(planUpdates.map(([, update]) => update.name)).toEqual(Object.keys(PLAN_UPDATES))
    // Their order is that of the handlers, by which histories replay.
    expect(planUpdates.map(([type]) => type)).toEqual([
      ...['import', 'start', 'report', 'correct', 'revoke', 'restore', 'assign', 'plan', 'move', 'cancel'],
      ...['confirm', 'subscribe', 'advance', 'amend', 'calendar', 'policy', 'close', 'reopen', 'bulletin'],
      ...['withdrawBulletin', 'delete', 'propose'],
    ])
  })
})

describe.each(Object.entries(TABLES))('%s', (_, fields) => {
  it('takes what its table allows, the longest texts and the first and last days included, and changes nothing of it', () => {
    for (const seed of seeds)
      for (const edge of [false, true]) {
        const next = random(seed)
        for (let n = 0; n < 40; n += 1) {
          const message = validMessage(fields, next, edge)
          const read = parseFields(message, fields)
          expect(read).toMatchObject({ ok: true, value: message })
        }
      }
  })
  it('refuses junk in any one place with a code, the place and a remedy, or it is what the place may hold', () => {
    for (const seed of seeds) {
      const next = random(seed)
      for (const { path, field } of placesOf(fields))
        for (const [kind, make] of Object.entries(JUNK)) {
          const value = make(next, field)
          const message = spoiled(validMessage(fields, next), path, value)
          if (message === null) continue
          const read = parseFields(message, fields)
          if (read.ok) continue
          expect(read.error.code, kind).toMatch(/^(FIELD_|MESSAGE_|TEXT_|DATE_|TOO_)/)
          expect(read.error.remedy).toBeTruthy()
          expect(read.error.message.length).toBeLessThan(300)
        }
    }
  })
  it('takes none of these whole', () => {
    for (const value of [undefined, null, 5, 'x', [], [{}], true])
      expect(parseFields(value, fields).ok).toBe(false)
  })
})

describe("the update's name decides what it is", () => {
  const actor = { role: 'unit', unit: '市甲局' }
  it('an act under another name is refused, one that names none is what the name says', () => {
    const act = { actId: 'a', actor, note: null }
    expect(readAct('签收', { act: { ...act, type: 'terminate' }, at: null })).toMatchObject({ ok: false })
    expect(readAct('签收', { act, at: null })).toMatchObject({
      ok: true,
      value: { act: { type: 'acknowledge' } },
    })
  })
  it('报告事件 carries no type of its own', () => {
    const report = { ...validMessage(PLAN_UPDATES.报告事件 as Fields, random(1)), type: 'close' }
    expect(readPlanUpdate('report', report)).toMatchObject({ ok: false, error: { code: 'FIELD_UNKNOWN' } })
  })
})

describe('a signal that does not fit is kept as it came', () => {
  const today = mustDate('2026-03-02')
  it.each([
    ['a date of no calendar', { condition: '收到申请', effectiveOn: '2999-12-31' }],
    ['an offset that leads out of it', { condition: '收到申请', effectiveOn: '1900-01-01T00:00+14:00' }],
    ['a date that is none', { condition: '收到申请', effectiveOn: 'zzzz' }],
    ['a text', '收到申请'],
    ['nothing', undefined],
    ['an id with a NUL', { condition: '收到申请', eventId: 'ev\u0000x' }],
    ['a title of a megabyte', { condition: '收到申请', title: '长'.repeat(480_000) }],
  ])('%s: unread, short, without control characters', (_, signal) => {
    const { report, unread } = readSignal(signal, today)
    expect(unread).toBeTruthy()
    expect(report.condition.length).toBeLessThan(600)
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
    expect(report.condition).not.toMatch(/[\u0000-\u0008\u001b]/)
  })
  it('a measure takes no report for a delivery', () => {
    expect(readDelivery({ condition: '收到申请', effectiveOn: '2026-03-01' }).ok).toBe(false)
  })
  it('whatever it is, its text can be shown', () => {
    const round: { self?: unknown } = {}
    round.self = round
    for (const value of [round, 10n, Symbol('x'), () => 1, undefined, '\ud800'.repeat(9_000)])
      expect(rawText(value).length).toBeLessThan(600)
  })
})
