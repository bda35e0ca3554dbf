import type { Refusal } from '../../domain/basics/result.ts'
import type { Field, Fields } from '../../domain/fields/field.ts'
import type { Obligation } from '../../domain/plan/measure/obligation.ts'
import { standingName } from '../../domain/supervision/names.ts'
import type { ActTable } from '../act-tables.ts'
import { typedDate } from '../parts/dates.ts'
import { Input, Field as Row } from '../parts/form.tsx'
import { W } from '../words/zh-CN.ts'

/** Values as they were typed, by the field's name. */
export type Typed = Readonly<Record<string, readonly string[]>>

const optionalMark = (field: Field) => (field.need === undefined ? '' : W.act.optional)

/** What to write there, where that is more than the label says. */
const helpOf = ({ label, help }: Field) => (help === label ? undefined : help)

interface RowProps {
  readonly name: string
  readonly field: Field
  readonly typed: Typed
  readonly refusal: Refusal | null
}

/** One input for one kind of field; what a list holds is written a line each. */
function FieldRow({ name, field, typed, refusal }: RowProps) {
  const value = typed[name]?.[0] ?? ''
  const label = `${field.label}${optionalMark(field)}`
  const required = field.need === undefined
  const hint = helpOf(field)
  const shared = { name, label, hint, refusal }
  const described = hint === undefined ? undefined : `h-${name}`
  if (field.kind === 'date') return <Input {...shared} type="date" value={value} required={required} />
  if (field.kind === 'number')
    return (
      <Input
        {...shared}
        type="number"
        label={`${label}${W.act.range(field.from, field.to)}`}
        value={value}
        required={required}
      />
    )
  if (field.kind === 'flag')
    return (
      <div class="field">
        <label class="choice" for={`f-${name}`}>
          <input
            id={`f-${name}`}
            name={name}
            type="checkbox"
            value="1"
            checked={value === '1'}
            aria-describedby={described}
          />
          {label}
        </label>
        {hint && (
          <p class="hint" id={`h-${name}`}>
            {hint}
          </p>
        )}
      </div>
    )
  if (field.kind === 'choice')
    return (
      <fieldset class="field" aria-describedby={described}>
        <legend>{label}</legend>
        {hint && (
          <p class="hint" id={`h-${name}`}>
            {hint}
          </p>
        )}
        {field.of.map((one) => (
          <label class="choice" for={`f-${name}-${one}`}>
            <input id={`f-${name}-${one}`} type="radio" name={name} value={one} checked={value === one} />
            {one}
          </label>
        ))}
      </fieldset>
    )
  if (field.kind === 'object')
    return (
      <fieldset class="field">
        <legend>{label}</legend>
        {Object.entries(field.fields).map(([part, one]) => (
          <FieldRow
            name={`${name}.${part}`}
            field={field.need === undefined ? one : { ...one, need: 'optional' }}
            typed={typed}
            refusal={refusal}
          />
        ))}
      </fieldset>
    )
  if (field.kind === 'list' && name === 'files')
    return (
      <Row name={name} label={`${field.label}${W.act.optional}`} hint={W.act.fileHint} refusal={refusal}>
        <input id={`f-${name}`} name={name} type="file" multiple aria-describedby={`h-${name}`} />
      </Row>
    )
  if (field.kind === 'list')
    return (
      <Row
        name={name}
        label={`${field.label}${W.act.optional}`}
        hint={hint === undefined ? W.act.lineEach : `${hint}；${W.act.lineEach}`}
        refusal={refusal}
      >
        <textarea id={`f-${name}`} name={name} aria-describedby={`h-${name}`}>
          {(typed[name] ?? []).join('\n')}
        </textarea>
      </Row>
    )
  if (field.kind === 'text' && field.most > 300)
    return (
      <Row {...shared}>
        {field.common && (
          <select name={`${name}:common`} aria-label={W.act.common(field.label)}>
            <option value="">{W.act.common(field.label)}</option>
            {field.common.map((one) => (
              <option value={one} selected={typed[`${name}:common`]?.[0] === one}>
                {one}
              </option>
            ))}
          </select>
        )}
        <textarea
          id={`f-${name}`}
          name={name}
          required={required && !field.blank}
          aria-describedby={described}
        >
          {value}
        </textarea>
      </Row>
    )
  return <Input {...shared} value={value} required={required} />
}

/** Fields that a page asks for otherwise. */
const NOT_ASKED = new Set(['obligationId'])

type Asked = Pick<ActTable, 'fields'>
export const askedFields = ({ fields }: Asked): readonly (readonly [string, Field])[] =>
  Object.entries(fields).filter(([name]) => !NOT_ASKED.has(name))

/** A row for each field, whatever they are of. */
export const fieldRows = (fields: Fields, typed: Typed, refusal: Refusal | null) =>
  Object.entries(fields).map(([name, field]) => (
    <FieldRow name={name} field={field} typed={typed} refusal={refusal} />
  ))

export const ActFields = ({
  table,
  obligations,
  chosen,
  typed,
  refusal,
}: {
  table: ActTable
  obligations: readonly Obligation[]
  chosen: string
  typed: Typed
  refusal: Refusal | null
}) => (
  <>
    {obligations.length > 0 && (
      <Row name="obligation" label={W.act.obligation}>
        <select id="f-obligation" name="obligation">
          {obligations.map((o) => (
            <option value={o.id} selected={o.id === chosen}>
              {W.act.choose(o.id, standingName(o), o.dueOn)}
            </option>
          ))}
        </select>
      </Row>
    )}
    {askedFields(table).map(([name, field]) => (
      <FieldRow name={name} field={field} typed={typed} refusal={refusal} />
    ))}
  </>
)

/** What a form says in one field; empty is nothing said. */
function saidIn(name: string, field: Field, typed: Typed, files: readonly object[]): unknown {
  if (field.kind === 'object') return saidInside(name, field.fields, typed, files)
  if (name === 'files') return files
  const text = [typed[`${name}:common`]?.[0] ?? '', (typed[name]?.[0] ?? '').trim()]
    .filter(Boolean)
    .join('；')
  if (field.kind === 'flag') return text === '1'
  if (field.kind === 'list')
    return (typed[name] ?? [])
      .flatMap((one) => one.split(/\r?\n/))
      .map((one) => one.trim())
      .filter((one) => one !== '')
  if (field.kind === 'date') return typedDate(text)
  if (field.kind === 'number') return text === '' ? undefined : Number(text)
  if (field.kind === 'text' && field.blank && field.need === undefined) return text
  return text === '' ? undefined : text
}

/** A field that has parts: none of them said is nothing said. */
function saidInside(name: string, fields: Fields, typed: Typed, files: readonly object[]): unknown {
  const parts = Object.entries(fields).map(
    ([part, one]) => [part, saidIn(`${name}.${part}`, one, typed, files)] as const,
  )
  const isSaid = parts.some(([, value]) => value !== undefined && value !== false && value !== '')
  return isSaid ? Object.fromEntries(parts) : undefined
}

/** What a form says, by the act's fields. */
export function saidOf(table: Asked, typed: Typed, files: readonly object[]): Record<string, unknown> {
  const said: Record<string, unknown> = Object.fromEntries(
    askedFields(table).map(([name, field]) => [name, saidIn(name, field, typed, files)]),
  )
  if (typed.obligation?.[0]) said.obligationId = typed.obligation[0]
  return said
}
