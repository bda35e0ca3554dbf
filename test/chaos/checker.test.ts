import { describe, expect, it } from 'vitest'
import { mustDate } from '../../domain/calendar/date.ts'
import type { PlanFact } from '../../domain/events/facts.ts'
import type { MeasureState } from '../../domain/plan/measure/state.ts'
import { begin, evolve } from '../../domain/supervision/evolve.ts'
import type { Fact } from '../../domain/supervision/facts.ts'
import { noticesFor } from '../../domain/supervision/notices.ts'
import { settle } from '../../domain/supervision/settle.ts'
import { firstFacts, give, measureOf, must, noon, submit } from '../supervision/support.ts'
import { check } from './checker.ts'
import type { Evidence } from './checks/evidence.ts'
import type { Minima } from './checks/progress.ts'
import type { Sent } from './journal.ts'

const office = { role: 'office', unit: '督查室' } as const
const row = (seq: number) => ({ seq, at: noon('2015-08-20'), actor: office, actId: null })
const planFacts: readonly PlanFact[] = [
  {
    kind: 'planStarted',
    clock: { kind: 'wall' },
    startOn: mustDate('2015-07-01'),
    acceptedReview: [],
    ...row(1),
  },
  { kind: 'calendarChanged', version: 'v2', ...row(2) },
  { kind: 'clockAdvanced', to: noon('2015-08-20'), ...row(3) },
]

/** A measure that was late, then submitted by act `s`: facts, end and notices as they should be. */
function sound(): Evidence {
  const first = firstFacts(measureOf('2015年7月'))
  const lapsed = settle(first.state, noon('2015-08-20'))
  const given = give(lapsed.state, submit('2015-08-20', { actId: 's' }), '2015-08-20')
  if (!given.ok) throw new Error(given.error.message)
  const facts = [...first.facts, ...lapsed.facts, ...given.value.facts]
  const state = must(given)
  let now: MeasureState | null = null
  const keys = facts.flatMap((fact) => {
    now = evolve(now ?? begin(fact.at, (fact as Fact & { kind: 'started' }).setup), fact)
    return noticesFor(now, fact).map((notice) => notice.key)
  })
  const sent: Sent = {
    planId: 'p',
    no: '1.1',
    actId: 's',
    what: 'submit',
    expected: 'done',
    rows: 1,
    abandoned: false,
    by: 'u-1',
    invokedAt: 1000,
    answeredAt: 2000,
    attempts: 1,
    answer: 'done',
  }
  const slips = facts.flatMap((fact) =>
    fact.kind === 'slipRaised'
      ? [{ workflowId: 'p-1.1', obligationId: fact.obligationId, level: fact.level, dueOn: fact.dueOn }]
      : [],
  )
  return {
    sent: [sent],
    troubles: [],
    measures: [{ planId: 'p', no: '1.1', oracle: { facts, state }, ledger: facts, state }],
    plans: [{ planId: 'p', oracle: planFacts, ledger: planFacts }],
    outbox: keys.map((key) => ({ key, sentAt: '2026-01-01T00:00:00Z' })),
    slips,
    received: keys.map((key) => ({ key, digest: key, at: 5000, taken: true, told: true })),
    faults: [{ target: 'server', kind: 'kill -9', from: 1, to: 1, failed: null }],
    harms: [],
    strays: [],
    differences: [],
    chain: [],
    named: [{ actId: 's', userId: 'u-1' }],
  }
}
const FEW: Minima = { answered: 1, faults: 1, faultKinds: 1, completed: 0, notices: 1, byWeb: 1 }
const codes = (evidence: Evidence, minima = FEW) => [
  ...new Set(check(evidence, minima).map((violation) => violation.code)),
]
const withLedger = (change: (facts: readonly Fact[]) => readonly Fact[]): Evidence => {
  const evidence = sound()
  const [measure] = evidence.measures
  if (measure === undefined) throw new Error('no measure')
  return { ...evidence, measures: [{ ...measure, ledger: change(measure.ledger) }] }
}
const withSent = (change: Partial<Sent>): Evidence => {
  const evidence = sound()
  return { ...evidence, sent: evidence.sent.map((one) => ({ ...one, ...change })) }
}

it('finds nothing where nothing is wrong', () => {
  expect(check(sound(), FEW)).toEqual([])
  expect(sound().slips).toHaveLength(3)
})

describe('the checker finds', () => {
  it('a slip raised twice', () => {
    const evidence = sound()
    const again = evidence.slips.slice(0, 1)
    expect(codes({ ...evidence, slips: [...evidence.slips, ...again] })).toEqual(['SLIP_DOUBLED'])
    const twice = withLedger((facts) =>
      facts.flatMap((f): Fact[] => (f.kind === 'slipRaised' ? [f, f] : [f])),
    )
    expect(codes(twice)).toContain('FACT_DOUBLED')
  })

  it('a slip or a reminder that is missing', () => {
    for (const kind of ['slipRaised', 'reminded'])
      expect(codes(withLedger((facts) => facts.filter((f) => f.kind !== kind)))).toContain('FACT_MISSING')
  })

  it('a fact that the rules know nothing of', () => {
    const later = (f: Fact): Fact => (f.kind === 'overdue' ? { ...f, at: noon('2015-08-02') } : f)
    expect(codes(withLedger((facts) => facts.map(later)))).toEqual(['FACT_MISSING', 'FACT_UNKNOWN'])
  })

  it('an act that was acknowledged and is not in the ledger', () => {
    const lost = withLedger((facts) => facts.filter((f) => f.actId !== 's'))
    expect(codes(lost)).toContain('ACK_LOST')
  })

  it('an act that is in the ledger twice, acknowledged or not', () => {
    const twice = withLedger((facts) => facts.flatMap((f): Fact[] => (f.actId === 's' ? [f, f] : [f])))
    expect(codes(twice)).toContain('ACT_DOUBLED')
    const unheard = { answer: null, answeredAt: null, abandoned: true }
    expect(codes({ ...twice, sent: withSent(unheard).sent })).toEqual(expect.arrayContaining(['ACT_DOUBLED']))
  })

  it('somebody who was signed in and is not named, or another one named for it', () => {
    expect(codes({ ...sound(), named: [] })).toEqual(['NOT_NAMED'])
    const another = { ...sound(), named: [{ actId: 's', userId: 'u-2' }] }
    expect(codes(another)).toEqual(['NOT_NAMED', 'NAMED_WRONGLY'])
    expect(codes(withSent({ by: null }), { ...FEW, byWeb: 0 })).toEqual(['NAMED_WRONGLY'])
  })

  it('a refused act that left a trace, and an answer that the rules do not give', () => {
    expect(codes(withSent({ expected: 'OWN_EVIDENCE', rows: 0 }))).toEqual(['ACT_DOUBLED', 'ANSWER_WRONG'])
  })

  it('an order that is not the one in which things were answered', () => {
    const evidence = sound()
    const [measure] = evidence.measures
    const [submitted] = evidence.sent
    if (measure === undefined || submitted === undefined) throw new Error('nothing')
    const before = { ...submitted, actId: 'r', invokedAt: 10, answeredAt: 20 }
    const row = { kind: 'reminded', obligationId: '1.1/2015-07', before: null, seq: 99 } as unknown as Fact
    const late = {
      ...row,
      at: noon('2015-08-20'),
      actor: { role: 'office', unit: '督查室' },
      actId: 'r',
    } as Fact
    const turned = {
      ...evidence,
      sent: [before, submitted],
      measures: [{ ...measure, ledger: [...measure.ledger, late] }],
    }
    expect(codes(turned)).toContain('ORDER_TURNED')
  })

  it('a notice that is missing, doubled, unsent, never received, repeated without reason, or changed', () => {
    const evidence = sound()
    const [key] = evidence.outbox.map((row) => row.key)
    const { outbox, received } = evidence
    expect(codes({ ...evidence, outbox: outbox.slice(1) })).toEqual(['NOTICE_MISSING'])
    expect(codes({ ...evidence, outbox: [...outbox, ...outbox.slice(0, 1)] })).toEqual(['NOTICE_DOUBLED'])
    const open = outbox.map((row) => (row.key === key ? { ...row, sentAt: null } : row))
    expect(codes({ ...evidence, outbox: open })).toEqual(['NOTICE_OPEN'])
    expect(codes({ ...evidence, received: received.slice(1) })).toEqual(['NOTICE_UNSENT'])
    const again = received.slice(0, 1).map((one) => ({ ...one, at: 6000 }))
    expect(codes({ ...evidence, received: [...received, ...again] })).toEqual(['NOTICE_REPEATED'])
    const untold = received.map((one) => ({ ...one, told: false }))
    expect(codes({ ...evidence, received: [...untold, ...again] })).toEqual([])
    const other = again.map((one) => ({ ...one, digest: 'other' }))
    expect(codes({ ...evidence, received: [...untold, ...other] })).toEqual(['NOTICE_CHANGED'])
  })

  it('a fact of the plan that is missing, doubled, or of which the rules know nothing', () => {
    const evidence = sound()
    const withPlan = (ledger: readonly PlanFact[]) =>
      codes({ ...evidence, plans: [{ planId: 'p', oracle: planFacts, ledger }] })
    const [started, changed, stepped] = planFacts
    if (!started || !changed || !stepped) throw new Error('no facts')
    expect(withPlan([started, stepped])).toEqual(['PLAN_FACT_MISSING'])
    expect(withPlan([...planFacts, changed])).toEqual(['PLAN_FACT_DOUBLED'])
    expect(withPlan([...planFacts, { ...changed, version: 'v3' } as PlanFact])).toEqual(['PLAN_FACT_UNKNOWN'])
    // A step of the clock whose answer was lost is asked for again, and changes nothing.
    expect(withPlan([...planFacts, stepped])).toEqual([])
  })

  it('an obligation that ends otherwise than the oracle says, and a measure that is not there', () => {
    const evidence = sound()
    const [measure] = evidence.measures
    if (!measure?.state) throw new Error('no state')
    const state: MeasureState = {
      ...measure.state,
      obligations: measure.state.obligations.map((o) => ({ ...o, state: 'open' })),
    }
    expect(codes({ ...evidence, measures: [{ ...measure, state }] })).toEqual(['END_DIFFERS'])
    expect(codes({ ...evidence, measures: [{ ...measure, state: null }] })).toEqual(['MEASURE_MISSING'])
  })

  it('a stray signal that was dropped or kept twice, and what was never sent', () => {
    const evidence = sound()
    const mark = 'stray-1-'
    const stray = { planId: 'p', workflowId: 'p', mark, keeper: 'plan', taken: true } as const
    const event = { eventId: 'e', condition: `x ${mark}`, conditionId: null, unread: 'no event' }
    const kept = { kind: 'eventReported', event, ...row(4) } as unknown as PlanFact
    const withStray = (n: number, strays: Evidence['strays'] = [stray], harms: Evidence['harms'] = []) => {
      const ledger = [...planFacts, ...Array.from({ length: n }, () => kept)]
      return codes({ ...evidence, strays, harms, plans: [{ planId: 'p', oracle: planFacts, ledger }] })
    }
    expect(withStray(1)).toEqual([])
    expect(withStray(0)).toEqual(['STRAY_LOST'])
    expect(withStray(0, [{ ...stray, taken: null }])).toEqual([])
    expect(withStray(2)).toEqual(['STRAY_DOUBLED'])
    expect(withStray(1, [])).toEqual(['PLAN_FACT_UNKNOWN'])
    const atMeasure = { ...stray, workflowId: 'p-1.1', keeper: 'measure' } as const
    expect(withStray(1, [atMeasure])).toEqual(['STRAY_LOST'])
    const silent = { kind: 'measuresSilent', what: '推进', nos: ['1.1'], ...row(4) } as unknown as PlanFact
    const harm = {
      planId: 'p',
      workflowId: 'p-1.1',
      harm: 'terminated',
      from: 1,
      to: 2,
      seen: true,
      left: null,
    } as const
    const withHarm = (harms: Evidence['harms']) =>
      codes({
        ...evidence,
        harms,
        plans: [{ planId: 'p', oracle: planFacts, ledger: [...planFacts, silent] }],
      })
    expect(withHarm([])).toEqual(['PLAN_FACT_UNKNOWN'])
    expect(withHarm([harm])).toEqual([])
    expect(withHarm([{ ...harm, left: 'ended' }])).toEqual(['NOT_MENDED'])
  })

  it('records that do not agree, and anything else that went wrong on the way', () => {
    const evidence = sound()
    const differences = [{ where: 'p-1.1', message: 'x', remedy: 'y' }]
    expect(codes({ ...evidence, differences })).toEqual(['RECORDS_DIFFER'])
    expect(codes({ ...evidence, troubles: ['no answer'] })).toEqual(['TROUBLE'])
  })

  it('a ledger whose chain does not hold', () => {
    const chain = [
      { what: 'changed', workflow: 'p-1.1', seq: 3, row: 3, says: '第 3 条的内容被改动' },
    ] as const
    expect(codes({ ...sound(), chain })).toEqual(['CHAIN_BROKEN'])
  })

  it('a run that made too little progress to prove anything', () => {
    for (const what of ['answered', 'faults', 'faultKinds', 'completed', 'notices'] as const)
      expect(codes(sound(), { ...FEW, [what]: 1000 })).toEqual(['PROVES_NOTHING'])
    const failed = sound().faults.map((fault) => ({ ...fault, failed: 'no' }))
    expect(codes({ ...sound(), faults: failed })).toEqual(['PROVES_NOTHING'])
  })
})
