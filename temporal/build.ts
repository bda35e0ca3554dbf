import { mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { type Binaries, binariesIn, buildFolder, cachedBinaries, cacheRoot, type Env } from './cache.ts'
import { checkGo, goInstall } from './go.ts'
import { withLock } from './lock.ts'
import { names, refusals, says } from './messages.ts'
import { startMeter } from './meter.ts'
import { countPlanned } from './progress.ts'
import { Refused } from './refused.ts'
import { type GoProgram, goToolchain, temporalServer, temporalUi } from './versions.ts'

export interface BuildOptions {
  readonly env: Env
  /** Whole lines for people; the live meter goes to stderr by itself when that is a terminal. */
  readonly log: (line: string) => void
  readonly signal?: AbortSignal
  /** What to build; tests put small programs here. */
  readonly programs?: { readonly server: GoProgram; readonly ui: GoProgram }
}

/**
 * Builds the server and its UI into the user's cache, once: a second process waits for the first and
 * finds its result. Everything is made in a folder beside the final one, which appears by one rename.
 *
 * @throws Refused GO_MISSING, GO_TOO_OLD, GO_NETWORK, GO_BUILD_FAILED, CACHE_UNWRITABLE
 */
export async function buildTemporal(options: BuildOptions): Promise<Binaries> {
  const { env, log } = options
  const folder = buildFolder(env)
  makeCacheRoot(env)
  return withLock(
    `${folder}.lock`,
    { signal: options.signal, onWait: (holder) => log(says.waitForBuild(holder?.pid ?? null)) },
    async () => cachedBinaries(env) ?? (await buildInto(folder, options)),
  )
}

async function buildInto(folder: string, options: BuildOptions): Promise<Binaries> {
  const programs = options.programs ?? { server: temporalServer, ui: temporalUi }
  removeLeftovers(folder)
  await checkGo(options.env)
  options.log(says.buildNeeded(programs.server.version, programs.ui.version))
  const staging = `${folder}.building-${process.pid}`
  const ready = join(staging, 'ready')
  mkdirSync(ready, { recursive: true })
  try {
    await buildProgram(names.server, programs.server, staging, binariesIn(ready).server, options)
    await buildProgram(names.ui, programs.ui, staging, binariesIn(ready).ui, options)
    const stamp = {
      server: programs.server,
      ui: programs.ui,
      toolchain: goToolchain,
      builtAt: new Date().toISOString(),
    }
    writeFileSync(join(ready, 'built.json'), `${JSON.stringify(stamp, null, 2)}\n`)
    // An incomplete folder can only be somebody's deletion: cachedBinaries() has refused it.
    rmSync(folder, { recursive: true, force: true })
    renameSync(ready, folder)
    return binariesIn(folder)
  } finally {
    rmSync(staging, { recursive: true, force: true })
  }
}

async function buildProgram(
  title: string,
  program: GoProgram,
  staging: string,
  target: string,
  options: BuildOptions,
): Promise<void> {
  // Both programs' main package is called "server", so each gets a GOBIN of its own.
  const gobin = join(staging, program.binary)
  const logFile = `${buildFolder(options.env)}.build.log`
  mkdirSync(gobin)
  const meter = startMeter(title, options.log)
  const common = { env: options.env, gobin, program, signal: options.signal, logFile, title }
  try {
    const dryRun = await goInstall({ ...common, flags: ['-n'], onLine: (line) => meter.line(line) })
    meter.planned(countPlanned(dryRun))
    await goInstall({ ...common, flags: ['-v'], onLine: (line) => meter.line(line) })
    renameSync(join(gobin, producedName(gobin)), target)
    meter.done()
  } finally {
    meter.stop()
  }
}

/** `go install` names the file after the package's last element; there is only one in a fresh GOBIN. */
function producedName(gobin: string): string {
  const [name] = readdirSync(gobin)
  if (!name) throw new Error(`go install left nothing in ${gobin}`)
  return name
}

/** What an interrupted build of the same folder left; we hold its lock, so nobody is using it. */
function removeLeftovers(folder: string): void {
  const mark = `${basename(folder)}.building-`
  for (const name of readdirSync(dirname(folder))) {
    if (name.startsWith(mark)) rmSync(join(dirname(folder), name), { recursive: true, force: true })
  }
}

function makeCacheRoot(env: Env): void {
  try {
    mkdirSync(cacheRoot(env), { recursive: true })
  } catch (error) {
    throw new Refused(refusals.cacheUnwritable(cacheRoot(env), (error as Error).message))
  }
}
