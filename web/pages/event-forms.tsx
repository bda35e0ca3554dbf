import { randomUUID } from 'node:crypto'
import type { Foreseen } from '../../client/use/foresee.ts'
import type { Refusal } from '../../domain/basics/result.ts'
import { at } from '../../domain/calendar/time.ts'
import { readDate } from '../../domain/calendar/written.ts'
import { planFieldsOf } from '../../domain/events/act.ts'
import { planActOf } from '../../domain/events/acts/registry.ts'
import type { PlanState } from '../../domain/events/model/state.ts'
import type { Field, Fields } from '../../domain/fields/field.ts'
import { fieldRows, saidOf, type Typed } from '../forms/act-fields.tsx'
import { ForeseenBox } from '../parts/foreseen.tsx'
import { Input, Refused, Field as Row } from '../parts/form.tsx'
import { EVENT_FIELDS } from '../reporting.ts'
import { W } from '../words/zh-CN.ts'

const T = W.events

export interface Reported {
  readonly typed: Typed
  readonly refusal: Refusal | null
  readonly foreseen?: readonly Foreseen[]
}

const only = (fields: Fields, ...names: readonly string[]): Fields =>
  Object.fromEntries(names.map((name) => [name, fields[name] as Field]))

/** What is seldom said of a report: in a part of its own, open where something stands in it. */
const MORE = only(EVENT_FIELDS, 'dueOn', 'title', 'url', 'measures', 'units', 'another')
const REPORT = only(EVENT_FIELDS, 'condition', 'effectiveOn', 'document')
const PROPOSE = planFieldsOf(planActOf('propose'))
const PROPOSE_MORE = only(PROPOSE, 'title', 'document', 'url')

/** The hour is typed alone, beside its day. @example hourSaid('2015-03-02', '15:30') */
function hourSaid(on: unknown, typed: string | undefined): string | undefined {
  const text = typed?.trim() ?? ''
  const [, hour = '', minute = ''] = /^([01]?\d|2[0-3])[:：]([0-5]\d)$/.exec(text) ?? []
  const day = typeof on === 'string' ? readDate(on) : null
  if (text === '' || hour === '' || day === null) return text || undefined
  return at(day, `${hour.padStart(2, '0')}:${minute}`)
}

const withHour = (said: Record<string, unknown>, typed: Typed) => ({
  ...said,
  effectiveAt: hourSaid(said.effectiveOn, typed.effectiveAt?.[0]),
})

/** What the report's form says. */
export const reportSaid = (typed: Typed) => {
  const said = saidOf({ fields: { ...REPORT, ...MORE } }, typed, [])
  return withHour({ ...said, sameAs: typed.sameAs?.[0] || undefined }, typed)
}

/** What the form of a proposal says. */
export const proposalSaid = (typed: Typed) =>
  withHour(
    saidOf({ fields: { ...only(PROPOSE, 'condition', 'effectiveOn'), ...PROPOSE_MORE } }, typed, []),
    typed,
  )

interface FormProps extends Reported {
  readonly path: string
  readonly waiting: readonly string[]
}

/** Of what an event is said at the least: the condition and the day. */
const First = ({ waiting, typed, refusal }: Omit<FormProps, 'path'>) => (
  <>
    <Row name="condition" label={T.condition} hint={T.conditionHint} refusal={refusal}>
      <input
        id="f-condition"
        name="condition"
        type="text"
        list="conditions"
        value={typed.condition?.[0]}
        required
        autocomplete="off"
        aria-describedby="h-condition"
      />
      <datalist id="conditions">
        {waiting.map((one) => (
          <option value={one} />
        ))}
      </datalist>
    </Row>
    <Input
      name="effectiveOn"
      type="date"
      label={T.effectiveOn}
      value={typed.effectiveOn?.[0]}
      required
      refusal={refusal}
    />
  </>
)

const Hour = ({ typed, refusal }: Reported) => (
  <Input
    name="effectiveAt"
    label={`${T.hour}${W.act.optional}`}
    hint={T.hourHint}
    value={typed.effectiveAt?.[0]}
    refusal={refusal}
  />
)

/** An event that was reported already, of which this is another source. */
const SameAs = ({ plan, typed, refusal }: Reported & { plan: PlanState }) => {
  const standing = plan.events.filter(({ revoked, conditionId }) => !revoked && conditionId !== null)
  return (
    standing.length > 0 && (
      <Row name="sameAs" label={`${T.sameAs}${W.act.optional}`} refusal={refusal}>
        <select id="f-sameAs" name="sameAs">
          <option value="">{T.sameAsNone}</option>
          {standing.map(({ eventId, condition, effectiveOn }) => (
            <option value={eventId} selected={typed.sameAs?.[0] === eventId}>
              {effectiveOn} {condition}
            </option>
          ))}
        </select>
      </Row>
    )
  )
}

/** The part of a form that is open only where it is needed. */
const isSaid = (typed: Typed, refusal: Refusal | null, names: readonly string[]): boolean =>
  refusal?.code === 'EVENT_ALREADY_REPORTED' ||
  names.some((name) => (typed[name]?.[0] ?? '') !== '' || refusal?.fields?.field === name)

/** 报告事件: for the office; what waits is offered, anything else may be written. */
export const ReportForm = ({ plan, ...shown }: FormProps & { plan: PlanState }) => {
  const { path, typed, refusal, foreseen } = shown
  return (
    <section class="panel no-print">
      <h2>{T.report}</h2>
      <Refused refusal={refusal} />
      {foreseen && <ForeseenBox found={foreseen} path={path.replace(/\/events$/, '')} />}
      <form method="post" action={path}>
        <input type="hidden" name="actId" value={randomUUID()} />
        <First {...shown} />
        {fieldRows(only(EVENT_FIELDS, 'document'), typed, refusal)}
        <details open={isSaid(typed, refusal, [...Object.keys(MORE), 'effectiveAt', 'sameAs'])}>
          <summary>{T.more}</summary>
          <Hour {...shown} />
          <SameAs plan={plan} {...shown} />
          {fieldRows(MORE, typed, refusal)}
        </details>
        <button class="primary" type="submit">
          {T.report}
        </button>{' '}
        <button type="submit" name="do" value="look">
          {W.foreseen.look}
        </button>
      </form>
    </section>
  )
}

/** 提出事件: for a unit; it wakes nobody until the office takes it. */
export const ProposeForm = (shown: FormProps) => (
  <section class="panel no-print">
    <h2>{T.propose}</h2>
    <p class="quiet">{T.proposeLead}</p>
    <Refused refusal={shown.refusal} />
    <form method="post" action={shown.path}>
      <input type="hidden" name="actId" value={randomUUID()} />
      <First {...shown} />
      <Hour {...shown} />
      {fieldRows(PROPOSE_MORE, shown.typed, shown.refusal)}
      <button class="primary" type="submit">
        {T.propose}
      </button>
    </form>
  </section>
)
