import { expect, it } from 'vitest'
import { tallied } from '../../client/use/rehearse.ts'
import { mustDate } from '../../domain/calendar/date.ts'

it('a rehearsal that was interrupted tells the refusals before it as well', () => {
  const refused = (day: string) => ({ day: mustDate(day), what: '3.1 submit', message: '不行' })
  const before = { days: 12, acts: 30, expected: 1, refusals: [refused('2015-07-10')] }
  const since = { days: 2, acts: 3, expected: 0, refusals: [refused('2015-08-03')] }
  const all = tallied(before, since)
  expect(all).toMatchObject({ days: 14, acts: 33, expected: 1 })
  expect(all.refusals.map(({ day }) => day)).toEqual(['2015-07-10', '2015-08-03'])
  // What comes after is no part of what was told.
  since.refusals.push(refused('2015-09-01'))
  expect(all.refusals).toHaveLength(2)
})
