/** The unit tests of a checkout, and which of them reach something that depends on the zone, with what they reach. */
export function zonedTests(root: string): {
  readonly all: readonly string[]
  readonly zoned: ReadonlyMap<string, string>
}
