/** The unit test files of a checkout. */
export function unitTests(root: string): readonly string[]
/** The unit tests of a checkout, and which of them reach something that depends on the zone, with what they reach. */
export function zonedTests(root: string): {
  readonly all: readonly string[]
  readonly zoned: ReadonlyMap<string, string>
}
/** Of the files that may ask for the zone, those that did, as a run under zone-watch.mjs wrote it down. */
export function askedForZone(
  root: string,
  written: string,
  zoned: ReadonlyMap<string, string>,
): readonly string[]
