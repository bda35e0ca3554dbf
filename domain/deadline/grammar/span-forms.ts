import { YEAR } from '../numerals.ts'
import { token } from '../tokens.ts'
import { DAY_FORMS } from './day-forms.ts'
import { FESTIVAL_FORMS } from './festival-forms.ts'
import { MONTH_FORMS } from './month-forms.ts'
import { RELATIVE_FORMS } from './relative-forms.ts'
import { EMPTY, type Form, INSIDE, LIMIT, OF_YEAR, span, WORD_YEAR } from './span-form.ts'
import { WEEK_FORMS } from './week-forms.ts'

const YEAR_FORMS: readonly Form[] = [
  {
    // 2018年, 2018年底前, 今年年底, 2018年内
    pattern: token(`(?:(${YEAR})年度?|(${WORD_YEAR}))(?:年?(底|末|终)|全年|年(?=内))?${INSIDE}${LIMIT}`),
    read: (m) => span('year', m, { end: m[3] !== undefined, before: m[4] !== undefined }),
  },
  {
    // 年中: the end of its first half
    pattern: token(`${OF_YEAR}年中(?!央|国|期|部|心|间|小|旬)${LIMIT}`),
    read: (m) => span('halfYear', m, { part: 1, end: true, before: m[3] !== undefined }),
  },
  {
    // 年底前, 年内, 年终; 年年底, where a year was lost or every year is meant
    pattern: token(`年(?:度内|内|年?(底|末|终))${LIMIT}`),
    read: (m) => ({
      ...EMPTY,
      unit: 'year',
      relative: m[1] === undefined ? { unit: 'year', offset: 0 } : null,
      end: m[1] !== undefined,
      before: m[2] !== undefined,
    }),
  },
]

/** One form for each way a span is written; the longer ones stand first. */
export const SPAN_FORMS: readonly Form[] = [
  ...FESTIVAL_FORMS,
  ...DAY_FORMS,
  ...WEEK_FORMS,
  ...MONTH_FORMS,
  ...RELATIVE_FORMS,
  ...YEAR_FORMS,
]
