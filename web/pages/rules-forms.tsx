import type { Refusal } from '../../domain/basics/result.ts'
import type { DateChange } from '../../domain/supervision/replan-dates.ts'
import type { Form } from '../form-body.ts'
import { Input, Refused, Field as Row } from '../parts/form.tsx'
import { W } from '../words/zh-CN.ts'

const T = W.rules
const MOST = 30

/** Dates of one plan that would move, or did. */
export interface PlanMoved {
  readonly plan: string
  readonly changed: readonly { readonly dates: readonly DateChange[] }[]
}
export interface RulesShown {
  /** Which of the forms. */
  readonly of: 'calendar' | 'closure' | 'policy'
  readonly form: Form
  readonly refusal: Refusal | null
  readonly plans?: readonly PlanMoved[]
  readonly dryRun?: boolean
}

/** What a change of calendar or rules does to dates, before it is made and after. */
export const Changed = ({
  shown: { plans = [], dryRun = false, refusal },
  titles,
}: {
  shown: RulesShown
  titles: ReadonlyMap<string, string>
}) => {
  if (refusal !== null) return <Refused refusal={refusal} />
  const moved = plans.filter(({ changed }) => changed.length > 0)
  return (
    <section class={dryRun ? 'notice' : 'notice done'} role="status" id="foreseen">
      <h3>{dryRun ? T.would : T.did}</h3>
      {moved.length === 0 && <p>{T.nothing}</p>}
      {moved.map(({ plan, changed }) => {
        const dates = changed.flatMap((one) => one.dates).filter(({ kind }) => kind === 'moved')
        return (
          <>
            <p>{T.plan(titles.get(plan) ?? plan, changed.length)}</p>
            <ul>
              {dates.slice(0, MOST).map(({ obligationId, from, dueOn }) => (
                <li>{T.moved(obligationId, from ?? '—', dueOn ?? '—')}</li>
              ))}
              {dates.length > MOST && <li>{T.more(dates.length - MOST)}</li>}
            </ul>
          </>
        )
      })}
    </section>
  )
}

/** 预览 beside what does it. */
export const LookOrDo = ({ label }: { label: string }) => (
  <p>
    <button type="submit" name="do" value="look">
      {T.look}
    </button>{' '}
    <button class="primary" type="submit" name="do" value="do">
      {label}
    </button>
  </p>
)

export const CalendarForms = ({ form, refusal }: { form: Form; refusal: Refusal | null }) => (
  <>
    <details class="panel" open={refusal !== null || form.table !== undefined}>
      <summary>{T.addTable}</summary>
      <form method="post" action="/rules/calendar">
        <Row name="table" label={T.table} refusal={refusal}>
          <textarea id="f-table" name="table" required rows={10}>
            {form.table ?? ''}
          </textarea>
        </Row>
        <LookOrDo label={T.install} />
      </form>
      <form method="post" action="/rules/calendar/remove">
        <Input name="year" label={T.year} value={form.year} required refusal={refusal} />
        <LookOrDo label={T.remove} />
      </form>
    </details>
    <form method="post" action="/rules/apply">
      <LookOrDo label={T.apply} />
    </form>
  </>
)

export const ClosureForms = ({ form, refusal }: { form: Form; refusal: Refusal | null }) => (
  <details class="panel" open={refusal !== null || form.from !== undefined || form.id !== undefined}>
    <summary>{T.close}</summary>
    <Refused refusal={refusal} />
    <form method="post" action="/rules/closures">
      <Input name="from" type="date" label={T.from} value={form.from} required refusal={refusal} />
      <Input name="to" type="date" label={`${T.to}${W.act.optional}`} value={form.to} refusal={refusal} />
      <Input name="name" label={T.name} value={form.name} required refusal={refusal} />
      <Input name="reason" label={T.reason} value={form.reason} required refusal={refusal} />
      <LookOrDo label={T.close} />
    </form>
    <form method="post" action="/rules/closures/remove">
      <Input name="id" label={T.id} value={form.id} required refusal={refusal} />
      <LookOrDo label={T.takeBack} />
    </form>
  </details>
)
