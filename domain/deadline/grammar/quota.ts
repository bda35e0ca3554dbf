import { NUMBER, numeral } from '../numerals.ts'
import type { Quota, RecurringRule } from '../rule.ts'
import { read, skip, token } from '../tokens.ts'
import type { Production } from './production.ts'
import { bareRule } from './recurring-head.ts'

const TIMES = '(?:次|轮|期|回|批次)'
/** Cheap sieve: no quota without one of them. */
const TIMES_SIGN = /[次轮期回]/
const LEAST = '(至少|不少于|不低于|最少|原则上)?'
const WORK_WORD =
  '(?:各|分别|集中|组织|开展|报送|通报|公布|公开|发布|更新|调度|检查|督查|抽查|召开|研究|听取|巡查|举办|举行|进行|完成|监测|评估|督导|走访|调研|演练){0,5}'
/** What is done so many times: kept in front of its object. */
const VERB =
  '(修订|调整|编发|编印|印发|清理|轮训|培训|演练|走访|约谈|评估|考核|检验|会商|汇报|更换|维护|消毒|复核|评议)?'
const AFTER_EVERY = token(
  `[,]?${WORK_WORD}${LEAST}${WORK_WORD}${VERB}(?:(${NUMBER})(?:-+|至|到))?(${NUMBER})${TIMES}(?:\\(?(以上|及以上)\\)?)?`,
)
const ONE_EACH = token(
  '一(?:通报|调度|报告|报|公开|督查|检查|公布|总结|研判|更新|分析|会商|考核|评估|排名|晾晒)',
)

export interface QuotaReading {
  readonly quota: Quota | null
  readonly verb?: string | undefined
  readonly end: number
}

/** What follows 每X: 至少2次, 不少于4次, 一次, 一通报. */
export function readQuota(text: string, at: number): QuotaReading | null {
  const match = read(AFTER_EVERY, text, at)
  if (match) {
    const count = numeral(match[3] ?? match[4] ?? '')
    if (count === null || count < 1 || count > 366) return null
    const least = match[1] !== undefined && match[1] !== '原则上'
    const atLeast = least || match[3] !== undefined || match[5] !== undefined
    return { quota: { count, atLeast }, verb: match[2], end: at + match[0].length }
  }
  const each = skip(ONE_EACH, text, at)
  return each > 0 ? { quota: { count: 1, atLeast: false }, end: at + each } : null
}

const SLASH = token(`${LEAST}(${NUMBER})${TIMES}(?:以上)?(?:/|每)(半年|季度?|月|周|年|日)`)
const ONE_PER = token(
  `(?:(一|1)|(两|2|三|3|半))?个?(半年|季度?|月|周|年度?)(?:至少|不少于)?([一二两三四五六1-6])${TIMES}(以上)?`,
)
const ONE_REPORT = token(
  '一(月|季度?|周|年|日|半年)一(?:通报|调度|报告|报|公开|督查|检查|公布|总结|研判|更新|分析|会商|考核|评估|排名)',
)
const IN_YEAR = token(
  `(?:(?:全年|年内|年度|本年度?|今年)(?:内)?${WORK_WORD}${LEAST}|(?:抽查|检查|督查|开展|组织|召开|通报)?(至少|不少于|不低于)?)${WORK_WORD}(${NUMBER})${TIMES}(以上)?`,
)

const rule = (word: string, interval: number, count: number, atLeast: boolean): RecurringRule => ({
  ...bareRule(word, interval),
  quota: { count, atLeast },
})

/** N次/年, 一季度一次, 全年不少于4次, 抽查1次: a quota over its period, not invented dates (rules §3). */
export const quota: Production = (text, at, { strict }) => {
  if (strict || (text[at] !== '一' && !TIMES_SIGN.test(text))) return null
  const slash = read(SLASH, text, at)
  if (slash) {
    const count = numeral(slash[2] ?? '')
    return count
      ? { rules: [rule(slash[3] ?? '', 1, count, slash[1] !== undefined)], end: at + slash[0].length }
      : null
  }
  const report = read(ONE_REPORT, text, at)
  if (report) return { rules: [rule(report[1] ?? '', 1, 1, false)], end: at + report[0].length }
  const per = read(ONE_PER, text, at)
  if (per && (per[1] !== undefined || per[2] !== undefined)) {
    const word = per[2] === '半' ? '半年' : (per[3] ?? '')
    const count = numeral(per[4] ?? '')
    const interval = per[2] === undefined || per[2] === '半' ? 1 : (numeral(per[2]) ?? 1)
    if (count) return { rules: [rule(word, interval, count, per[5] !== undefined)], end: at + per[0].length }
  }
  const inYear = read(IN_YEAR, text, at)
  const count = inYear ? numeral(inYear[3] ?? '') : null
  if (!inYear || !count) return null
  const atLeast = inYear[1] !== undefined || inYear[2] !== undefined || inYear[4] !== undefined
  return { rules: [rule('年', 1, count, atLeast)], end: at + inYear[0].length }
}
