import { expect, it } from 'vitest'
import { changedText, replyJson, replyText, type Told } from '../../client/cli/verbs/event-reply.ts'
import { mustDate } from '../../domain/calendar/date.ts'

const date = (no: string, on: string, past: boolean) => ({
  measure: no,
  obligation: `${no}/ev-a`,
  label: `${no}/ev-a`,
  unit: '市甲局、市乙局',
  dueOn: mustDate(on),
  due: on,
  provisional: false,
  past,
})
const told = (...dates: ReturnType<typeof date>[]): Told => ({
  eventId: 'ev-a',
  woke: dates.map((one) => one.measure),
  already: false,
  dates,
})

it('a report prints each date that it sets, and warns of those that are past, for people and for programs', () => {
  const reply = told(date('1.1', '2015-08-20', true), date('2.1', '2015-09-20', false))
  expect(replyText(reply).split('\n')).toEqual([
    '已记录 ev-a，唤醒措施 1.1、2.1',
    '  1.1/ev-a  市甲局、市乙局  2015-08-20  已过期',
    '  2.1/ev-a  市甲局、市乙局  2015-09-20',
    '请注意：1 项的到期日已过，报告即为逾期；日期写错的用 duban event correct 更正',
  ])
  expect(replyJson(reply).warnings).toEqual(['1.1/ev-a 到期日 2015-08-20 已过，报告即为逾期'])
  expect(changedText('已更正', told(date('2.1', '2015-09-20', false)))).not.toContain('请注意')
})

it('says what became of it: an event, the hour of one that had none, another source, or nothing new', () => {
  const reply = told(date('1.1', '2015-08-20', false))
  const became = (recorded: 'event' | 'hour' | 'source') =>
    replyText(reply, { recorded, effectiveAt: recorded === 'hour' ? ('2015-08-01T15:30' as never) : null })
  expect(became('hour')).toContain('已补记 ev-a 的时刻：2015-08-01 15:30，重算措施 1.1')
  expect(became('source')).toBe('已记为 ev-a 的又一来源')
  expect(became('event')).toContain('已记录 ev-a')
  expect(replyText({ ...reply, already: true })).toBe('ev-a 此前已经报告过，没有变化')
})
