/**
 * What one field of a message may hold, as plain data: from it follow the parse at the workflow's edge, the bounds,
 * and what the generators send. `label` is the word for people.
 */
export type Field = FieldKind & {
  readonly label: string
  /** What to write there, where a person is asked. Absent: the label. */
  readonly help?: string
  /** What people write there most often, for a form to choose from. */
  readonly common?: readonly string[]
  /** `nullable`: null, or left out, which is the same. `optional`: may be left out, or null: kept as it is. Absent: must be there. */
  readonly need?: 'nullable' | 'optional'
}

export type FieldKind =
  /** Text for people; `blank`: may be empty. At most `most` characters. */
  | { readonly kind: 'text'; readonly most: number; readonly blank: boolean }
  /** An id: no blank, no control character, at most `most` characters. */
  | { readonly kind: 'id'; readonly most: number }
  | { readonly kind: 'sha256' }
  /** `far`: computed by Duban itself, which may lie past what people may write. */
  | { readonly kind: 'date'; readonly far: boolean }
  | { readonly kind: 'time'; readonly far: boolean }
  /** A date, or an instant with or without its offset (parseMoment). */
  | { readonly kind: 'moment' }
  /** A time of day. @example '09:00' */
  | { readonly kind: 'clockTime' }
  | { readonly kind: 'number'; readonly from: number; readonly to: number; readonly whole: boolean }
  | { readonly kind: 'flag' }
  | { readonly kind: 'choice'; readonly of: readonly string[] }
  | { readonly kind: 'list'; readonly of: Field; readonly most: number }
  /** Any names, each with a value of one kind. */
  | { readonly kind: 'record'; readonly of: Field; readonly most: number }
  /** `open`: sent by Duban's own parts; what a later release adds to it is kept as it is. */
  | { readonly kind: 'object'; readonly fields: Fields; readonly open: boolean }
  /** One of several shapes, told apart by the field `by`. */
  | {
      readonly kind: 'oneOf'
      readonly by: string
      readonly cases: Readonly<Record<string, Fields>>
      readonly open: boolean
    }

export type Fields = Readonly<Record<string, Field>>

/** A row for every field of a message type, so that one that is added without a row does not compile. */
export type FieldsOf<T, Without extends string = never> = {
  readonly [K in Exclude<keyof T, Without>]-?: Field
}

/** Characters of a text that people write: notes, reasons, what is done. */
export const LONGEST_TEXT = 8_000
export const LONGEST_TITLE = 500
export const LONGEST_REFERENCE = 200
export const LONGEST_URL = 2_000
export const LONGEST_ID = 120

export const text = (label: string, most = LONGEST_TEXT): Field => ({
  kind: 'text',
  label,
  most,
  blank: true,
})
/** Text that says something. */
export const words = (label: string, most = LONGEST_TEXT): Field => ({
  kind: 'text',
  label,
  most,
  blank: false,
})
export const id = (label: string, most = LONGEST_ID): Field => ({ kind: 'id', label, most })
export const sha256 = (label: string): Field => ({ kind: 'sha256', label })
export const date = (label: string): Field => ({ kind: 'date', label, far: false })
export const farDate = (label: string): Field => ({ kind: 'date', label, far: true })
export const time = (label: string): Field => ({ kind: 'time', label, far: false })
export const farTime = (label: string): Field => ({ kind: 'time', label, far: true })
export const moment = (label: string): Field => ({ kind: 'moment', label })
export const clockTime = (label: string): Field => ({ kind: 'clockTime', label })
export const number = (label: string, from: number, to: number): Field => ({
  kind: 'number',
  label,
  from,
  to,
  whole: false,
})
export const whole = (label: string, from: number, to: number): Field => ({
  kind: 'number',
  label,
  from,
  to,
  whole: true,
})
export const flag = (label: string): Field => ({ kind: 'flag', label })
export const choice = (label: string, of: readonly string[]): Field => ({ kind: 'choice', label, of })
export const list = (label: string, of: Field, most: number): Field => ({ kind: 'list', label, of, most })
export const record = (label: string, of: Field, most: number): Field => ({ kind: 'record', label, of, most })
export const object = (label: string, fields: Fields): Field => ({
  kind: 'object',
  label,
  fields,
  open: false,
})
export const own = (label: string, fields: Fields): Field => ({ kind: 'object', label, fields, open: true })
export const oneOf = (label: string, by: string, cases: Readonly<Record<string, Fields>>): Field => ({
  kind: 'oneOf',
  label,
  by,
  cases,
  open: false,
})
export const ownOneOf = (label: string, by: string, cases: Readonly<Record<string, Fields>>): Field => ({
  kind: 'oneOf',
  label,
  by,
  cases,
  open: true,
})
export const nullable = (field: Field): Field => ({ ...field, need: 'nullable' })
export const optional = (field: Field): Field => ({ ...field, need: 'optional' })
export const help = (text: string, field: Field): Field => ({ ...field, help: text })
export const common = (of: readonly string[], field: Field): Field => ({ ...field, common: of })
