import type { Span } from '../rule.ts'
import { BEFORE, type Match, token } from '../tokens.ts'
import { EMPTY, type Form, OF_YEAR, span } from './span-form.ts'

const FESTIVAL_OF =
  '(?:(元旦)|(春节)|(清明)|(劳动节|五一|[“"]五一[”"])|(端午)|(中秋)|(国庆|[“"]十一[”"]))(?:国际劳动节|节)?(?:假期|放假|长假|小长假)?'
const festivalPart = (m: Match) => m.slice(3, 10).findIndex((name) => name !== undefined) + 1

/** 春节期间, 2016年国庆假期: the days off by the year's notice. */
const FESTIVAL_DAYS = token(`${OF_YEAR}${FESTIVAL_OF}(?:期间|当中)`)
export function festivalDays(text: string, at: number): { readonly span: Span; readonly end: number } | null {
  FESTIVAL_DAYS.lastIndex = at
  const m = FESTIVAL_DAYS.exec(text)
  return m && { span: span('festival', m, { part: festivalPart(m) }), end: at + m[0].length }
}

/** Before a festival: its holiday begins when the year's notice says. */
export const FESTIVAL_FORMS: readonly Form[] = [
  {
    // 节前, 两节前: of which festival?
    pattern: token(`[两双]?节(?:假日|日)?${BEFORE}`),
    read: () => ({ ...EMPTY, unit: 'festival', before: true }),
  },
  {
    // 国庆节前, 2016年春节前, “五一”前: before the holiday begins, which the year's notice says
    pattern: token(`${OF_YEAR}${FESTIVAL_OF}${BEFORE}`),
    read: (m) => span('festival', m, { part: festivalPart(m), before: true }),
  },
]
