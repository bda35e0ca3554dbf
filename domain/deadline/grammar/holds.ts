import { NUMBER, NUMERALS } from '../numerals.ts'

const QUOTED = /《[^》]*》|“[^”]*”/g
const PERIOD = '(?:工作日|日|天|周|星期|旬|月|季度?|半年|年|学年|学期)'
/** A year, a month, a day or a part of them, as far as something can be due there. */
const DATE = `${NUMBER}月(?:份|底|末|初|[上中下]旬|${NUMBER}[日号])?|(?:年|月|季度?|半年)[底末]|(?:[上下]半年|第?[一二三四1-4]季度)|(?:19|20)[0-9]{2}年?(?:前|内|以前|之前)|[0-9]{1,2}[日号](?=前|之前|以前)|(?:周|星期)[${NUMERALS}日天]|年内`
const EVERY = `每(?:个|两|隔)?(?:${NUMBER})?个?${PERIOD}|[逐按](?:月|季|周|年|日)(?!计|照|时|期)|隔(?:周|月|年)`
/** After or before something, or within a length of time. */
const LENGTH = `(?:后|起|前|之日)的?第?${NUMBER}(?:-${NUMBER})?个?(?:工作日|日|天|小时|月|周|年)|${NUMBER}个?(?:工作日|日|天|小时|周|星期|月|年)(?:以内|之内|内|前)`
const SIGNS = new RegExp(`${DATE}|${EVERY}|${LENGTH}`, 'g')
const AHEAD = '之前|以前|(?:召开|开幕|开始|到来|结束|开学|汛|验收)前'
const EVENT = new RegExp(
  `${AHEAD}|(?:完成|出台|通过|批准)前|之后|^待|,待|届时|不得[早超]|学期|开学|[农阴]历|正月|腊月|闰|[今明][天日晚晨冬春]|后天|[节旦]前`,
)
const LIMITS = new RegExp(AHEAD, 'g')
/** 2023年及以前排查发现的隐患, 12月31日前注册的企业: says which ones, not by when. */
const ATTRIBUTE = /^[^,;。、]{0,14}的/

const bare = (words: string): string =>
  words.replace(QUOTED, (quoted) => (quoted.length > 2 ? '□'.repeat(quoted.length) : quoted))

const binding = (pattern: RegExp, plain: string): boolean => {
  for (const match of plain.matchAll(pattern))
    if (!ATTRIBUTE.test(plain.slice(match.index + match[0].length))) return true
  return false
}

/** Whether a date, a 每…, a length of time or a limiting event stands in words that were to be the object of a deadline. */
export const holdsDate = (words: string): boolean => {
  const plain = bare(words)
  return binding(SIGNS, plain) || binding(LIMITS, plain)
}

/** The same, or an event that something waits for. */
export const holdsTime = (words: string): boolean => holdsDate(words) || EVENT.test(bare(words))
