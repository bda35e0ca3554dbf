import type { Stamped } from '../plan/stamped.ts'
import { acknowledgeDue } from './acknowledge.ts'
import { ACTS, type ActFact } from './acts/registry.ts'
import { suspensionReviewDue } from './acts/suspension.ts'
import { waitAsked, waitUnanswered } from './acts/wait.ts'
import { eventCorrected, eventRevoked } from './events/change-facts.ts'
import { eventExpected, expectationDue, expectationEnded } from './events/expected-facts.ts'
import { eventReceived, eventRestored } from './events/opening-facts.ts'
import type { BodyOf, FactDef, OwnScore } from './fact.ts'
import { opened, overdue, slipRaised } from './ladder-facts.ts'
import { stepFailed, unmatched } from './mishap.ts'
import { officeDue } from './office/clocks.ts'
import { evidenceExpired } from './renewal.ts'
import { replanned } from './replanned.ts'
import { signatureDue } from './signature.ts'
import { started } from './started.ts'

export type { DeliveredEvent, Delivery } from '../plan/measure/event.ts'

/** What happens to a measure beside what people do: by dates, events, other rules, mishaps. */
const OF_ITSELF = [
  ...([started, opened, overdue, slipRaised, evidenceExpired, suspensionReviewDue] as const),
  ...([waitAsked, waitUnanswered, acknowledgeDue, officeDue, signatureDue] as const),
  ...([eventReceived, eventCorrected, eventRevoked, eventRestored] as const),
  ...([eventExpected, expectationEnded, expectationDue] as const),
  ...([replanned, unmatched, stepFailed] as const),
] as const

/** One thing that happened to a measure. State is a fold of facts; the ledger (台账) keeps every one of them. */
export type FactBody = ActFact | BodyOf<(typeof OF_ITSELF)[number]>

/** A fact in the ledger: numbered within its workflow, dated in plan time, with who and which act. */
export type Fact = Stamped<FactBody>

type AnyFact = FactDef<FactBody>
/** Every kind of fact: those of acts come with their act. */
export const FACTS = [
  ...OF_ITSELF,
  ...ACTS.flatMap((act): readonly unknown[] => act.facts),
] as readonly AnyFact[]

const BY_KIND: ReadonlyMap<string, AnyFact> = new Map(FACTS.map((def) => [def.kind, def]))

/** @throws of a kind that this release does not know: its state cannot be told */
export function factDef(kind: string): AnyFact {
  const found = BY_KIND.get(kind)
  if (found === undefined) throw new Error(`unknown fact: ${kind}`)
  return found
}

/** Scores that facts bring with them, beside those that every policy has. */
export const OWN_SCORES: readonly OwnScore[] = FACTS.flatMap(({ score }) => (score ? [score] : []))

/** The obligation a fact speaks of, if it speaks of one. */
export const obligationIdOf = (fact: FactBody): string | null =>
  'obligationId' in fact ? fact.obligationId : null
