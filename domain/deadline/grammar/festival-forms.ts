import { FESTIVALS, FIXED_DAYS } from '../festivals.ts'
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

const FIXED_PART = new Map(
  FIXED_DAYS.flatMap(([words], i) =>
    words.map((word) => [word, FESTIVALS.length - FIXED_DAYS.length + 1 + i] as const),
  ),
)
/** 教师节前, 2024年“七一”前, 宪法日: days that are no holidays, each by its own date. */
const FIXED_DAY = token(
  `${OF_YEAR}[“"]?(?:国际|世界|国家|全国|全民|中国)?(?:劳动)?(${[...FIXED_PART.keys()].join('|')})[”"]?(?:国际|劳动|妇女|青年|儿童|教育|纪念)*(节|日(?!常|期|程|益))?[”"]?(?:当[天日])?(${BEFORE})?`,
)

/** Before a festival: its holiday begins when the year's notice says. */
export const FESTIVAL_FORMS: readonly Form[] = [
  {
    // 节前, 两节前: of which festival?
    has: ['前'],
    pattern: token(`[两双]?节(?:假日|日)?${BEFORE}`),
    read: () => ({ ...EMPTY, unit: 'festival', before: true }),
  },
  {
    // 国庆节前, 2016年春节前, “五一”前: before the holiday begins, which the year's notice says
    has: ['前'],
    pattern: token(`${OF_YEAR}${FESTIVAL_OF}${BEFORE}`),
    read: (m) => span('festival', m, { part: festivalPart(m), before: true }),
  },
  {
    // Without 节 or 日 only the ones known by their day: “七一”前.
    has: ['节', '日', '三', '五', '六', '七', '八'],
    pattern: FIXED_DAY,
    read: (m) =>
      m[4] === undefined && !(m[5] !== undefined && /^[三五六七八]/.test(m[3] ?? ''))
        ? null
        : span('festival', m, { part: FIXED_PART.get(m[3] ?? '') ?? null, before: m[5] !== undefined }),
  },
]
