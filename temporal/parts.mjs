/**
 * The official server and web UI, built from their Go modules with `go install`. Pinned: a newer server needs
 * its schema changes looked at first; ui-server from 2.55 on needs modules that the proxy does not serve.
 */
export const VERSIONS = { server: '1.32.2', ui: '2.54.1', goToolchain: 'go1.26.10' } as const

export interface Part {
  readonly name: 'temporal-server' | 'temporal-ui' | 'temporal-sql-tool'
  readonly title: string
  readonly module: string
  /** Packages compiled when nothing is cached; for the progress shown, measured once. */
  readonly packages: number
}

export const PARTS: readonly Part[] = [
  {
    name: 'temporal-server',
    title: 'Temporal 服务',
    module: `go.temporal.io/server/cmd/server@v${VERSIONS.server}`,
    packages: 1450,
  },
  {
    name: 'temporal-ui',
    title: 'Temporal 网页界面',
    module: `github.com/temporalio/ui-server/v2/cmd/server@v${VERSIONS.ui}`,
    packages: 120,
  },
]
/** The official tool that makes and updates the schemas of a server on PostgreSQL; built when first needed. */
export const SQL_TOOL: Part = {
  name: 'temporal-sql-tool',
  title: 'Temporal 数据库工具',
  module: `go.temporal.io/server/cmd/tools/sql@v${VERSIONS.server}`,
  packages: 60,
}
/** Modules downloaded when nothing is cached. */
export const MODULES = 195
