import { type Squeezed, unsqueeze } from '../../domain/basics/squeeze.ts'

type Numbered = { readonly seq: number } | { readonly state: { readonly seq: number } }
/** A state handed on by the run before: whole, packed, or squeezed besides. */
export type Carried = Numbered | Squeezed

/** The number of the first fact of a run that begins with it; null: nothing was handed on. */
export function nextSeqOf(carried: Carried | null | undefined): number {
  if (carried == null) return 1
  const numbered = unsqueeze<Numbered>(carried)
  return 'state' in numbered ? numbered.state.seq : numbered.seq
}
