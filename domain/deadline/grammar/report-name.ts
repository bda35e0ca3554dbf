import { read, skip, token } from '../tokens.ts'
import type { Production } from './production.ts'
import { bareRule, readHeads } from './recurring-head.ts'

const UNIT = '(半年度?|年度?|季度?|半月|月度?|旬|周|日)'
const REPORT = '(?:报告|报表|报)'
const FIRST = token(`(?:实行|建立|执行|落实|坚持|实施|按|以)?${UNIT}${REPORT}`)
const OTHER = token(`[、/和及]${UNIT}${REPORT}`)
const CLOSING = token('(?:制度|制|形式|方式)?(?:报送|上报|报告)?(?=[,;:。、(]|$)')
/** 月报,次月5日前: the name of what is due at the date that follows. */
const OWN_DATE = token('[,:、]?(?:于|在)?(?:次|翌|下)(?:一?个?)(?:月|年|季|周)')
const COMMA = token('[,:、]')

/** 月报, 季报, 实行周报制度, 月报、季报: the name of a report says how often it is due. */
export const reportName: Production = (text, at, { strict }) => {
  const first = strict || !text.includes('报', at) ? null : read(FIRST, text, at)
  if (!first) return null
  const rules = [bareRule(first[1] ?? '')]
  let end = at + first[0].length
  for (let more = read(OTHER, text, end); more; more = read(OTHER, text, end)) {
    rules.push(bareRule(more[1] ?? ''))
    end += more[0].length
  }
  const closing = read(CLOSING, text, end)
  if (!closing) return null
  end += closing[0].length
  const own = end + skip(COMMA, text, end)
  return skip(OWN_DATE, text, end) > 0 || readHeads(text, own) ? null : { rules, end }
}
