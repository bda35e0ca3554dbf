const DIGITS = '〇一二三四五六七八九'

/** 1 to 9999 as counted in a text: 十一, 二十, 一百零三. */
function counted(value: number): string {
  if (value <= 0 || value > 9999) return String(value)
  const places = ['', '十', '百', '千']
  let text = ''
  let gap = false
  for (let place = 3; place >= 0; place -= 1) {
    const digit = Math.floor(value / 10 ** place) % 10
    if (digit === 0) {
      gap = text !== ''
      continue
    }
    text += `${gap ? '零' : ''}${DIGITS[digit]}${places[place]}`
    gap = false
  }
  return text.replace(/^一十/, '十')
}

const roman = (value: number): string =>
  (
    [
      [10, 'X'],
      [9, 'IX'],
      [5, 'V'],
      [4, 'IV'],
      [1, 'I'],
    ] as const
  ).reduce(
    ({ rest, text }, [size, sign]) => ({
      rest: rest % size,
      text: text + sign.repeat(Math.floor(rest / size)),
    }),
    { rest: Math.min(value, 399), text: '' },
  ).text

const letter = (value: number): string => String.fromCharCode(64 + ((value - 1) % 26) + 1)

/** A number in one of Word's formats (ECMA-376 17.18.59); what a plan does not use is printed in digits. @example chineseNumeral(12, 'chineseCounting') // '十二' */
export function chineseNumeral(value: number, format: string): string {
  switch (format) {
    case 'chineseCounting':
    case 'chineseCountingThousand':
    case 'japaneseCounting':
    case 'ideographDigital':
    case 'taiwaneseCounting':
      return counted(value)
    case 'decimalEnclosedCircle':
    case 'decimalEnclosedCircleChinese':
      return value >= 1 && value <= 20 ? String.fromCodePoint(0x245f + value) : String(value)
    case 'decimalFullWidth':
      return String(value).replace(/\d/g, (d) => String.fromCodePoint(0xff10 + Number(d)))
    case 'ideographTraditional':
      return '甲乙丙丁戊己庚辛壬癸'[(value - 1) % 10] ?? String(value)
    case 'upperLetter':
      return letter(value)
    case 'lowerLetter':
      return letter(value).toLowerCase()
    case 'upperRoman':
      return roman(value)
    case 'lowerRoman':
      return roman(value).toLowerCase()
    default:
      return String(value)
  }
}
