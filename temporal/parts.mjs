// What is built from Go's modules, and where to. Plain Node: `npm start` asks before any dependency is installed.
import { existsSync } from 'node:fs'
import { homedir } from 'node:os'
import { delimiter, join } from 'node:path'

/**
 * The official server and web UI, built from their Go modules with `go install`. Pinned: a newer server needs
 * its schema changes looked at first; ui-server from 2.55 on needs modules that the proxy does not serve.
 */
export const VERSIONS = { server: '1.32.2', ui: '2.54.1', goToolchain: 'go1.26.10' }

export const SERVER = {
  name: 'temporal-server',
  title: 'Temporal 服务',
  module: `go.temporal.io/server/cmd/server@v${VERSIONS.server}`,
  packages: 1310,
}
export const UI = {
  name: 'temporal-ui',
  title: 'Temporal 网页界面',
  module: `github.com/temporalio/ui-server/v2/cmd/server@v${VERSIONS.ui}`,
  packages: 120,
}
/** The official tool that makes and updates the schemas of a server on PostgreSQL; built when first needed. */
export const SQL_TOOL = {
  name: 'temporal-sql-tool',
  title: 'Temporal 数据库工具',
  module: `go.temporal.io/server/cmd/tools/sql@v${VERSIONS.server}`,
  packages: 60,
}
export const PARTS = [SERVER, UI]

/** Built servers, per user and version: DUBAN_CACHE, else the user's cache folder. */
export function cacheFolder() {
  const root =
    process.env.DUBAN_CACHE ?? join(process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'duban')
  return join(root, `temporal-${VERSIONS.server}-ui-${VERSIONS.ui}-${process.platform}-${process.arch}`)
}

export const binary = (name) => join(cacheFolder(), name)
/** A part is there whole or not at all: it is moved into its place. */
export const isBuilt = (parts = PARTS) => parts.every((part) => existsSync(binary(part.name)))

/** A program on PATH, or null. */
export function onPath(program) {
  const folders = (process.env.PATH ?? '').split(delimiter).filter(Boolean)
  return folders.map((folder) => join(folder, program)).find((file) => existsSync(file)) ?? null
}
