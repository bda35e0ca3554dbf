const DIGIT: Record<string, number> = {
  〇: 0,
  零: 0,
  O: 0,
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

/** A number as the grammar's patterns accept it: 20, 二十, 廿, 十五, 两, 二〇一五, 一百二十. */
export const NUMERAL = '(?:[0-9]+|[零〇一二两三四五六七八九十廿卅百]+)'
/** A year: 2015, 二〇一五, 二O一五. */
export const YEAR = '(?:(?:19|20)[0-9]{2}|[二一][〇零Oo九][〇零Oo一二三四五六七八九]{2})'

const positional = (text: string): number | null => {
  let value = 0
  for (const char of text) {
    const digit = DIGIT[char]
    if (digit === undefined) return null
    value = value * 10 + digit
  }
  return value
}

/**
 * Decodes one numeral; null when it is none (十百, 二十三四).
 * @example numeral('二十') // 20, numeral('廿五') // 25, numeral('二〇一五') // 2015, numeral('一百二十') // 120
 */
export function numeral(text: string): number | null {
  if (/^[0-9]+$/.test(text)) return Number(text)
  const plain = text.replace(/廿/g, '二十').replace(/卅/g, '三十')
  if (!/[十百]/.test(plain)) return plain.length > 0 ? positional(plain) : null
  const match =
    /^(?:([一二两三四五六七八九])百零?)?(?:([一二三四五六七八九])?(十))?([一二三四五六七八九])?$/.exec(plain)
  if (!match) return null
  const [, hundreds, tens, ten, ones] = match
  const digit = (char: string | undefined, otherwise: number) =>
    char === undefined ? otherwise : (DIGIT[char] ?? 0)
  return digit(hundreds, 0) * 100 + (ten ? digit(tens, 1) * 10 : 0) + digit(ones, 0)
}

const NAMES = ['〇', '一', '二', '三', '四', '五', '六', '七', '八', '九']
/** 1–4 as people write them in 第一季度. */
export const chineseDigit = (n: number): string => NAMES[n] ?? String(n)
