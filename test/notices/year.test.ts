import { describe, expect, it } from 'vitest'
import { loadCalendar } from '../../documents/calendars/load.ts'
import { dateOf } from '../../domain/calendar/time.ts'
import { isWorkingDay } from '../../domain/calendar/workdays.ts'
import { begin, evolve } from '../../domain/supervision/evolve.ts'
import { noticesFor } from '../../domain/supervision/notices.ts'
import { type Addressed, addressed, digestAt } from '../../notices/address.ts'
import { playedFacts } from '../records/year.ts'

// How many mails one liaison of each unit gets in the year of 2015, as the sender addresses them.

const calendar = loadCalendar()
const SENDING = '09:00'

function mailsOf(script: '2015' | '2015-disputes') {
  const mails: (Addressed & { readonly unit: string; readonly urgent: boolean })[] = []
  let notices = 0
  for (const [, facts] of playedFacts(script)) {
    const [started, ...rest] = facts
    if (started?.kind !== 'started') continue
    let state = begin(started.at, started.setup)
    for (const fact of [started, ...rest]) {
      if (fact !== started) state = evolve(state, fact)
      for (const notice of noticesFor(state, fact)) {
        if (notice.toRole !== 'liaison') continue
        notices += 1
        const row = {
          ...{ key: notice.key, plan_id: 'p', kind: notice.kind, level: notice.level },
          ...{ to_unit: notice.toUnit, to_role: notice.toRole },
        }
        const person = { unit: notice.toUnit, role: 'liaison', at: { mail: 'a@a.cn' }, less: false } as const
        const digest = digestAt(calendar, SENDING, fact.at)
        for (const one of addressed(row, [person], { now: fact.at, digest }))
          mails.push({
            ...one,
            unit: notice.toUnit,
            urgent: one.notBefore === fact.at && one.batch.startsWith(notice.key),
          })
      }
    }
  }
  const messages = new Map(mails.map((one) => [`${one.unit} ${one.batch}`, one]))
  return { notices, messages: [...messages.values()] }
}

describe.each(['2015', '2015-disputes'] as const)('the year %s', (script) => {
  it('sends a liaison at most one mail a working day beyond what must go at once', () => {
    const { notices, messages } = mailsOf(script)
    const days = new Map<string, number>()
    for (const { unit, urgent, notBefore } of messages) {
      if (urgent) continue
      expect(isWorkingDay(calendar, dateOf(notBefore)), notBefore).toBe(true)
      const day = `${unit} ${dateOf(notBefore)}`
      days.set(day, (days.get(day) ?? 0) + 1)
    }
    expect(Math.max(...days.values())).toBe(1)
    const units = [...new Set(messages.map(({ unit }) => unit))]
    const per = units.map((unit) => messages.filter((one) => one.unit === unit))
    const count = (urgent: boolean) => per.map((own) => own.filter((one) => one.urgent === urgent).length)
    const [daily, atOnce] = [count(false), count(true)]
    const sum = (list: readonly number[]) => list.reduce((a, b) => a + b, 0)
    console.log(
      `${script}: ${notices} notices to ${units.length} liaisons as ${messages.length} mails, ${sum(daily)} of the day and ${sum(atOnce)} at once; of the day ${Math.max(...daily)} at most for one, at once ${Math.max(...atOnce)}`,
    )
    expect(messages.length).toBeLessThan(notices)
  })
})
