import { describe, expect, it } from 'vitest'
import { mustDate } from '../../domain/calendar/date.ts'
import { at, endName, parseMoment } from '../../domain/calendar/time.ts'
import { compile } from './support.ts'

const on = (day: string, clock: string) => at(mustDate(day), clock)
const first = (text: string, more: Parameters<typeof compile>[1]) =>
  compile(text, more).clauses[0]?.occurrences[0]

describe('hours count from the instant (民法典 201)', () => {
  it.each([
    ['接到通知后24小时内', '2015-07-08T15:30', '2015-07-09', '2015-07-09T15:30'],
    ['接报后30分钟内', '2015-07-08T23:50', '2015-07-09', '2015-07-09T00:20'],
    ['事故发生后2小时内', '2015-07-11T20:00', '2015-07-11', '2015-07-11T22:00'], // a Saturday: hours do not roll
    ['事故发生后2小时内', '2015-07-11T22:00', '2015-07-11', '2015-07-12T00:00'], // ends with the day
    ['会议召开前2小时', '2015-07-15T09:00', '2015-07-15', '2015-07-15T07:00'],
  ])('%s, at %s: %s, %s', (text, moment, dueOn, dueAt) => {
    const { at: eventAt } = parseMoment(moment) ?? { at: null }
    expect(first(text, { eventAt })).toMatchObject({ dueOn, dueAt })
  })

  it('counts from the end of the day where only the day is known, and says so', () => {
    const found = first('接到通知后2小时内', { eventOn: mustDate('2015-07-08') })
    expect(found).toMatchObject({ dueOn: '2015-07-09', dueAt: '2015-07-09T02:00' })
    expect(found?.why.join()).toContain('不知道钟点')
  })

  it('does not touch what counts in days', () => {
    const found = first('接到通知后2日内', { eventAt: on('2015-07-08', '15:30') })
    expect(found?.dueOn).toBe('2015-07-10')
    expect(found).not.toHaveProperty('dueAt')
  })

  it('gives the instant of an hour that is named on a day', () => {
    expect(first('9月15日17时前', {})).toMatchObject({ dueOn: '2015-09-15', dueAt: '2015-09-15T17:00' })
    expect(first('9月15日24时前', {})).toMatchObject({ dueOn: '2015-09-15', dueAt: '2015-09-16T00:00' })
    expect(first('每周五下午5点前', {})).toMatchObject({ dueOn: '2015-07-03', dueAt: '2015-07-03T17:00' })
    expect(first('9月15日前', {})).not.toHaveProperty('dueAt')
  })
})

describe('a moment as people and programs write it', () => {
  it.each([
    ['2015-03-02', '2015-03-02', null],
    ['2015-03-02T15:30', '2015-03-02', '2015-03-02T15:30'],
    ['2015-03-02 15:30:59', '2015-03-02', '2015-03-02T15:30'],
    ['2015-03-02T15:30+08:00', '2015-03-02', '2015-03-02T15:30'],
    ['2015-03-02T23:30Z', '2015-03-03', '2015-03-03T07:30'],
    ['2015-03-02T15:30-07:00', '2015-03-03', '2015-03-03T06:30'],
  ])('%s', (text, day, time) => {
    expect(parseMoment(text)).toEqual({ on: day, at: time })
  })

  it.each(['2015-02-30', '2015-03-02T25:00', '2015-03-02T15:60', '3月2日', '2015-03-02T15', '', '20150302'])(
    'refuses %s',
    (text) => {
      expect(parseMoment(text)).toBeNull()
    },
  )

  it('names an end at midnight by the day that ends', () => {
    expect(endName(on('2015-07-12', '00:00'))).toBe('2015-07-11 24:00')
    expect(endName(on('2015-07-12', '00:20'))).toBe('2015-07-12 00:20')
  })
})
