import { toIsoInstant } from '../calendar/time.ts'
import type { Clause, CompiledDeadline } from '../deadline/rule.ts'
import { carriedOf } from './columns.ts'
import type { WorkPlan } from './plan.ts'

/** A clause as the command line promises it (docs/cli.md): the stable fields and no more. */
const clauseJson = (clause: Clause) => ({
  text: clause.text,
  kind: clause.kind,
  trigger: clause.trigger && { text: clause.trigger.text, stream: clause.trigger.stream },
  within: clause.within && {
    count: clause.within.count,
    unit: clause.within.unit,
    direction: clause.within.direction,
  },
  every: clause.every,
  covers: clause.covers,
  milestone: clause.milestone,
  occurrences: clause.occurrences.map((o) => ({
    period: o.period,
    notBefore: o.notBefore,
    dueOn: o.dueOn,
    dueAt: o.dueAt === undefined ? null : toIsoInstant(o.dueAt),
    provisional: o.provisional,
    policy: o.policy,
    why: o.why,
  })),
})

/** `deadline explain` (docs/cli.md). */
export const deadlineJson = (compiled: CompiledDeadline) => ({
  text: compiled.text,
  clauses: compiled.clauses.map(clauseJson),
  review: compiled.review,
  unparsed: compiled.unparsed,
})

/** `plan inspect` (docs/cli.md); `calendar`, `label`, `remark`, `severity` and `ignoredCells` stand beside its fields. */
export const planJson = (plan: WorkPlan) => ({
  title: plan.title,
  year: plan.year,
  issuedOn: plan.issuedOn,
  reader: plan.reader,
  calendar: plan.calendar,
  tasks: plan.tasks.map((task) => ({
    no: task.no,
    title: task.title,
    measures: task.measures.map(({ no, label, text, units, people, columns, deadline, remark }) => ({
      no,
      label,
      text,
      units: units.map(({ name, raw, role }) => ({ name, raw, role })),
      people: people ?? [],
      columns: carriedOf({ people, columns }),
      deadline: {
        text: deadline.text,
        inherited: deadline.inherited,
        clauses: deadline.clauses.map(clauseJson),
      },
      ...(remark === undefined ? {} : { remark }),
    })),
  })),
  review: plan.review.map(({ code, severity, message, measure, source, lines, measures }) => ({
    code,
    severity,
    message,
    measure,
    source,
    ...(lines === undefined ? {} : { lines }),
    ...(measures === undefined ? {} : { measures }),
  })),
  standing: plan.standing.map(({ text, clauses }) => ({ text, clauses: clauses.map(clauseJson) })),
  cells: plan.cells,
  ignoredCells: plan.ignoredCells,
})
