import type { Field, Fields } from '../../domain/fields/field.ts'

/** Numbers from 0 to 1 that a seed decides. */
export type Next = () => number

const pick = <T>(next: Next, from: readonly T[]): T => from[Math.floor(next() * from.length)] as T
const HAN = '督办市局省出台办法报送进展情况材料审核期限调整'
const long = (next: Next, length: number): string => {
  const start = Math.floor(next() * HAN.length)
  return (HAN.slice(start) + HAN.repeat(Math.ceil(length / HAN.length))).slice(0, length)
}
const hex = (next: Next, length: number): string =>
  Array.from({ length }, () => Math.floor(next() * 16).toString(16)).join('')

/** A value that the field takes; `edge`: the longest, the first or the last that it does. */
export function valid(field: Field, next: Next, edge: boolean): unknown {
  if (field.need === 'nullable' && next() < 0.3) return null
  switch (field.kind) {
    case 'text':
      return edge ? long(next, field.most) : long(next, 1 + Math.floor(next() * Math.min(20, field.most)))
    case 'id':
      return `x-${hex(next, edge ? field.most - 2 : 6)}`
    case 'sha256':
      return hex(next, 64)
    case 'date':
      return edge
        ? pick(next, ['1990-01-01', '2099-12-31', '2096-02-29'])
        : pick(next, ['2026-03-02', '2026-06-30'])
    case 'time':
      return edge ? pick(next, ['1990-01-01T00:00', '2099-12-31T23:59']) : '2026-03-02T12:00'
    case 'moment':
      return pick(next, ['2026-03-02', '2026-03-02T09:30', '2026-03-02T01:30Z', '2026-03-02 09:30:15+08:00'])
    case 'clockTime':
      return pick(next, ['00:00', '09:00', '23:59'])
    case 'number': {
      const n = edge ? pick(next, [field.from, field.to]) : field.from + (field.to - field.from) * next()
      return field.whole ? Math.floor(n) : n
    }
    case 'flag':
      return next() < 0.5
    case 'choice':
      return pick(next, field.of)
    case 'list':
      return Array.from({ length: Math.min(field.most, 1 + Math.floor(next() * 2)) }, () =>
        valid({ ...field.of }, next, edge && field.of.kind !== 'text'),
      )
    case 'record':
      return { [`x-${hex(next, 4)}`]: valid(field.of, next, false) }
    case 'object':
      return validMessage(field.fields, next, edge)
    case 'oneOf': {
      const name = pick(next, Object.keys(field.cases))
      return { [field.by]: name, ...validMessage(field.cases[name] as Fields, next, edge) }
    }
  }
}

/** A message that its table takes. */
export function validMessage(fields: Fields, next: Next, edge = false): Record<string, unknown> {
  const message: Record<string, unknown> = {}
  for (const [name, field] of Object.entries(fields))
    if (field.need !== 'optional' || next() < 0.6) message[name] = valid(field, next, edge)
  return message
}

/** Junk by its kind; whether a field takes it is for its table to say. */
export const JUNK: Readonly<Record<string, (next: Next, field: Field) => unknown>> = {
  number: (next) => pick(next, [5, -1, 1e308, 0.5]),
  object: () => ({}),
  list: () => [[]],
  flag: () => true,
  null: () => null,
  missing: () => undefined,
  empty: () => '',
  blank: () => ' \u3000\n',
  words: (next) => pick(next, ['zzzz', '长期', '__proto__', 'close']),
  control: () => 'ev\u0000x\u001b[31m',
  surrogate: () => '\ud800',
  tooLong: (next, field) =>
    field.kind === 'id'
      ? hex(next, 6_000)
      : field.kind === 'text'
        ? long(next, field.most + 1)
        : long(next, 9_000),
  early: () => '1900-01-01',
  late: () => '2999-12-31',
  noDay: (next) => pick(next, ['2026-02-30', '2026-13-01', '2026-3-1', '2026-03-02T25:00']),
  farOffset: () => '1900-01-01T00:00+14:00',
  lateTime: () => '2999-12-31T23:59',
}

/** Every place of a table that a value can stand at, with its field: `act.files[].sha256`. */
export function placesOf(
  fields: Fields,
  path: readonly string[] = [],
): readonly { path: readonly string[]; field: Field }[] {
  return Object.entries(fields).flatMap(([name, field]) => {
    const here = [...path, name]
    const inner: Fields =
      field.kind === 'object'
        ? field.fields
        : field.kind === 'oneOf'
          ? (Object.values(field.cases)[0] ?? {})
          : {}
    return [{ path: here, field }, ...placesOf(inner, here)]
  })
}

/** The message with one place of it spoiled; null where the message has no such place. */
export function spoiled(
  message: Readonly<Record<string, unknown>>,
  path: readonly string[],
  value: unknown,
): Record<string, unknown> | null {
  const [name, ...rest] = path
  if (name === undefined) return null
  if (rest.length === 0) {
    const { [name]: _, ...others } = message
    return value === undefined ? others : { ...others, [name]: value }
  }
  const inner = message[name]
  if (typeof inner !== 'object' || inner === null || Array.isArray(inner)) return null
  const below = spoiled(inner as Record<string, unknown>, rest, value)
  return below === null ? null : { ...message, [name]: below }
}
