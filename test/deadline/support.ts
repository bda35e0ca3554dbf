import { loadCalendar } from '../../documents/calendars/load.ts'
import { mustDate } from '../../domain/calendar/date.ts'
import { compileDeadline } from '../../domain/deadline/compile.ts'
import type { Clause, CompiledDeadline, DeadlineContext } from '../../domain/deadline/rule.ts'

export const calendar = loadCalendar()
export const PLAN_2015: DeadlineContext = { planYear: 2015, issuedOn: mustDate('2015-07-01') }

export const compile = (text: string, more: Partial<DeadlineContext> = {}): CompiledDeadline =>
  compileDeadline(text, { ...PLAN_2015, ...more }, calendar)

export const duesOf = (compiled: CompiledDeadline): string =>
  compiled.clauses.map((clause) => clause.occurrences.map((o) => o.dueOn).join(' ')).join(' | ')

export const codesOf = (compiled: CompiledDeadline): readonly string[] => compiled.review.map((r) => r.code)

/** A clause in one line, as the corpus writes it: kind every covers <trigger> within [milestone] dates. */
export function line(clause: Clause): string {
  const { trigger, within } = clause
  const arrow = within?.direction === 'before' ? '-' : '+'
  const low = within?.notBeforeCount ? `${within.notBeforeCount}~` : ''
  const dates = clause.occurrences.map((o) => {
    const from = o.notBefore && clause.kind !== 'startOnly' ? `${o.notBefore}..` : ''
    return `${from}${o.dueOn}${o.beforeIssue ? '!' : ''}${o.provisional ? '?' : ''}`
  })
  const shown = dates.length > 12 ? [...dates.slice(0, 3), `(${dates.length})`, dates.at(-1)] : dates
  return [
    clause.kind,
    clause.every,
    clause.covers,
    trigger && `<${trigger.text}${trigger.stream ? '~' : ''}>`,
    trigger && trigger.alternatives.length > 0 ? `=${trigger.alternatives.join('/')}` : null,
    within && `${arrow}${low}${within.count}${within.unit}`,
    clause.milestone && `[${clause.milestone}]`,
    ...shown,
  ]
    .filter((part) => part !== null && part !== '')
    .join(' ')
}

export const lines = (compiled: CompiledDeadline): string =>
  [...compiled.clauses.map(line), ...compiled.unparsed.map((u) => `?${u.text}`)].join(' ; ')
