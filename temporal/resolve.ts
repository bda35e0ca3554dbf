import { accessSync, constants } from 'node:fs'
import { delimiter, join } from 'node:path'
import { buildTemporal } from './build.ts'
import { type Binaries, cachedBinaries, type Env } from './cache.ts'
import { type Endpoint, externalEndpoint } from './endpoint.ts'

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

/** As findTemporal, and builds the official server when there is nothing else. */
export async function resolveTemporal(
  env: Env,
  log: (line: string) => void,
  signal?: AbortSignal,
): Promise<Exclude<Resolved, { kind: 'none' }>> {
  const found = findTemporal(env)
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
