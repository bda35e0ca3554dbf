import type { ZodType } from 'zod'
import * as z from 'zod'
import type { Field, Fields } from '../../domain/fields/field.ts'

export type Schema = Readonly<Record<string, unknown>>

/** One field as JSON Schema says it: the bounds are those of the parse (domain/fields/parse.ts). */
function plain(field: Field): Schema {
  switch (field.kind) {
    case 'text':
      return { type: 'string', maxLength: field.most, ...(field.blank ? {} : { minLength: 1 }) }
    case 'id':
      return { type: 'string', minLength: 1, maxLength: field.most }
    case 'sha256':
      return { type: 'string', pattern: '^[0-9a-f]{64}$' }
    case 'date':
      return { type: 'string', format: 'date' }
    case 'time':
      return { type: 'string', pattern: '^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}$' }
    case 'moment':
      return { type: 'string', maxLength: 99 }
    case 'clockTime':
      return { type: 'string', pattern: '^([01]\\d|2[0-3]):[0-5]\\d$' }
    case 'number':
      return { type: field.whole ? 'integer' : 'number', minimum: field.from, maximum: field.to }
    case 'flag':
      return { type: 'boolean' }
    case 'choice':
      return { type: 'string', enum: field.of }
    case 'list':
      return { type: 'array', items: schemaOf(field.of), maxItems: field.most }
    case 'record':
      return { type: 'object', additionalProperties: schemaOf(field.of), maxProperties: field.most }
    case 'object':
      return fieldsSchema(field.fields, field.open)
    case 'oneOf':
      return { oneOf: casesSchema(field.by, field.cases).map(([, schema]) => schema) }
  }
}

/** With its word for people. What may be left out may be null as well. */
export function schemaOf(field: Field): Schema {
  const title = field.label
  const found = plain(field)
  return field.need === undefined ? { title, ...found } : { title, anyOf: [found, { type: 'null' }] }
}

/** An object of a message's fields. */
export function fieldsSchema(
  fields: Fields,
  open = false,
  more: Readonly<Record<string, Schema>> = {},
): Schema {
  const required = [
    ...Object.keys(more),
    ...Object.entries(fields).flatMap(([name, { need }]) => (need === undefined ? [name] : [])),
  ]
  return {
    type: 'object',
    properties: {
      ...more,
      ...Object.fromEntries(Object.entries(fields).map(([name, one]) => [name, schemaOf(one)])),
    },
    ...(required.length > 0 ? { required } : {}),
    additionalProperties: open,
  }
}

/** Several shapes by name, told apart by one field. */
export const casesSchema = (
  by: string,
  cases: Readonly<Record<string, Fields>>,
): readonly (readonly [string, Schema])[] =>
  Object.entries(cases).map(([name, fields]) => [
    name,
    fieldsSchema(fields, false, { [by]: { const: name } }),
  ])

/** What a route answers. */
export function answerSchema(type: ZodType): Schema {
  const { $schema: _, ...schema } = z.toJSONSchema(type, { io: 'output' }) as Record<string, unknown>
  return schema
}
