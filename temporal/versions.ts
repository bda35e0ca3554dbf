/**
 * What the embedded Temporal is built from: official Go modules, pinned. Changing a version here changes
 * the cache folder's name, so an old build is never mistaken for a new one.
 */
export interface GoProgram {
  /** Name of the built file in the cache folder. */
  readonly binary: string
  readonly goPackage: string
  readonly version: string
}

export const temporalServer: GoProgram = {
  binary: 'temporal-server',
  goPackage: 'go.temporal.io/server/cmd/server',
  version: '1.32.2',
}

/** The last version whose modules are all served; later ones need modules that `go install` cannot get. */
export const temporalUi: GoProgram = {
  binary: 'temporal-ui',
  goPackage: 'github.com/temporalio/ui-server/v2/cmd/server',
  version: '2.54.1',
}

/** Server 1.32.2 needs this Go; an older `go` fetches it as a toolchain module. */
export const goToolchain = 'go1.26.10'

/** The first Go that understands GOTOOLCHAIN, and so can fetch the one above. */
export const oldestGo = { major: 1, minor: 21 } as const
