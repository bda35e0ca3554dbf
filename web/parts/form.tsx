import type { Child } from 'hono/jsx'
import { useContext } from 'hono/jsx'
import type { Refusal } from '../../domain/basics/result.ts'
import { classOf } from '../problem.ts'
import { Reader, toldTo } from '../told.ts'
import { W } from '../words/zh-CN.ts'

/** The place in a form that a refusal speaks of. */
export const placeOf = (refusal: Refusal | null): string | null => {
  const field = refusal?.fields?.field
  return typeof field === 'string' ? field : null
}

/** What was refused, why and what to do, above the form; the field itself says it again. */
export const Refused = ({ refusal: found }: { refusal: Refusal | null }) => {
  const reader = useContext(Reader)
  const refusal = found && toldTo(reader, found)
  return (
    refusal && (
      <div class="alert" role="alert">
        <h2>{W.errorTitle}</h2>
        <p>{refusal.message}</p>
        {refusal.remedy && (
          <p>
            {W.remedy}
            {refusal.remedy}
          </p>
        )}
        {classOf(refusal) === 'system' && <p>{W.kept.down}</p>}
      </div>
    )
  )
}

interface FieldProps {
  readonly name: string
  readonly label: string
  readonly hint?: string
  readonly refusal?: Refusal | null
  readonly children?: Child
}

export const Field = ({ name, label, hint, refusal = null, children }: FieldProps) => {
  const wrong = placeOf(refusal) === name
  return (
    <div class="field" data-wrong={wrong ? '' : undefined}>
      <label for={`f-${name}`}>{label}</label>
      {hint && (
        <p class="hint" id={`h-${name}`}>
          {hint}
        </p>
      )}
      {wrong && (
        <p class="wrong" id={`w-${name}`}>
          {refusal?.message}
        </p>
      )}
      {children}
    </div>
  )
}

interface InputProps extends FieldProps {
  readonly type?: 'text' | 'password' | 'date' | 'number' | 'url' | 'search'
  readonly value?: string
  readonly required?: boolean
  readonly autocomplete?: string
  readonly autofocus?: boolean
}

/**
 * A date is typed as text: a browser's own date field shows 月/日/年 in the order of its own language, whatever the page's.
 * What readDate takes: 2026-03-02, 2026/3/2, 2026.3.2, 20260302, 2026年3月2日.
 */
const DATE_PATTERN =
  '\\s*\\d{4}(\\s*[\\-\\/.年]\\s*\\d{1,2}\\s*[\\-\\/.月]\\s*\\d{1,2}\\s*[日号]?|\\d{4})\\s*'

export const Input = ({ type = 'text', value, required, autocomplete, autofocus, ...field }: InputProps) => (
  <Field {...field}>
    <input
      id={`f-${field.name}`}
      name={field.name}
      type={type === 'date' ? 'text' : type}
      pattern={type === 'date' ? DATE_PATTERN : undefined}
      title={type === 'date' ? W.date.title : undefined}
      placeholder={type === 'date' ? W.date.example : undefined}
      value={value}
      required={required}
      autocomplete={autocomplete}
      autofocus={autofocus}
      aria-describedby={
        [field.hint && `h-${field.name}`, placeOf(field.refusal ?? null) === field.name && `w-${field.name}`]
          .filter(Boolean)
          .join(' ') || undefined
      }
      aria-invalid={placeOf(field.refusal ?? null) === field.name ? 'true' : undefined}
    />
    {type === 'date' && <date-hint for={`f-${field.name}`} />}
  </Field>
)

/** One of several, each a line. */
export const Choices = ({
  name,
  label,
  of,
  value,
  refusal = null,
}: {
  name: string
  label: string
  of: readonly (readonly [string, string])[]
  value?: string
  refusal?: Refusal | null
}) => (
  <fieldset class="field" data-wrong={placeOf(refusal) === name ? '' : undefined}>
    <legend>{label}</legend>
    {placeOf(refusal) === name && (
      <p class="wrong" id={`w-${name}`}>
        {refusal?.message}
      </p>
    )}
    {of.map(([one, says], i) => (
      <label class="choice line" for={`f-${name}-${i}`}>
        <input id={`f-${name}-${i}`} type="radio" name={name} value={one} checked={value === one} />
        {says}
      </label>
    ))}
  </fieldset>
)
