import type { Clause, CompiledDeadline } from '../deadline/rule.ts'
import type { WorkPlan } from './plan.ts'

/** A clause as the command line promises it (docs/cli.md): the stable fields and no more. */
export const clauseJson = (clause: Clause) => ({
  text: clause.text,
  kind: clause.kind,
  trigger: clause.trigger && {
    text: clause.trigger.text,
    stream: clause.trigger.stream,
    alternatives: clause.trigger.alternatives,
  },
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
    provisional: o.provisional,
    policy: o.policy,
    beforeIssue: o.beforeIssue,
    why: o.why,
  })),
})

export const deadlineJson = (compiled: CompiledDeadline) => ({
  text: compiled.text,
  clauses: compiled.clauses.map(clauseJson),
  review: compiled.review,
  unparsed: compiled.unparsed,
})

export const planJson = (plan: WorkPlan) => ({
  title: plan.title,
  year: plan.year,
  issuedOn: plan.issuedOn,
  reader: plan.reader,
  calendar: plan.calendar,
  tasks: plan.tasks.map((task) => ({
    no: task.no,
    title: task.title,
    measures: task.measures.map(({ no, label, text, units, deadline }) => ({
      no,
      label,
      text,
      units,
      deadline: {
        text: deadline.text,
        inherited: deadline.inherited,
        clauses: deadline.clauses.map(clauseJson),
        unparsed: deadline.unparsed,
      },
    })),
  })),
  review: plan.review,
  standing: plan.standing.map(({ text, clauses }) => ({ text, clauses: clauses.map(clauseJson) })),
  cells: plan.cells,
})
