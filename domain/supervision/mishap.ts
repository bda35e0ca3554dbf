import { fact } from './fact.ts'

/**
 * What a measure keeps of what it could not use: a message that is none of its own, and a step that came to nothing.
 * Neither changes anything else about it.
 */
interface Unmatched {
  readonly kind: 'unmatched'
  /** The signal's name. */
  readonly name: string
  /** Its beginning as text. */
  readonly text: string
  readonly why: string
  /** It was handed on to the measure's plan. */
  readonly passedOn: boolean
}
interface StepFailed {
  readonly kind: 'stepFailed'
  /** The update or signal, or the measure's own wake. */
  readonly what: string
  readonly code: string
  readonly message: string
}
export type MishapFact = Unmatched | StepFailed

export const unmatched = fact<Unmatched>({
  kind: 'unmatched',
  says: ({ name, text, why, passedOn }) =>
    `收到看不懂的信号“${name}”：${text}（${why}），${passedOn ? '已转给方案' : '留存备查'}`,
})

export const stepFailed = fact<StepFailed>({
  kind: 'stepFailed',
  says: ({ what, code, message }) => `“${what}”没有办成，一切照旧：${message}（${code}）`,
  tells: (_, { state, toOffice, says }) => [toOffice('trouble', `${state.setup.no} 有一件事没有办成`, says)],
})
