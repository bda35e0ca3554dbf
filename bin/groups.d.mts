/** System test files that are run alone though their words do not show it, with why. */
export const ALONE: ReadonlyMap<string, string>
/** The system test files of a checkout, in their three groups. */
export function systemGroups(root: string): {
  readonly beside: readonly string[]
  readonly alone: readonly string[]
  readonly journeys: readonly string[]
}
/** Unit tests that `npm run check` leaves to `npm test`. */
export const PATIENT: ReadonlySet<string>
/** The unit test files of a checkout but for the patient ones. */
export function quickUnitTests(root: string): readonly string[]
