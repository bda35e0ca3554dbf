import { accessSync, constants, existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { buildTemporal } from './build.ts'
import { type Binaries, cachedBinaries, type Env } from './cache.ts'
import { databaseFile } from './config.ts'
import { type Endpoint, externalEndpoint } from './endpoint.ts'
import { refusals } from './messages.ts'
import { Refused } from './refused.ts'

/** What Temporal this project runs on, in the order in which it is looked for. */
export type Resolved =
  | { readonly kind: 'external'; readonly endpoint: Endpoint }
  | { readonly kind: 'built'; readonly binaries: Binaries }
  | { readonly kind: 'cli'; readonly command: string }
  | { readonly kind: 'none' }

/** Looks, and builds nothing: TEMPORAL_ADDRESS or a profile → the cache → `temporal` on PATH. */
export function findTemporal(env: Env): Resolved {
  const endpoint = externalEndpoint(env)
  if (endpoint) return { kind: 'external', endpoint }
  const binaries = cachedBinaries(env)
  if (binaries) return { kind: 'built', binaries }
  const command = onPath('temporal', env)
  return command ? { kind: 'cli', command } : { kind: 'none' }
}

/**
 * The same for a data folder that may have a database already: the program that made it is the only one
 * that finds its workflows there, so it comes before the usual order.
 *
 * @throws Refused CLI_MISSING
 */
export function findTemporalFor(dataDir: string, env: Env): Resolved {
  const found = findTemporal(env)
  if (found.kind === 'external') return found
  if (existsSync(databaseFile(dataDir, 'built'))) return found.kind === 'built' ? found : { kind: 'none' }
  if (!existsSync(databaseFile(dataDir, 'cli'))) return found
  const command = onPath('temporal', env)
  if (!command) throw new Refused(refusals.cliMissing(databaseFile(dataDir, 'cli')))
  return { kind: 'cli', command }
}

/** As findTemporalFor, and builds the official server when there is nothing else. */
export async function resolveTemporal(
  dataDir: string,
  env: Env,
  log: (line: string) => void,
  signal?: AbortSignal,
): Promise<Exclude<Resolved, { kind: 'none' }>> {
  const found = findTemporalFor(dataDir, env)
  if (found.kind !== 'none') return found
  return { kind: 'built', binaries: await buildTemporal({ env, log, signal }) }
}

export function onPath(name: string, env: Env): string | null {
  for (const folder of (env.PATH ?? '').split(delimiter)) {
    const file = join(folder, process.platform === 'win32' ? `${name}.exe` : name)
    try {
      accessSync(file, constants.X_OK)
      return file
    } catch {
      // Next folder.
    }
  }
  return null
}
