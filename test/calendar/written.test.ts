import { expect, it } from 'vitest'
import { readDate, readMoment } from '../../domain/calendar/written.ts'

it('a date is read as people write it, half or full width', () => {
  for (const text of [
    '2026-03-02',
    '2026-3-2',
    '2026/3/2',
    '2026.03.02',
    '20260302',
    '2026年3月2日',
    '2026年03月02号',
    '2026 年 3 月 2 日',
    '２０２６年３月２日',
    '２０２６／３／２',
    '２０２６－０３－０２',
    ' 2026年3月2 ',
  ])
    expect(readDate(text), text).toBe('2026-03-02')
})

it('what is no whole or no real date is none: nothing is guessed', () => {
  for (const text of [
    '',
    '3月2日',
    '2026年3月',
    '2026-02-30',
    '2026/13/1',
    '2026-3/2',
    '2026年3月2日前',
    '260302',
    '明天',
  ])
    expect(readDate(text), text).toBeNull()
})

it('an hour may stand beside it, in Shanghai unless an offset says otherwise', () => {
  for (const text of [
    '2026-03-02T15:30',
    '2026年3月2日15时30分',
    '2026/3/2 15:30',
    '２０２６年３月２日 15：30',
    '2026-03-02T07:30Z',
  ])
    expect(readMoment(text), text).toEqual({ on: '2026-03-02', at: '2026-03-02T15:30' })
  expect(readMoment('2026年3月2日9时')).toEqual({ on: '2026-03-02', at: '2026-03-02T09:00' })
  expect(readMoment('2026年3月2日')).toEqual({ on: '2026-03-02', at: null })
  for (const text of ['2026-03-02T25:00', '2026-03-02 下午', '15:30'])
    expect(readMoment(text), text).toBeNull()
})
