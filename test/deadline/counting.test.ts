import { describe, expect, it } from 'vitest'
import { mustDate } from '../../domain/calendar/date.ts'
import { occurrenceAfterEvent } from '../../domain/deadline/dates.ts'
import { calendar, codesOf, compile, duesOf } from './support.ts'

const onEvent = (text: string, eventOn: string) =>
  compile(text, { eventOn: mustDate(eventOn) }).clauses[0]?.occurrences[0]

describe('counts from an event (deadline-rules §1)', () => {
  it.each([
    ['审批或核准后两个工作日内', '2015-09-02', '2015-09-07'], // 09-03 to 05 off; Sunday 09-06 worked
    ['信息形成之日起20个工作日内', '2015-09-25', '2015-10-29'], // Saturday 10-10 worked
    ['信息形成之日起20个工作日内', '2015-09-02', '2015-10-08'],
    ['审批后2个工作日内', '2015-10-03', '2015-10-09'], // from inside 国庆节
    ['批复后20日内', '2015-09-15', '2015-10-08'], // 10-05 is 国庆节: rolls to Thursday 10-08
    ['批复后20日内', '2015-07-10', '2015-07-30'], // Thursday
    ['批复后三个月内', '2015-11-30', '2016-02-29'], // no 30 February; Monday
    ['批复后1个月内', '2015-12-31', '2016-02-01'], // Sunday 01-31 rolls
    ['批复后两周内', '2015-07-08', '2015-07-22'],
    ['批复后半个月内', '2015-07-08', '2015-07-23'],
    ['批复后半年内', '2015-07-08', '2016-01-08'],
    ['批复后一年内', '2015-07-08', '2016-07-08'],
    ['批复后一年半内', '2015-07-08', '2017-01-09'], // Sunday 01-08 rolls
    ['接到报告后24小时内', '2015-07-08', '2015-07-09'], // from the day's end
    ['接到报告后2小时内', '2015-07-08', '2015-07-09'],
    ['接到报告后48小时内', '2015-07-10', '2015-07-12'], // hours do not roll off a Sunday
    ['接到通知当日', '2015-07-11', '2015-07-11'],
    ['会议召开前5个工作日', '2015-07-15', '2015-07-08'],
    ['会议召开10日前', '2015-07-21', '2015-07-10'], // Saturday 07-11 goes back to Friday
    ['会议召开前30日', '2015-09-10', '2015-08-11'],
  ])('%s, event on %s: due %s', (text, eventOn, dueOn) => {
    expect(onEvent(text, eventOn)).toMatchObject({ dueOn, provisional: false })
  })

  it('reads 届满前N日内 as a window that ends with the event', () => {
    expect(onEvent('期限届满前三十日内', '2015-09-10')).toMatchObject({
      notBefore: '2015-08-11',
      dueOn: '2015-09-10',
    })
  })

  it('reads a range as not before its lower count', () => {
    expect(onEvent('批复后15至20日内', '2015-07-08')).toMatchObject({
      notBefore: '2015-07-23',
      dueOn: '2015-07-28',
    })
  })

  it.each([
    ['批复后一个半月内', '数满1个半月，'], // 45 days; 3个半月 would be twice that and more
    ['批复后半个月内', '数满半个月，'],
    ['批复后一年半内', '数满1年半，'],
    ['批复后15至20日内', '数满20日，'],
  ])('%s: says the length as people do', (text, says) => {
    expect(onEvent(text, '2015-07-08')?.why.join('\n')).toContain(says)
  })

  it('never presents a count past the published notices as certain', () => {
    const compiled = compile('审批后20个工作日内', { eventOn: mustDate('2026-12-10') })
    expect(compiled.clauses[0]?.occurrences[0]?.provisional).toBe(true)
    expect(codesOf(compiled)).toContain('calendar-unpublished')
  })

  it('has no date for a condition without a limit until somebody gives one', () => {
    const [clause] = compile('待省级办法出台后').clauses
    if (!clause) throw new Error('no clause')
    const on = mustDate('2015-09-02')
    expect(occurrenceAfterEvent(clause, on, calendar).dueOn).toBeNull()
    expect(occurrenceAfterEvent(clause, on, calendar, { dueOn: mustDate('2015-10-15') }).dueOn).toBe(
      '2015-10-15',
    )
  })

  it('takes the date of an external document as given, on a rest day too', () => {
    const [clause] = compile('按上级规定时间').clauses
    if (!clause) throw new Error('no clause')
    const given = occurrenceAfterEvent(clause, mustDate('2015-09-02'), calendar, {
      dueOn: mustDate('2015-10-03'),
    })
    expect(given).toMatchObject({ dueOn: '2015-10-03', provisional: false })
  })

  it('tells a clerk every step', () => {
    const why = onEvent('信息形成之日起20个工作日内', '2015-09-25')?.why.join('\n') ?? ''
    for (const step of [
      '2015-09-25',
      '第0日',
      '民法典第201条',
      '20个工作日',
      '2015-10-29',
      '国庆节',
      '2015-10-10',
    ])
      expect(why).toContain(step)
    expect(why).toContain(calendar.version)
    expect(onEvent('批复后20日内', '2015-09-15')?.why.join('\n')).toContain('民法典第203条')
  })
})

describe('counts from a named or recurring end', () => {
  it.each([
    ['2015年第三季度结束后20日内', '2015-10-20'], // Tuesday
    ['每季度结束后20日内', '2015-07-20 2015-10-20 2016-01-20'],
    ['月度终了后15日内', '2015-07-15 2015-08-17 2015-09-15 2015-10-15 2015-11-16 2015-12-15 2016-01-15'], // 08-15 Saturday, 11-15 Sunday
    ['年度终了之日起三个月内', '2016-03-31'],
    ['次月1日起10日内', '2015-07-10 2015-08-10 2015-09-10 2015-10-10 2015-11-10 2015-12-10 2016-01-11'], // Saturday 10-10 worked; 01-10 Sunday
    ['每季度首月25日前', '2015-07-25 2015-10-25 2016-01-25'], // Saturday, Sunday: an anchor does not roll
    ['每月底三日前', '2015-07-28 2015-08-28 2015-09-25 2015-10-28 2015-11-27 2015-12-28'], // 09-27 中秋节 and 11-28 Saturday go back
    ['每月第5个工作日前', '2015-07-07 2015-08-07 2015-09-08 2015-10-13 2015-11-06 2015-12-07'],
  ])('%s: %s', (text, dates) => {
    expect(duesOf(compile(text))).toBe(dates)
  })

  it('lists up to `until` where that is asked for', () => {
    expect(duesOf(compile('每季度结束后20日内', { until: mustDate('2016-08-01') }))).toBe(
      '2015-07-20 2015-10-20 2016-01-20 2016-04-20 2016-07-20',
    )
  })

  it('starts on the first day of the plan year where no issue date is known', () => {
    const compiled = compile('每季度结束后20日内', { issuedOn: null })
    expect(duesOf(compiled)).toBe('2015-01-20 2015-04-20 2015-07-20 2015-10-20 2016-01-20')
    expect(codesOf(compiled)).toContain('issue-date-unknown')
  })

  it('leaves a date open where no year is known', () => {
    const compiled = compile('7月', { planYear: null, issuedOn: null })
    expect(duesOf(compiled)).toBe('')
    expect(compiled.clauses[0]?.occurrences).toMatchObject([{ dueOn: null }])
    expect(codesOf(compiled)).toContain('year-unknown')
  })
})
