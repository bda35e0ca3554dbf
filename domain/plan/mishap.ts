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

const FIRST = 20

export const describePlanMishap = (fact: PlanMishapFact): string =>
  fact.kind === 'stepFailed'
    ? `“${fact.what}”没有办成：${fact.message}（${fact.code}）`
    : `“${fact.what}”时 ${fact.nos.length} 项措施没有应答：${fact.nos.slice(0, FIRST).join('、')}${fact.nos.length > FIRST ? '…' : ''}，方案继续；它们恢复后自行补办`
