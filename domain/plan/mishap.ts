/** What a plan keeps of what it could not do. It changes nothing else. */
export type PlanMishapFact =
  /** A message came to nothing: what was decided stays as it was before it. */
  | {
      readonly kind: 'stepFailed'
      readonly what: string
      readonly code: string
      readonly message: string
    }
  /** Measures that gave no answer in time: the plan went on without them. */
  | { readonly kind: 'measuresSilent'; readonly what: string; readonly nos: readonly string[] }
  /** Measures that refused, or could not: the plan went on without them. */
  | {
      readonly kind: 'measuresRefused'
      readonly what: string
      readonly nos: readonly string[]
      /** What the first of them said, each sentence once. */
      readonly why: readonly string[]
    }

/** So many sentences are kept; many measures that refuse do so for one reason. */
const REASONS = 5

/** What a plan keeps of measures that did not do what it asked. */
export function mishapsOf(
  {
    silent = [],
    refused = {},
  }: { readonly silent?: readonly string[]; readonly refused?: Readonly<Record<string, string>> },
  what: string,
): readonly PlanMishapFact[] {
  const nos = Object.keys(refused)
  const why = [...new Set(Object.values(refused))].slice(0, REASONS)
  return [
    ...(silent.length > 0 ? [{ kind: 'measuresSilent', what, nos: silent } as const] : []),
    ...(nos.length > 0 ? [{ kind: 'measuresRefused', what, nos, why } as const] : []),
  ]
}

const FIRST = 20

export function describePlanMishap(fact: PlanMishapFact): string {
  if (fact.kind === 'stepFailed') return `“${fact.what}”没有办成：${fact.message}（${fact.code}）`
  const { what, nos } = fact
  const named = `${nos.slice(0, FIRST).join('、')}${nos.length > FIRST ? '…' : ''}`
  return fact.kind === 'measuresSilent'
    ? `“${what}”时 ${nos.length} 项措施没有应答：${named}，方案继续；它们恢复后自行补办`
    : `“${what}”时 ${nos.length} 项措施没有办成：${named}，方案继续；原因：${fact.why.join('；')}`
}
