import { planFactDef } from './fact.ts'

// What a plan keeps of what it could not do. It changes nothing else.

/** A message came to nothing: what was decided stays as it was before it. */
interface StepFailed {
  readonly kind: 'stepFailed'
  readonly what: string
  readonly code: string
  readonly message: string
}
/** Measures that gave no answer in time: the plan went on without them. */
interface MeasuresSilent {
  readonly kind: 'measuresSilent'
  readonly what: string
  readonly nos: readonly string[]
}
/** Measures that refused, or could not: the plan went on without them. */
interface MeasuresRefused {
  readonly kind: 'measuresRefused'
  readonly what: string
  readonly nos: readonly string[]
  /** What the first of them said, each sentence once. */
  readonly why: readonly string[]
}
export type PlanMishapFact = StepFailed | MeasuresSilent | MeasuresRefused

const KINDS: ReadonlySet<string> = new Set<PlanMishapFact['kind']>([
  'stepFailed',
  'measuresSilent',
  'measuresRefused',
])
export const isPlanMishap = (kind: string): boolean => KINDS.has(kind)

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
const named = (nos: readonly string[]): string =>
  `${nos.slice(0, FIRST).join('、')}${nos.length > FIRST ? '…' : ''}`

export const MISHAPS = [
  planFactDef<StepFailed>({
    kind: 'stepFailed',
    says: ({ what, code, message }) => `“${what}”没有办成：${message}（${code}）`,
  }),
  planFactDef<MeasuresSilent>({
    kind: 'measuresSilent',
    says: ({ what, nos }) =>
      `“${what}”时 ${nos.length} 项措施没有应答：${named(nos)}，方案继续；它们恢复后自行补办`,
  }),
  planFactDef<MeasuresRefused>({
    kind: 'measuresRefused',
    says: ({ what, nos, why }) =>
      `“${what}”时 ${nos.length} 项措施没有办成：${named(nos)}，方案继续；原因：${why.join('；')}`,
  }),
] as const
