import { ok, type Refusal, type Result, refuse } from '../basics/result.ts'
import { wellFormed } from '../basics/text.ts'
import { isIsoDate } from '../calendar/date.ts'
import { isSaneDate, isSaneTime, SANE_REMEDY } from '../calendar/sane.ts'
import { isPlanTime, parseMoment } from '../calendar/time.ts'
import type { Field, Fields } from './field.ts'
import { rawText, unreadableOf } from './unreadable.ts'

type Parsed = Result<unknown, Refusal>

const CLOCK_TIME = /^([01]\d|2[0-3]):[0-5]\d$/
const SHA256 = /^[0-9a-f]{64}$/
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const CONTROL = /[\u0000-\u0008\u000e-\u001f\u007f]/
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const NO_ID = /[\u0000-\u001f\u007f-\u009f\ud800-\udfff]|^\s|\s$/u

const isPlain = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && unreadableOf(value) === null

const wrong = (path: string, field: Field, value: unknown, should: string): Parsed =>
  refuse('FIELD_INVALID', `${field.label}（${path}）应为${should}，不是 ${rawText(value).slice(0, 60)}`, {
    remedy: `改正 ${path} 后重试`,
    fields: { field: path },
  })

function tooLong(path: string, field: Field, length: number, most: number): Parsed {
  return refuse('TEXT_TOO_LONG', `${field.label}（${path}）有 ${length} 字，最多 ${most} 字`, {
    remedy: '只写要点，全文作为佐证文件提交',
    fields: { field: path, length, most },
  })
}

function parseText(value: unknown, field: Field & { kind: 'text' }, path: string): Parsed {
  if (typeof value !== 'string') return wrong(path, field, value, '文字')
  if (value.length > field.most) return tooLong(path, field, value.length, field.most)
  if (CONTROL.test(value) || wellFormed(value) !== value)
    return wrong(path, field, value, '没有控制字符和半个字的文字')
  if (!field.blank && value.trim() === '') return wrong(path, field, value, '写明的文字')
  return ok(value)
}

function parseId(value: unknown, field: Field & { kind: 'id' }, path: string): Parsed {
  if (typeof value !== 'string' || value === '') return wrong(path, field, value, '编号')
  if (value.length > field.most) return tooLong(path, field, value.length, field.most)
  return NO_ID.test(value) ? wrong(path, field, value, '没有控制字符、前后没有空格的编号') : ok(value)
}

const outOfRange = (path: string, field: Field, value: string): Parsed =>
  refuse('DATE_OUT_OF_RANGE', `${field.label}（${path}）${value} 不在可以办理的年份里`, {
    remedy: SANE_REMEDY,
    fields: { field: path, value },
  })

function parseDay(value: unknown, field: Field & { kind: 'date' }, path: string): Parsed {
  if (typeof value !== 'string' || !isIsoDate(value))
    return wrong(path, field, value, '真实的日期，如 2015-07-31')
  return field.far || isSaneDate(value) ? ok(value) : outOfRange(path, field, value)
}

function parseTime(value: unknown, field: Field & { kind: 'time' }, path: string): Parsed {
  if (typeof value !== 'string' || !isPlanTime(value))
    return wrong(path, field, value, '真实的时刻，如 2015-07-31T09:00')
  return field.far || isSaneTime(value) ? ok(value) : outOfRange(path, field, value)
}

function parseInstant(value: unknown, field: Field, path: string): Parsed {
  const found = typeof value === 'string' && value.length < 100 ? parseMoment(value) : null
  if (found === null)
    return wrong(path, field, value, '真实的日期或时刻，如 2015-07-31 或 2015-07-31T15:30+08:00')
  return isSaneDate(found.on) ? ok(value) : outOfRange(path, field, String(value))
}

function parseNumber(value: unknown, field: Field & { kind: 'number' }, path: string): Parsed {
  const { from, to } = field
  const fits =
    typeof value === 'number' &&
    Number.isFinite(value) &&
    value >= from &&
    value <= to &&
    (!field.whole || Number.isInteger(value))
  return fits ? ok(value) : wrong(path, field, value, `${from} 到 ${to} 的${field.whole ? '整数' : '数'}`)
}

function parseList(value: unknown, field: Field & { kind: 'list' }, path: string): Parsed {
  if (!Array.isArray(value)) return wrong(path, field, value, '一列')
  if (value.length > field.most) return tooMany(path, field, value.length, field.most)
  const items: unknown[] = []
  for (const [i, item] of value.entries()) {
    const parsed = parseField(item, field.of, `${path}[${i + 1}]`)
    if (!parsed.ok) return parsed
    items.push(parsed.value)
  }
  return ok(items)
}

function parseRecord(value: unknown, field: Field & { kind: 'record' }, path: string): Parsed {
  if (!isPlain(value)) return wrong(path, field, value, '按编号写的一组')
  const entries = Object.entries(value)
  if (entries.length > field.most) return tooMany(path, field, entries.length, field.most)
  const parts: [string, unknown][] = []
  for (const [name, item] of entries) {
    const key = parseId(name, { kind: 'id', label: field.label, most: 300 }, path)
    if (!key.ok) return key
    const parsed = parseField(item, field.of, `${path}.${name}`)
    if (!parsed.ok) return parsed
    parts.push([name, parsed.value])
  }
  return ok(Object.fromEntries(parts))
}

const tooMany = (path: string, field: Field, count: number, most: number): Parsed =>
  refuse('TOO_MANY', `${field.label}（${path}）有 ${count} 个，最多 ${most} 个`, {
    remedy: '分几次办理',
    fields: { field: path, count, most },
  })

function parseCase(value: unknown, field: Field & { kind: 'oneOf' }, path: string): Parsed {
  if (!isPlain(value)) return wrong(path, field, value, `写明 ${field.by} 的一组`)
  const name = value[field.by]
  const fields = typeof name === 'string' && Object.hasOwn(field.cases, name) ? field.cases[name] : undefined
  if (fields === undefined)
    return wrong(`${path}.${field.by}`, field, name, Object.keys(field.cases).join('、'))
  const parsed = parseFields(value, fields, path, { open: field.open, besides: field.by })
  return parsed.ok ? ok({ [field.by]: name, ...(parsed.value as object) }) : parsed
}

function parseField(value: unknown, field: Field, path: string): Parsed {
  switch (field.kind) {
    case 'text':
      return parseText(value, field, path)
    case 'id':
      return parseId(value, field, path)
    case 'sha256':
      return typeof value === 'string' && SHA256.test(value)
        ? ok(value)
        : wrong(path, field, value, '文件的 SHA-256（64 个十六进制数字）')
    case 'date':
      return parseDay(value, field, path)
    case 'time':
      return parseTime(value, field, path)
    case 'moment':
      return parseInstant(value, field, path)
    case 'clockTime':
      return typeof value === 'string' && CLOCK_TIME.test(value)
        ? ok(value)
        : wrong(path, field, value, '00:00 到 23:59 的时刻')
    case 'number':
      return parseNumber(value, field, path)
    case 'flag':
      return typeof value === 'boolean' ? ok(value) : wrong(path, field, value, '是或否（true、false）')
    case 'choice':
      return typeof value === 'string' && field.of.includes(value)
        ? ok(value)
        : wrong(path, field, value, `${field.of.join('、')} 中的一个`)
    case 'list':
      return parseList(value, field, path)
    case 'record':
      return parseRecord(value, field, path)
    case 'object':
      return parseFields(value, field.fields, path, { open: field.open })
    case 'oneOf':
      return parseCase(value, field, path)
  }
}

/**
 * A message by its table: a new object with the fields of the table and nothing else. Pure, and never throws whatever
 * comes. Errors: MESSAGE_INVALID (no object at all), FIELD_MISSING, FIELD_UNKNOWN, FIELD_INVALID, TEXT_TOO_LONG,
 * DATE_OUT_OF_RANGE, TOO_MANY; `fields.field` names the place.
 *
 * @param how `open`: fields that the table does not know are kept; `besides`: a field that was looked at already
 * @example parseFields({ dueOn: '2999-12-31' }, { dueOn: date('到期日') }, '') // DATE_OUT_OF_RANGE
 */
export function parseFields(
  value: unknown,
  fields: Fields,
  path = '',
  how: { readonly open?: boolean; readonly besides?: string } = {},
): Result<Readonly<Record<string, unknown>>, Refusal> {
  if (!isPlain(value))
    return refuse('MESSAGE_INVALID', `${path || '内容'}看不懂：${rawText(value).slice(0, 120)}`, {
      remedy: `应为一组字段：${Object.keys(fields).join('、')}`,
      fields: { field: path },
    })
  const place = (name: string) => (path === '' ? name : `${path}.${name}`)
  const known: [string, unknown][] = []
  for (const [name, field] of Object.entries(fields)) {
    const given = Object.hasOwn(value, name) ? value[name] : undefined
    if (given === undefined && field.need === 'optional') continue
    if (given === null && field.need === 'optional') {
      known.push([name, null])
      continue
    }
    if ((given === undefined || given === null) && field.need === 'nullable') {
      known.push([name, null])
      continue
    }
    if (given === undefined)
      return refuse('FIELD_MISSING', `没有写${field.label}（${place(name)}）`, {
        remedy: `补上 ${place(name)} 后重试`,
        fields: { field: place(name) },
      })
    const parsed = parseField(given, field, place(name))
    if (!parsed.ok) return parsed
    known.push([name, parsed.value])
  }
  for (const name of Object.keys(value)) {
    if (Object.hasOwn(fields, name) || name === how.besides || value[name] === undefined) continue
    if (how.open) known.push([name, value[name]])
    else
      return refuse('FIELD_UNKNOWN', `不认识字段 ${rawText(place(name)).slice(0, 60)}`, {
        remedy: `可写的字段：${Object.keys(fields).join('、')}`,
        fields: { field: rawText(place(name)).slice(0, 60) },
      })
  }
  return ok(Object.fromEntries(known))
}
