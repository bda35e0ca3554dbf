import { utf8Length } from './text.ts'

/** Bytes of an answer to a query: the server takes 2 MB. */
const LARGEST = 1_500_000

/** A state as it is asked for: whole, or packed where that is too large to be answered. */
export const answerOf = <S, P>(state: S, pack: (state: S) => S | P): S | P =>
  utf8Length(JSON.stringify(state)) <= LARGEST ? state : pack(state)
