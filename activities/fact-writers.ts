/**
 * Activities that write facts to the ledger, and whose: the one list of them. Workflows write by these names, a worker
 * makes its activities from it, and the replay of histories (worker/history) knows by it what a history has written.
 * Arguments are always the workflow's id (of a plan: the plan's), then the facts.
 */
export const FACT_WRITERS = {
  /** Asks a unit for evidence; the visible form of 记入台账. */
  请求佐证: 'measure',
  登记逾期: 'measure',
  发督办单: 'measure',
  记入台账: 'measure',
  记入方案台账: 'plan',
} as const satisfies Readonly<Record<string, 'measure' | 'plan'>>

export type FactWriter = keyof typeof FACT_WRITERS
export type WriterOf<Whose extends 'measure' | 'plan'> = {
  [Name in FactWriter]: (typeof FACT_WRITERS)[Name] extends Whose ? Name : never
}[FactWriter]

/** Whose facts an activity writes; null: it writes none. */
export const writesFactsOf = (activity: string): 'measure' | 'plan' | null =>
  Object.hasOwn(FACT_WRITERS, activity) ? FACT_WRITERS[activity as FactWriter] : null
