import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { REVIEW_CODES, severityOf } from '../../domain/deadline/review.ts'
import { codesOf, compile } from './support.ts'

describe('what must be shown and never silently settled (deadline-rules §4)', () => {
  it.each([
    ['每月25日前', 'before-inclusive', 'note'],
    ['2018年7月', 'month-only', 'note'],
    ['每月25日', 'anchor-on-rest-day', 'note'], // Saturday 2015-07-25
    ['2015年10月31日', 'fixed-on-rest-day', 'note'], // Saturday
    ['', 'no-deadline', 'confirm'],
    ['——', 'no-deadline', 'confirm'],
    ['每月5号', 'exact-or-latest', 'note'],
    ['9月', 'year-assumed', 'note'],
    ['明年3月底前', 'year-relative', 'note'],
    ['2018年11月、2月', 'year-rolled', 'note'],
    ['2018年8月起', 'start-without-period', 'confirm'],
    ['待省级办法出台后', 'event-without-limit', 'confirm'],
    ['批准后5日内', 'single-or-stream', 'confirm'],
    ['3月前', 'before-span', 'confirm'],
    ['7月12月', 'months-run-together', 'confirm'],
    ['月底前', 'which-period', 'confirm'],
    ['20日内', 'start-assumed', 'confirm'],
    ['详见附件', 'see-elsewhere', 'confirm'],
    ['2015年3月', 'before-issue', 'confirm'],
    ['每月31日前', 'short-month', 'note'],
    ['9月初', 'month-start', 'note'],
    ['及时', 'vague', 'note'],
    ['及时公开', 'disclosure-limit', 'note'],
    ['原则上2018年底前', 'hedged', 'note'],
    ['2018年7月，不得早于6月27日', 'unparsed', 'confirm'],
    ['2015年2月29日', 'short-month', 'note'],
    ['每年2月29日前', 'short-month', 'note'],
    ['周五前', 'next-one', 'confirm'],
    ['30日前', 'next-one', 'confirm'],
    ['9月前10天', 'first-or-before', 'confirm'],
    ['9月的前两周', 'first-or-before', 'confirm'],
    ['2015年起三年内', 'from-then-length', 'confirm'],
    ['15年', 'year-or-length', 'confirm'],
    ['每周一报送', 'weekday-or-count', 'confirm'],
    ['已完成，长期坚持', 'already-done', 'confirm'],
    ['立行立改', 'immediate', 'confirm'],
    ['当月下旬', 'which-period', 'confirm'],
    ['本月', 'which-period', 'confirm'],
    ['次年1月31日前', 'year-after-plan', 'note'],
    ['每月10日前报送，2040年6月底前完成', 'long-series', 'note'],
    ['每隔三天', 'every-other', 'note'],
    ['每年3月底前', 'no-occurrence', 'confirm'],
  ] as const)('%s: %s (%s)', (text, code, severity) => {
    expect(codesOf(compile(text))).toContain(code)
    expect(compile(text).review.find((item) => item.code === code)).toMatchObject({ severity })
    expect(severityOf(code)).toBe(severity)
  })

  it('asks nothing where nothing is in doubt', () => {
    for (const text of [
      '2015年12月底前',
      '2015年9月30日',
      '每季度结束后20日内',
      '收到申请之日起15个工作日内',
    ])
      expect(codesOf(compile(text)), text).toEqual([])
  })

  it('documents every code', () => {
    const docs = readFileSync(new URL('../../docs/deadlines.md', import.meta.url), 'utf8')
    for (const code of REVIEW_CODES) expect(docs).toContain(`| \`${code}\` | ${severityOf(code)} |`)
  })
})
