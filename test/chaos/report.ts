import { percentile } from '../bench/figures.ts'
import type { Evidence } from './checks/evidence.ts'
import { completedOf } from './checks/progress.ts'
import type { StoreName } from './stage.ts'

const seconds = (ms: number): string => `${(ms / 1000).toFixed(1)} s`

/** Milliseconds from the end of each fault to the next answer. */
function recoveries(evidence: Evidence, answers: readonly number[]): readonly number[] {
  const sorted = [...answers].sort((a, b) => a - b)
  return evidence.faults.flatMap(({ to, failed }) => {
    const next = failed === null ? sorted.find((at) => at >= to) : undefined
    return next === undefined ? [] : [next - to]
  })
}

function longestStall(answers: readonly number[]): number {
  const sorted = [...answers].sort((a, b) => a - b)
  return sorted.reduce((most, at, i) => Math.max(most, i === 0 ? 0 : at - (sorted[i - 1] as number)), 0)
}

const STORE_NAMES: Record<StoreName, string> = {
  sqlite: 'SQLite',
  postgres: "PostgreSQL, with the server's databases",
}

export interface RunFacts {
  readonly seed: string
  readonly store: StoreName
  readonly machine: string
  readonly tookMs: number
  readonly plans: number
  readonly plansClosed: number
  readonly answers: readonly number[]
  /** Changes of the calendar. */
  readonly calendars: number
}

/** The run as Markdown: what was tried, what went wrong, what came of it. */
export function markdown(evidence: Evidence, run: RunFacts): string {
  const { sent, faults, received, strays, harms } = evidence
  const done = sent.filter((one) => one.answer === 'done').length
  const unknown = sent.filter((one) => one.answer === null).length
  const again = sent.filter((one) => one.attempts > 1).length
  const ledger = evidence.measures.reduce((sum, m) => sum + m.ledger.length, 0)
  const keys = new Set(received.filter((one) => one.taken).map((one) => one.key))
  const repeats = received.filter((one) => one.taken).length - keys.size
  const revisions = (kind: string) =>
    evidence.plans.flatMap((p) => p.ledger).filter((f) => f.kind === kind).length
  const waits = recoveries(evidence, run.answers)
  const rows: [string, string][] = [
    ['seed', run.seed],
    ['records', STORE_NAMES[run.store]],
    ['day, machine', `${new Date().toISOString().slice(0, 10)}, ${run.machine}`],
    ['took', seconds(run.tookMs)],
    ['plans lived, of which closed', `${run.plans}, ${run.plansClosed}`],
    ['measures', `${evidence.measures.length}`],
    [
      'amendments, changes of rules, of the calendar',
      `${revisions('amended')}, ${revisions('policySet')}, ${run.calendars}`,
    ],
    ['acts tried', `${sent.length}, of which ${again} more than once`],
    [
      'of these through the web process, more than once',
      `${sent.filter((one) => one.by !== null).length}, ${sent.filter((one) => one.by !== null && one.attempts > 1).length}`,
    ],
    ['acknowledged', `${done}`],
    ['refused, as the rules say', `${sent.length - done - unknown}`],
    ['given up by their sender', `${unknown}`],
    [
      'stray signals, of which the server took',
      `${strays.length}, ${strays.filter(({ taken }) => taken === true).length}`,
    ],
    [
      'workflows ended or stopped from outside, named by `records check`, going on in the end',
      `${harms.length}, ${harms.filter(({ seen }) => seen).length}, ${harms.filter(({ left }) => left === null).length}`,
    ],
    ['facts in the ledger', `${ledger}`],
    ['obligations completed', `${completedOf(evidence.measures.map(({ state }) => state))}`],
    ['slips', `${evidence.slips.length}`],
    [
      'notices that reached the gateway',
      `${keys.size} of ${evidence.outbox.length}; ${repeats} came again under their key`,
    ],
    [
      'recovery: from the end of a fault to the next answer',
      `p50 ${seconds(percentile(waits, 0.5))}, p95 ${seconds(percentile(waits, 0.95))}, longest ${seconds(Math.max(0, ...waits))}`,
    ],
    ['longest time without any answer', seconds(longestStall(run.answers))],
  ]
  const kinds = new Map<string, number>()
  for (const { target, kind, failed } of faults)
    if (failed === null) kinds.set(`${target}: ${kind}`, (kinds.get(`${target}: ${kind}`) ?? 0) + 1)
  return [
    '| | |',
    '| --- | --- |',
    ...rows.map(([name, value]) => `| ${name} | ${value} |`),
    '',
    `| fault | times (${faults.filter((f) => f.failed === null).length} in all) |`,
    '| --- | --- |',
    ...[...kinds].sort().map(([name, n]) => `| ${name} | ${n} |`),
  ].join('\n')
}
