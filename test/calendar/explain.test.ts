import { describe, expect, it } from 'vitest'
import { loadCalendar } from '../../documents/calendars/load.ts'
import { mustDate } from '../../domain/calendar/date.ts'
import { explainCount, noticeLines, weekdayName } from '../../domain/calendar/explain.ts'
import { addWorkingDays, rollForward } from '../../domain/calendar/workdays.ts'

const calendar = loadCalendar()
const explain = (from: string, n: number) => explainCount(addWorkingDays(calendar, mustDate(from), n))

describe('a count explains itself', () => {
  it('by the days passed over, as runs, and the make-up days counted', () => {
    expect(explain('2015-09-02', 2)).toEqual([
      '跳过：2015-09-03至09-05 抗战胜利纪念日放假',
      '计入调休上班日：2015-09-06（周日）',
    ])
    expect(explain('2015-07-31', 1)).toEqual(['跳过：2015-08-01至08-02 周末'])
    expect(explain('2015-08-03', 3)).toEqual([])
  })

  it('in date order also when counted backward', () => {
    expect(explain('2015-10-12', -2)).toEqual(['跳过：2015-10-11 周末', '计入调休上班日：2015-10-10（周六）'])
    expect(explain('2015-10-08', -3)).toEqual(['跳过：2015-10-01至10-07 国庆节放假'])
  })

  it('with weekends only counted when there are many', () => {
    expect(explain('2015-09-02', 20)[0]).toBe(
      '跳过：2015-09-03至09-05 抗战胜利纪念日放假、2015-09-12至09-13 周末、2015-09-19至09-20 周末、2015-09-26至09-27 中秋节放假、2015-10-01至10-07 国庆节放假',
    )
    expect(explain('2015-09-02', 40)[0]).toBe(
      '跳过：2015-09-03至09-05 抗战胜利纪念日放假、2015-09-26至09-27 中秋节放假、2015-10-01至10-07 国庆节放假、周末 11 天',
    )
  })

  it('with the year where a run crosses it, and 暂定 where the notice is not out', () => {
    expect(explainCount(rollForward(calendar, mustDate('2022-12-31')))).toEqual([
      '跳过：2022-12-31至2023-01-02 元旦放假',
    ])
    expect(explain('2026-12-31', 1).at(-1)).toMatch(/^暂定：/)
  })

  it('names the notices, and says what was not verified', () => {
    expect(noticeLines(calendar.years[2015]!)[1]).toBe(
      '国务院关于中国人民抗日战争暨世界反法西斯战争胜利70周年纪念日调休放假的通知（国发明电〔2015〕1号，2015-05-13）',
    )
    expect(noticeLines(calendar.years[2008]!)).toEqual([
      '国务院办公厅关于2008年部分节假日安排的通知（文号未核实）',
    ])
    expect(weekdayName(mustDate('2015-09-06'))).toBe('周日')
  })
})
