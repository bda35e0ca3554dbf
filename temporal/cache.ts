import { accessSync, constants } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { temporalServer, temporalUi } from './versions.ts'

export type Env = Readonly<Record<string, string | undefined>>

export interface Binaries {
  readonly server: string
  readonly ui: string
}

/** Root of what is shared between checkouts of one user: DUBAN_CACHE, else the XDG cache folder. */
export function cacheRoot(env: Env): string {
  if (env.DUBAN_CACHE) return env.DUBAN_CACHE
  return join(env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'duban')
}

/**
 * Folder of one build: both versions, platform and architecture are in its name, so that a home folder
 * shared between machines keeps them apart.
 *
 * @example …/duban/temporal-1.32.2-ui-2.54.1-linux-x64
 */
export function buildFolder(env: Env, platform = process.platform, arch = process.arch): string {
  const name = `temporal-${temporalServer.version}-ui-${temporalUi.version}-${platform}-${arch}`
  return join(cacheRoot(env), name)
}

const executable = (name: string): string => (process.platform === 'win32' ? `${name}.exe` : name)

export function binariesIn(folder: string): Binaries {
  return {
    server: join(folder, executable(temporalServer.binary)),
    ui: join(folder, executable(temporalUi.binary)),
  }
}

/** The built programs, or null. The folder appears by one rename, so both are whole when both exist. */
export function cachedBinaries(env: Env): Binaries | null {
  const binaries = binariesIn(buildFolder(env))
  return runnable(binaries.server) && runnable(binaries.ui) ? binaries : null
}

function runnable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK)
    return true
  } catch {
    return false
  }
}
