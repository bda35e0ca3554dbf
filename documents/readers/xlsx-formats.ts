import { SSF } from '@e965/xlsx'

type Token =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'field'; readonly field: Field; readonly letters: string }
  | { readonly kind: 'general' }
type Field = 'year' | 'month' | 'day' | 'weekday' | 'hour' | 'minute' | 'second' | 'half'

const FIELDS: Readonly<Record<string, Field>> = {
  y: 'year',
  e: 'year',
  b: 'year',
  m: 'month',
  d: 'day',
  h: 'hour',
  s: 'second',
}
const GENERAL = /^(?:general|g\/通用格式)/i
const HALVES = /^(?:am\/pm|a\/p|上午\/下午)/i

/** The parts of a format between its semicolons; those in quotes or brackets, or escaped, part nothing. */
export function sectionsOf(format: string): readonly string[] {
  const sections: string[] = ['']
  let quoted = false
  for (let i = 0; i < format.length; i += 1) {
    const char = format[i] ?? ''
    if (!quoted && char === '\\') {
      sections[sections.length - 1] += char + (format[i + 1] ?? '')
      i += 1
      continue
    }
    if (char === '"') quoted = !quoted
    if (char === ';' && !quoted) sections.push('')
    else sections[sections.length - 1] += char
  }
  return sections
}

/** A section word by word; null when it counts hours beyond a day ([h]:mm) or holds places for digits. */
function tokensOf(section: string): readonly Token[] | null {
  const tokens: Token[] = []
  const text = (literal: string) => tokens.push({ kind: 'text', text: literal })
  let at = 0
  while (at < section.length) {
    const rest = section.slice(at, at + 12)
    const char = section[at] ?? ''
    if (char === '"') {
      const end = section.indexOf('"', at + 1)
      text(section.slice(at + 1, end < 0 ? undefined : end))
      at = end < 0 ? section.length : end + 1
    } else if (char === '\\') {
      text(section[at + 1] ?? '')
      at += 2
    } else if (char === '_' || char === '*') at += 2
    else if (char === '[') {
      const end = section.indexOf(']', at)
      if (/^\[[hms]+\]$/i.test(section.slice(at, end + 1))) return null
      at = end < 0 ? section.length : end + 1
    } else if (GENERAL.test(rest)) {
      tokens.push({ kind: 'general' })
      at += GENERAL.exec(rest)?.[0].length ?? 1
    } else if (HALVES.test(rest)) {
      tokens.push({ kind: 'field', field: 'half', letters: '' })
      at += HALVES.exec(rest)?.[0].length ?? 1
    } else if (/[ymdhsebga]/i.test(char)) {
      let end = at
      while (section[end]?.toLowerCase() === char.toLowerCase()) end += 1
      const letters = section.slice(at, end).toLowerCase()
      const weekday = char.toLowerCase() === 'a' || (char.toLowerCase() === 'd' && letters.length > 2)
      const field = weekday ? 'weekday' : FIELDS[char.toLowerCase()]
      // g is the era before a year: it has no number of its own.
      if (field !== undefined) tokens.push({ kind: 'field', field, letters })
      at = end
    } else if (/[0#?]/.test(char)) {
      // Parts of a second; any other place for a digit makes a number of it.
      const last = tokens.filter((token) => token.kind === 'field').at(-1)
      if (last?.kind !== 'field' || last.field !== 'second') return null
      at += 1
    } else {
      text(char)
      at += 1
    }
  }
  return withMinutes(tokens)
}

/** m is minutes behind hours or before seconds. */
function withMinutes(tokens: readonly Token[]): readonly Token[] {
  const fields = tokens.filter((token) => token.kind === 'field')
  return tokens.map((token) => {
    if (token.kind !== 'field' || token.field !== 'month' || token.letters.length > 2) return token
    const at = fields.indexOf(token)
    const [before, after] = [fields[at - 1], fields[at + 1]]
    const minutes =
      (before?.kind === 'field' && before.field === 'hour') ||
      (after?.kind === 'field' && after.field === 'second')
    return minutes ? { ...token, field: 'minute' as const } : token
  })
}

interface Shown {
  readonly y: number
  readonly m: number
  readonly d: number
  readonly H: number
  readonly M: number
}

const TIME = new Set<Field>(['hour', 'minute', 'second', 'half'])
const CHINESE = /[\u4e00-\u9fff]/
const two = (n: number): string => String(n).padStart(2, '0')

/** As the format has it, with whole years and without weekdays; words of the hour go with the hour. */
function inWords(tokens: readonly Token[], at: Shown, hour: string): string {
  let out = ''
  let timed = false
  for (const token of tokens) {
    if (token.kind === 'text') {
      if (!timed || !/^[\s时分秒点时:：.\-/]*$/.test(token.text)) out += token.text
    } else if (token.kind === 'field') {
      if (TIME.has(token.field)) {
        if (!timed) out += hour
        timed = true
      } else if (token.field === 'year') out += at.y
      else if (token.field === 'month') out += token.letters.length > 2 ? `${at.m}月` : at.m
      else if (token.field === 'day') out += at.d
    }
  }
  return out.trim()
}

/** Day, month or year, as far as the format shows them. */
function inFigures(has: ReadonlySet<Field>, at: Shown, hour: string): string | null {
  const [y, m, d] = [has.has('year'), has.has('month'), has.has('day')]
  if (!y && !m && !d && !has.has('weekday')) return null
  if ((y && m && d) || (!y && !m && !d)) return `${at.y}/${at.m}/${at.d}${hour === '' ? '' : ` ${hour}`}`
  const words = `${y ? `${at.y}年` : ''}${m ? `${at.m}月` : ''}${d ? `${at.d}日` : ''}`
  return words + (hour === '' ? '' : ` ${hour}`)
}

/**
 * What a number shows in a format of dates, read as Chinese: whatever the language of the format, the day, month or
 * year that it shows. Midnight is no hour: sheets show it for days without one. A format with words of its own
 * ("月底前") keeps them. Null: not a format of dates, nor one of words around a plain number.
 *
 * @example shownNumber(46203, '[$-409]d\\-mmm\\-yy;@') // '2026/6/30'
 * @example shownNumber(46203, 'mmm-yy') // '2026年6月'
 * @example shownNumber(6, 'General"月底前"') // '6月底前'
 */
export function shownNumber(value: number, format: string, date1904 = false): string | null {
  const tokens = tokensOf(sectionsOf(format)[0] ?? '')
  if (tokens === null) return null
  const literal = tokens.map((token) => (token.kind === 'text' ? token.text : '')).join('')
  if (tokens.some((token) => token.kind === 'general'))
    return literal.trim() === ''
      ? null
      : tokens
          .map((t) => (t.kind === 'text' ? t.text : t.kind === 'general' ? SSF.format('General', value) : ''))
          .join('')
  const has = new Set(tokens.flatMap((token) => (token.kind === 'field' ? [token.field] : [])))
  if (has.size === 0 || value < 0) return null
  const at: Shown | null = SSF.parse_date_code(value, { date1904 })
  if (at === null) return null
  const atMidnight = at.H === 0 && at.M === 0
  const timed = has.has('hour') && !atMidnight
  const words = CHINESE.test(literal.replace(/[时分秒点上下午]/g, ''))
  if (words) return inWords(tokens, at, timed ? `${at.H}时${at.M === 0 ? '' : `${two(at.M)}分`}` : '')
  return inFigures(has, at, timed ? `${at.H}:${two(at.M)}` : '')
}

/** A text in a format that puts words around it, or hides it; null where the format leaves it as it is. */
export function shownText(text: string, format: string): string | null {
  const sections = sectionsOf(format)
  const section = sections.length >= 4 ? sections[3] : sections.find((part) => part.includes('@'))
  if (section === undefined || section.trim() === '@') return null
  if (section.trim() === '') return sections.length >= 4 ? '' : null
  if (!section.includes('@')) return null
  const tokens = tokensOf(section)
  return tokens === null
    ? null
    : tokens.map((token) => (token.kind === 'text' ? (token.text === '@' ? text : token.text) : '')).join('')
}
