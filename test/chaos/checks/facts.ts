import { canonical } from '../../../domain/basics/canonical.ts'
import type { MeasureState } from '../../../domain/plan/measure/state.ts'
import type { Fact } from '../../../domain/supervision/facts.ts'
import { countBy, type Evidence, idOf, type Violation } from './evidence.ts'
import { isStray } from './strays.ts'

/** A fact without its number, and without the names that only a real run gives: of a document, of a delivery. */
function comparableFact(fact: Fact): string {
  const { seq: _, ...rest } = fact
  const named = {
    ...rest,
    ...(rest.kind === 'replanned' ? { cause: null, actId: null } : {}),
    revision: undefined,
  }
  return canonical(JSON.parse(JSON.stringify(named)))
}

const nameOf = (fact: Fact): string =>
  `${fact.kind}${'obligationId' in fact ? ` ${fact.obligationId}` : ''}${'level' in fact ? ` ${fact.level}` : ''} of ${fact.at}${fact.actId === null ? '' : ` (${fact.actId})`}`

/** The ledger of every measure says what the oracle says, neither less nor more: slips and reminders among it. */
export function checkFacts({ measures, sent, strays }: Evidence): readonly Violation[] {
  const loose = new Set(sent.filter((one) => one.abandoned).map((one) => one.actId))
  return measures.flatMap((m) => {
    const known = m.ledger.filter(
      (fact) => (fact.actId === null || !loose.has(fact.actId)) && !isStray(fact, m.planId, strays),
    )
    const names = new Map([...m.oracle.facts, ...known].map((fact) => [comparableFact(fact), nameOf(fact)]))
    const wanted = countBy(m.oracle.facts, comparableFact)
    const written = countBy(known, comparableFact)
    return [...names].flatMap(([key, name]): Violation[] => {
      const [must, is] = [wanted.get(key) ?? 0, written.get(key) ?? 0]
      if (must === is) return []
      const code = is < must ? 'FACT_MISSING' : must === 0 ? 'FACT_UNKNOWN' : 'FACT_DOUBLED'
      return [{ code, where: idOf(m), message: `${name}: ${is} in the ledger, ${must} by the rules` }]
    })
  })
}

export function checkSlips({ slips }: Evidence): readonly Violation[] {
  const counts = countBy(slips, (s) => `${s.workflowId} ${s.obligationId} ${s.level} ${s.dueOn}`)
  return [...counts]
    .filter(([, n]) => n > 1)
    .map(([key, n]) => ({
      code: 'SLIP_DOUBLED',
      where: key,
      message: `${n} slips of one level for one due date`,
    }))
}

/** Obligations and waits whole, in no particular order; what abandoned acts may have left is looked at in the ledger. */
const ending = (state: MeasureState): string =>
  canonical(
    JSON.parse(
      JSON.stringify({
        obligations: [...state.obligations]
          .sort((a, b) => (a.id < b.id ? -1 : 1))
          .map(({ progress: _, reminded: __, ...o }) => o),
        waits: state.waits,
        closedOn: state.closedOn,
      }),
    ),
  )

export function checkEnds({ measures }: Evidence): readonly Violation[] {
  return measures.flatMap((m): Violation[] => {
    if (m.state === null) return [{ code: 'MEASURE_MISSING', where: idOf(m), message: 'not in the records' }]
    if (ending(m.state) === ending(m.oracle.state)) return []
    const told = (state: MeasureState) =>
      state.obligations.map((o) => `${o.id} ${o.state} ${o.dueOn}`).join(', ')
    return [
      {
        code: 'END_DIFFERS',
        where: idOf(m),
        message: `stands at ${told(m.state)}; by the rules ${told(m.oracle.state)}`,
      },
    ]
  })
}
