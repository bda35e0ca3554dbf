import { execFile, spawn } from 'node:child_process'
import { createWriteStream } from 'node:fs'
import { tmpdir } from 'node:os'
import { createInterface } from 'node:readline'
import { promisify } from 'node:util'
import type { Env } from './cache.ts'
import { refusals } from './messages.ts'
import { Refused } from './refused.ts'
import { type GoProgram, goToolchain, oldestGo } from './versions.ts'

const run = promisify(execFile)

/** @throws Refused GO_MISSING, GO_TOO_OLD */
export async function checkGo(env: Env): Promise<string> {
  const version = await goVersion(env)
  if (version === null) throw new Refused(refusals.goMissing())
  if (!newEnough(version))
    throw new Refused(refusals.goTooOld(version, `${oldestGo.major}.${oldestGo.minor}`))
  return version
}

/** The version of the `go` on PATH itself, as '1.26.8'; null when there is none. */
export async function goVersion(env: Env): Promise<string | null> {
  try {
    const { stdout } = await run('go', ['version'], {
      env: { ...env, GOTOOLCHAIN: 'local' } as NodeJS.ProcessEnv,
    })
    return /\bgo(\d+\.\d+(?:\.\d+)?)/.exec(stdout)?.[1] ?? null
  } catch {
    return null
  }
}

export function newEnough(version: string): boolean {
  const [major = 0, minor = 0] = version.split('.').map(Number)
  return major > oldestGo.major || (major === oldestGo.major && minor >= oldestGo.minor)
}

export interface GoInstall {
  readonly env: Env
  readonly gobin: string
  readonly program: GoProgram
  readonly title: string
  readonly flags: readonly string[]
  readonly logFile: string
  readonly onLine: (line: string) => void
  readonly signal?: AbortSignal
}

/**
 * Runs `go install` of one pinned program and returns all that it said. The module and build caches stay
 * the user's own, so that an interrupted build goes on where it was.
 *
 * @throws Refused GO_NETWORK, GO_BUILD_FAILED
 */
export async function goInstall(options: GoInstall): Promise<string> {
  const { program, signal } = options
  const target = `${program.goPackage}@v${program.version}`
  const args = ['install', ...options.flags, '-ldflags', '-s -w', target]
  const go = spawn('go', args, { cwd: tmpdir(), env: goEnv(options), stdio: ['ignore', 'ignore', 'pipe'] })
  const kill = (): void => void go.kill('SIGTERM')
  // The build must not go on behind the back of whoever interrupted us.
  process.once('exit', kill)
  signal?.addEventListener('abort', kill)
  const said: string[] = []
  const file = createWriteStream(options.logFile, { flags: 'a' })
  const lines = createInterface({ input: go.stderr })
  lines.on('line', (line) => {
    said.push(line)
    if (!options.flags.includes('-n')) file.write(`${line}\n`)
    options.onLine(line)
  })
  const closed = new Promise<void>((resolve) => lines.once('close', resolve))
  const code = await new Promise<number | null>((resolve) => {
    go.once('error', () => resolve(null))
    go.once('exit', resolve)
  })
  await closed
  file.end()
  process.removeListener('exit', kill)
  signal?.removeEventListener('abort', kill)
  signal?.throwIfAborted()
  if (code !== 0) throw new Refused(diagnose(options, said))
  return said.join('\n')
}

/**
 * The user's Go settings, less those that break `go install pkg@version` (vendoring flags, a workspace,
 * cross compiling). Without cgo the result does not depend on a C compiler being there.
 */
function goEnv(options: GoInstall): NodeJS.ProcessEnv {
  const { GOOS: _os, GOARCH: _arch, ...env } = options.env
  return {
    ...env,
    GOBIN: options.gobin,
    GOTOOLCHAIN: goToolchain,
    GOFLAGS: '-buildvcs=false',
    GOWORK: 'off',
    GO111MODULE: 'on',
    CGO_ENABLED: '0',
  } as NodeJS.ProcessEnv
}

const networkSigns =
  /dial tcp|no such host|i\/o timeout|TLS handshake|connection refused|connection reset|proxyconnect|40[34] |50\d |module lookup disabled|reading https?:/i

function diagnose(options: GoInstall, said: readonly string[]) {
  const errors = said.filter((line) => !/^go: downloading|^[\w.~/-]+$/.test(line) && line.trim() !== '')
  const network = errors.find((line) => networkSigns.test(line))
  if (network) return refusals.goNetwork(network.trim())
  const detail = errors.slice(-3).join(' / ') || 'go install'
  return refusals.goFailed(options.title, options.logFile, detail)
}
