const DIGIT: Readonly<Record<string, number>> = {
  〇: 0,
  零: 0,
  O: 0,
  '0': 0,
  o: 0,
  一: 1,
  二: 2,
  两: 2,
  三: 3,
  四: 4,
  五: 5,
  六: 6,
  七: 7,
  八: 8,
  九: 9,
}

/** Characters that a number may begin with: what follows 后, 前 or an act, where a length is meant. */
export const DIGIT_SIGNS = '0-9一二两三四五六七八九十廿卅半壹贰叁肆伍陆柒捌玖拾'
/** Those of dates. */
export const NUMERALS = '0-9一二三四五六七八九十壹贰叁肆伍陆柒捌玖拾'

/** A small number as the grammar's patterns accept it: 20, 二十, 廿, 十五, 两, 一百二十, 玖. */
/** 二0 stands for 二〇. */
export const NUMBER = '(?:[0-9]{1,4}|[一二三]0|[零〇一二两三四五六七八九十廿卅百壹贰叁肆伍陆柒捌玖拾]{1,6})'
/**
 * A year: four digits, or 二〇一五, 二零一五, 二O一五, 二0一五, 贰零壹伍; two digits after an apostrophe ('15年), or where nothing
 * but a date can be meant (15年底, 15年9月, 零七年八月; 15年内 is a length).
 */
export const YEAR =
  "(?:(?:19|20)[0-9]{2}(?![0-9])|[一二壹贰][〇零Oo0九玖][〇零Oo0一二三四五六七八九壹贰叁肆伍陆柒捌玖]{2}|['\u2018\u2019][0-9]{2}(?=年)|(?:[0-9]{2}|[零〇一二][〇零一二三四五六七八九])(?=年(?:[底末]|(?:[0-9]{1,2}|[一二三四五六七八九十]{1,3})月|第?[一二三四1-4]季|[上下]半年)))"

/** @example yearNumber('’15') // 2015 */
export function yearNumber(text: string): number | null {
  const digits = text.replace(/^['\u2018\u2019]/, '')
  const value = /^[零〇一二]./.test(digits) && digits.length === 2 ? byDigits(digits) : numeral(digits)
  return value !== null && value < 100 ? 2000 + value : value
}

/** Numerals of banks and contracts, as the plain ones. */
const BANKERS: Readonly<Record<string, string>> = {
  壹: '一',
  贰: '二',
  叁: '三',
  肆: '四',
  伍: '五',
  陆: '六',
  柒: '七',
  捌: '八',
  玖: '九',
  拾: '十',
}

const HUNDREDS = /^(?:([一二两三四五六七八九])百零?)?(?:([一二三四五六七八九])?(十))?([一二三四五六七八九])?$/

/**
 * Decodes one numeral; null when it is none (十百, 二十三四).
 * @example numeral('二十') // 20, numeral('廿五') // 25, numeral('二〇一八') // 2018, numeral('一百二十') // 120
 */
export function numeral(text: string): number | null {
  const first = text.charCodeAt(0)
  if (first >= 48 && first <= 57) return /^[0-9]+$/.test(text) ? Number(text) : null
  const plain = text
    .replace(/[壹贰叁肆伍陆柒捌玖拾]/g, (char) => BANKERS[char] ?? char)
    .replace('廿', '二十')
    .replace('卅', '三十')
  if (plain.includes('十') || plain.includes('百')) {
    const match = HUNDREDS.exec(plain)
    if (!match) return null
    const [, hundreds, tens, ten, ones] = match
    return (
      (hundreds ? (DIGIT[hundreds] ?? 0) * 100 : 0) +
      (ten ? (tens ? (DIGIT[tens] ?? 0) : 1) * 10 : 0) +
      (ones ? (DIGIT[ones] ?? 0) : 0)
    )
  }
  return positional(plain)
}

/** 二〇一八 digit by digit; a run like 三五 is no small number, so only one or four digits count. */
function positional(text: string): number | null {
  if (text.length === 2 && text[1] === '0') return byDigits(text)
  return text.length === 1 || text.length === 4 ? byDigits(text) : null
}

function byDigits(text: string): number | null {
  let value = 0
  for (const char of text) {
    const digit = DIGIT[char]
    if (digit === undefined) return null
    value = value * 10 + digit
  }
  return value
}

const NAMES = ['〇', '一', '二', '三', '四', '五', '六', '七', '八', '九'] as const
/** One digit as people write it in 第一季度, 周五. */
export const chineseDigit = (n: number): string => NAMES[n] ?? String(n)
