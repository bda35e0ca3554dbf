/**
 * What a measure keeps of what it could not use: a message that is none of its own, and a step that came to nothing.
 * Neither changes anything else about it.
 */
export type MishapFact =
  | {
      readonly kind: 'unmatched'
      /** The signal's name. */
      readonly name: string
      /** Its beginning as text. */
      readonly text: string
      readonly why: string
      /** It was handed on to the measure's plan. */
      readonly passedOn: boolean
    }
  | {
      readonly kind: 'stepFailed'
      /** The update or signal, or the measure's own wake. */
      readonly what: string
      readonly code: string
      readonly message: string
    }

export const describeMishap = (fact: MishapFact): string =>
  fact.kind === 'unmatched'
    ? `收到看不懂的信号“${fact.name}”：${fact.text}（${fact.why}），${fact.passedOn ? '已转给方案' : '留存备查'}`
    : `“${fact.what}”没有办成，一切照旧：${fact.message}（${fact.code}）`
