import type { Corrected, Revoked } from './change-facts.ts'
import type { ExpectationFact } from './expected-facts.ts'
import type { Received, Restoration } from './opening-facts.ts'

/** What a measure hears of events. */
export type EventFact = ExpectationFact | Received | Corrected | Revoked | Restoration
