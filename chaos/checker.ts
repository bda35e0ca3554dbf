import type { Fact } from '../domain/supervision/facts.ts'
import { noticesFor } from '../domain/supervision/notices.ts'
import { begin, evolve, type MeasureState } from '../domain/supervision/state.ts'
import type { Difference } from '../records/check.ts'
import { canonical } from '../records/content.ts'
import type { Sent } from './journal.ts'
import type { FaultRecord } from './nemesis.ts'
import type { Received } from './receiver.ts'

/** One measure after the run: what the oracle says, and what the records hold. */
export interface MeasureEvidence {
  readonly planId: string
  readonly no: string
  readonly oracle: { readonly facts: readonly Fact[]; readonly state: MeasureState }
  readonly ledger: readonly Fact[]
  readonly state: MeasureState | null
}

/** Everything the checker looks at: plain data, so that it can be shown what it must find. */
export interface Evidence {
  readonly sent: readonly Sent[]
  readonly troubles: readonly string[]
  readonly measures: readonly MeasureEvidence[]
  /** Rows of the plans' own ledgers. */
  readonly planRows: readonly {
    readonly planId: string
    readonly actId: string | null
    readonly kind: string
  }[]
  readonly outbox: readonly { readonly key: string; readonly sentAt: string | null }[]
  readonly slips: readonly {
    readonly workflowId: string
    readonly obligationId: string
    readonly level: string
    readonly dueOn: string
  }[]
  readonly received: readonly Received[]
  readonly faults: readonly FaultRecord[]
  readonly differences: readonly Difference[]
}

export interface Violation {
  readonly code: string
  readonly where: string
  readonly message: string
}

/** Less than this, and a run proves nothing. */
export interface Minima {
  readonly answered: number
  readonly faults: number
  readonly faultKinds: number
  readonly completed: number
  readonly notices: number
}

const idOf = ({ planId, no }: { readonly planId: string; readonly no: string | null }): string =>
  no === null ? planId : `${planId}-${no}`

const countBy = <T>(items: readonly T[], keyOf: (item: T) => string): Map<string, number> => {
  const counts = new Map<string, number>()
  for (const item of items) counts.set(keyOf(item), (counts.get(keyOf(item)) ?? 0) + 1)
  return counts
}

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

/** Acts: each got the answer the rules give, and stands in the ledger as often as they say. */
function checkActs(evidence: Evidence): readonly Violation[] {
  const rows = countBy(
    [
      ...evidence.planRows.map(({ planId, actId }) => `${planId} ${actId}`),
      ...evidence.measures.flatMap((m) => m.ledger.map((fact) => `${idOf(m)} ${fact.actId}`)),
    ],
    (key) => key,
  )
  return evidence.sent.flatMap((sent): Violation[] => {
    const where = `${idOf(sent)} ${sent.actId}`
    const written = rows.get(`${idOf(sent)} ${sent.actId}`) ?? 0
    const most = sent.abandoned ? Math.max(sent.rows, 1) : sent.rows
    const found: Violation[] = []
    if (written > most)
      found.push({ code: 'ACT_DOUBLED', where, message: `${written} rows in the ledger, at most ${most}` })
    const heard = sent.answer === 'done'
    if (heard && written < sent.rows)
      found.push({
        code: 'ACK_LOST',
        where,
        message: `acknowledged, ${written} rows in the ledger of ${sent.rows}`,
      })
    if (sent.answer !== null && !sent.abandoned && sent.answer !== sent.expected)
      found.push({
        code: 'ANSWER_WRONG',
        where,
        message: `answered ${sent.answer}, the rules say ${sent.expected} (${sent.attempts} attempts)`,
      })
    return found
  })
}

/** What was answered before another was asked stands before it. */
function checkOrder(evidence: Evidence): readonly Violation[] {
  const seqs = new Map(
    evidence.measures.flatMap((m) => m.ledger.map((fact) => [`${idOf(m)} ${fact.actId}`, fact.seq] as const)),
  )
  const byMeasure = new Map<string, Sent[]>()
  for (const sent of evidence.sent)
    if (sent.no !== null) byMeasure.set(idOf(sent), [...(byMeasure.get(idOf(sent)) ?? []), sent])
  return [...byMeasure].flatMap(([id, list]) => {
    const placed = list.flatMap((sent) => {
      const seq = seqs.get(`${id} ${sent.actId}`)
      return seq === undefined ? [] : [{ ...sent, seq }]
    })
    return placed.flatMap((a) =>
      placed
        .filter((b) => a.answeredAt !== null && a.answeredAt < b.invokedAt && a.seq > b.seq)
        .map((b) => ({
          code: 'ORDER_TURNED',
          where: id,
          message: `${a.actId} was answered before ${b.actId} was asked, but stands after it`,
        })),
    )
  })
}

/** The ledger of every measure says what the oracle says, neither less nor more: slips and reminders among it. */
function checkFacts({ measures, sent }: Evidence): readonly Violation[] {
  const loose = new Set(sent.filter((one) => one.abandoned).map((one) => one.actId))
  return measures.flatMap((m) => {
    const known = m.ledger.filter((fact) => fact.actId === null || !loose.has(fact.actId))
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

function checkSlips({ slips }: Evidence): readonly Violation[] {
  const counts = countBy(slips, (s) => `${s.workflowId} ${s.obligationId} ${s.level} ${s.dueOn}`)
  return [...counts]
    .filter(([, n]) => n > 1)
    .map(([key, n]) => ({
      code: 'SLIP_DOUBLED',
      where: key,
      message: `${n} slips of one level for one due date`,
    }))
}

/** Keys of the notices that a ledger calls for. */
function keysOf(ledger: readonly Fact[]): readonly string[] {
  let state: MeasureState | null = null
  return ledger.flatMap((fact): readonly string[] => {
    if (state === null && fact.kind === 'started') state = begin(fact.at, fact.setup)
    if (state === null) return []
    state = evolve(state, fact)
    return noticesFor(state, fact).map((notice) => notice.key)
  })
}

/** Faults after which a sender may not know what it has sent. */
const FORGETFUL = new Set(['worker', 'record store'])
const SLACK_MS = 30_000

/** Every fact's notices stand in the outbox once, and the gateway has each once, however often it was told. */
function checkNotices({ measures, outbox, received, faults }: Evidence): readonly Violation[] {
  const wanted = countBy(
    measures.flatMap((m) => keysOf(m.ledger)),
    (key) => key,
  )
  const written = countBy(outbox, ({ key }) => key)
  const taken = new Map<string, Received[]>()
  for (const one of received) if (one.taken) taken.set(one.key, [...(taken.get(one.key) ?? []), one])
  const found: Violation[] = []
  for (const where of new Set([...wanted.keys(), ...written.keys(), ...taken.keys()])) {
    const [must, is] = [wanted.get(where) ?? 0, written.get(where) ?? 0]
    if (is < must) found.push({ code: 'NOTICE_MISSING', where, message: 'not in the outbox' })
    if (is > must)
      found.push({ code: 'NOTICE_DOUBLED', where, message: `${is} in the outbox, ${must} by the ledger` })
    const copies = taken.get(where) ?? []
    if (is > 0 && copies.length === 0)
      found.push({ code: 'NOTICE_UNSENT', where, message: 'never reached the gateway' })
    if (new Set(copies.map((copy) => copy.digest)).size > 1)
      found.push({ code: 'NOTICE_CHANGED', where, message: 'sent again with another content' })
    copies.forEach((copy, i) => {
      const before = copies[i - 1]
      if (before === undefined || !before.told) return
      const excused = faults.some(
        (f) => FORGETFUL.has(f.target) && f.from < copy.at + SLACK_MS && f.to > before.at - SLACK_MS,
      )
      if (!excused)
        found.push({
          code: 'NOTICE_REPEATED',
          where,
          message: 'sent again though its taking was acknowledged',
        })
    })
  }
  for (const { key, sentAt } of outbox)
    if (sentAt === null) found.push({ code: 'NOTICE_OPEN', where: key, message: 'still counts as unsent' })
  return found
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

function checkEnds({ measures }: Evidence): readonly Violation[] {
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

export const completedOf = (evidence: Evidence): number =>
  evidence.measures.flatMap((m) => m.state?.obligations ?? []).filter((o) => o.state === 'completed').length

function checkProgress(evidence: Evidence, minima: Minima): readonly Violation[] {
  const { sent, faults, received } = evidence
  const came = faults.filter((fault) => fault.failed === null)
  const reached: Minima = {
    answered: sent.filter((one) => one.answer !== null).length,
    faults: came.length,
    faultKinds: new Set(came.map(({ target, kind }) => `${target} ${kind}`)).size,
    completed: completedOf(evidence),
    notices: new Set(received.filter((one) => one.taken).map((one) => one.key)).size,
  }
  return (Object.keys(minima) as (keyof Minima)[])
    .filter((what) => reached[what] < minima[what])
    .map((what) => ({
      code: 'PROVES_NOTHING',
      where: what,
      message: `${reached[what]}, at least ${minima[what]} are needed`,
    }))
}

/** What is wrong after a run; an empty list when nothing is. */
export function check(evidence: Evidence, minima: Minima): readonly Violation[] {
  return [
    ...evidence.troubles.map((message) => ({ code: 'TROUBLE', where: '', message })),
    ...checkActs(evidence),
    ...checkOrder(evidence),
    ...checkFacts(evidence),
    ...checkSlips(evidence),
    ...checkNotices(evidence),
    ...checkEnds(evidence),
    ...evidence.differences.map(({ where, message }) => ({ code: 'RECORDS_DIFFER', where, message })),
    ...checkProgress(evidence, minima),
  ]
}
