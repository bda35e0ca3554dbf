// Go at work: plain Node, so that `npm start` can begin it while npm installs the dependencies. What a failure means and
// who waits for whom is said in build.ts.
import { spawn, spawnSync } from 'node:child_process'
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { createInterface } from 'node:readline'
import { binary, cacheFolder, isBuilt, onPath, SERVER, VERSIONS } from './parts.mjs'
import { Progress } from './progress.mjs'

/** Go 1.21 is the first that fetches another toolchain by itself. */
const OLDEST = [1, 21]

/** What is wrong with the Go that is here; null: nothing. */
export function goTrouble() {
  if (onPath('go') === null) return { code: 'GO_MISSING', found: '' }
  const version = /go(\d+)\.(\d+)/.exec(spawnSync('go', ['version'], { encoding: 'utf8' }).stdout ?? '')
  const [major, minor] = [Number(version?.[1] ?? 0), Number(version?.[2] ?? 0)]
  return major > OLDEST[0] || (major === OLDEST[0] && minor >= OLDEST[1])
    ? null
    : { code: 'GO_TOO_OLD', found: version?.[0] ?? '' }
}

/** `go install` names a program after its last folder: cmd/server, cmd/tools/sql. */
const madeBy = (part) => part.module.replace(/@.*$/, '').split('/').at(-1)

const DAY_MS = 24 * 3600 * 1000
/** What builds that were killed have left. */
function sweep(cache) {
  const halves = `${basename(cache)}.half-`
  for (const name of readdirSync(dirname(cache)).filter((name) => name.startsWith(halves))) {
    const folder = join(dirname(cache), name)
    const made = statSync(folder, { throwIfNoEntry: false })?.mtimeMs ?? Date.now()
    if (Date.now() - made > DAY_MS) rmSync(folder, { recursive: true, force: true })
  }
}

/**
 * No C compiler, and nothing of Google's storage by another way, as the official builds have it; and nothing that only a
 * debugger needs. An eighth of the work.
 */
const FLAGS = ['-ldflags', '-s -w', '-gcflags', 'all=-dwarf=false', '-tags', 'disable_grpc_modules']

/**
 * Builds a part in a folder that is thrown away, and moves the whole program into its place. Rejects with the last lines
 * that go printed.
 */
export function compile(part, onLine) {
  const cache = cacheFolder()
  mkdirSync(dirname(cache), { recursive: true })
  sweep(cache)
  const half = mkdtempSync(`${cache}.half-`)
  const args = ['install', '-v', ...FLAGS, part.module]
  const env = {
    ...process.env,
    GOBIN: half,
    GOTOOLCHAIN: VERSIONS.goToolchain,
    GOFLAGS: '',
    CGO_ENABLED: '0',
  }
  const child = spawn('go', args, { env, stdio: ['ignore', 'ignore', 'pipe'] })
  const last = []
  createInterface({ input: child.stderr }).on('line', (line) => {
    last.push(line)
    if (last.length > 12) last.shift()
    onLine(line)
  })
  const end = () => {
    child.kill('SIGTERM')
    rmSync(half, { recursive: true, force: true })
  }
  process.once('exit', end)
  const done = new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('close', (code) => {
      if (code !== 0) return reject(new Error(last.join('\n')))
      try {
        mkdirSync(cache, { recursive: true })
        chmodSync(join(half, madeBy(part)), 0o755)
        renameSync(join(half, madeBy(part)), binary(part.name))
        resolve()
      } catch (error) {
        reject(error)
      }
    })
  }).finally(() => {
    process.off('exit', end)
    rmSync(half, { recursive: true, force: true })
  })
  return { done, child }
}

/** A build that does not hold up the end of this process, and ends with it. */
export function leave(child) {
  child.unref()
  child.stderr.unref()
}

/** Where it is kept what was begun ahead: the bundle has modules of its own. */
const AHEAD = Symbol.for('duban.server-begun')

/** Whether the server of somebody else is to be used, as far as the environment tells. */
const configured = () =>
  ['TEMPORAL_ADDRESS', 'TEMPORAL_CONFIG_FILE', 'TEMPORAL_PROFILE'].some((name) => process.env[name])

/**
 * Begins to build the server where it will be needed and can be; null: it is not begun. One that fails is tried again,
 * and told, when it is needed.
 */
export function beginServer() {
  if (isBuilt([SERVER]) || configured() || onPath('temporal') !== null || goTrouble() !== null) return null
  const progress = new Progress([SERVER])
  const { done, child } = compile(SERVER, (line) => progress.line(SERVER, line))
  done.catch(() => undefined)
  leave(child)
  globalThis[AHEAD] = { done, child, progress }
  return globalThis[AHEAD]
}

/** What was begun, for whoever waits for it now; null: nothing was, or somebody has it. */
export function takeBegun() {
  const begun = globalThis[AHEAD] ?? null
  delete globalThis[AHEAD]
  begun?.child.ref()
  begun?.child.stderr.ref()
  return begun
}
