import { spawn, spawnSync } from 'node:child_process'
import { chmodSync, existsSync, mkdirSync, mkdtempSync, renameSync, rmSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { createInterface } from 'node:readline'
import { TemporalSetupError } from './errors.ts'
import { withLock } from './lock.ts'
import { binary, cacheFolder, isBuilt, onPath } from './places.ts'
import { Progress } from './progress.ts'
import { PARTS, type Part, SQL_TOOL, VERSIONS } from './versions.ts'

export type Say = (line: string) => void

/** Go 1.21 is the first that fetches another toolchain by itself. */
const OLDEST_GO = [1, 21] as const

function checkGo(): void {
  if (onPath('go') === null)
    throw new TemporalSetupError(
      'GO_MISSING',
      '没有可用的 Temporal 服务，也没有 Go 来编译它',
      '安装 Go 1.21 以上后重试；或用 TEMPORAL_ADDRESS 指定已有的 Temporal 服务',
    )
  const version = /go(\d+)\.(\d+)/.exec(spawnSync('go', ['version'], { encoding: 'utf8' }).stdout ?? '')
  const [major, minor] = [Number(version?.[1] ?? 0), Number(version?.[2] ?? 0)]
  if (major < OLDEST_GO[0] || (major === OLDEST_GO[0] && minor < OLDEST_GO[1]))
    throw new TemporalSetupError(
      'GO_TOO_OLD',
      `Go 版本 ${version?.[0] ?? '不详'} 太旧`,
      '升级到 Go 1.21 以上',
    )
}

/** `go install` of one part into `folder`. Rejects with the last lines that go printed. */
function install(part: Part, folder: string, progress: Progress): Promise<void> {
  const args = ['install', '-v', '-ldflags', '-s -w', part.module]
  const env = { ...process.env, GOBIN: folder, GOTOOLCHAIN: VERSIONS.goToolchain, GOFLAGS: '' }
  return new Promise((resolve, reject) => {
    const child = spawn('go', args, { env, stdio: ['ignore', 'ignore', 'pipe'] })
    const last: string[] = []
    const stop = () => child.kill('SIGTERM')
    process.once('exit', stop)
    createInterface({ input: child.stderr }).on('line', (line) => {
      last.push(line)
      if (last.length > 12) last.shift()
      progress.line(part, line)
    })
    child.on('error', reject)
    child.on('close', (code) => {
      process.off('exit', stop)
      if (code === 0) return resolve()
      const network = /dial tcp|no such host|timeout|connection refused|proxy/i.test(last.join('\n'))
      reject(
        new TemporalSetupError(
          'BUILD_FAILED',
          `编译${part.title}没有成功：\n${last.join('\n')}`,
          network
            ? '检查能否访问 Go 模块代理（GOPROXY），再运行一次；已下载的部分不会重来'
            : '再运行一次；仍不成功请附上以上内容报告问题',
        ),
      )
    })
  })
}

/** `go install` names a program after its last folder: cmd/server, cmd/tools/sql. */
const madeBy = (part: Part): string => part.module.replace(/@.*$/, '').split('/').at(-1) ?? ''

/** Builds parts in a folder that is thrown away, and hands over the folder that has them whole. */
async function build(parts: readonly Part[], say: Say, keep: (whole: string) => void): Promise<void> {
  const cache = cacheFolder()
  const half = mkdtempSync(`${cache}.half-`)
  const progress = new Progress(say, parts)
  const clean = () => rmSync(half, { recursive: true, force: true })
  process.once('exit', clean)
  try {
    mkdirSync(join(half, 'whole'))
    for (const part of parts) {
      await install(part, half, progress)
      renameSync(join(half, madeBy(part)), join(half, 'whole', part.name))
      chmodSync(join(half, 'whole', part.name), 0o755)
    }
    keep(join(half, 'whole'))
    progress.done()
  } finally {
    progress.stop()
    clean()
    process.off('exit', clean)
  }
}

async function alone(say: Say, work: () => Promise<void>): Promise<void> {
  checkGo()
  const cache = cacheFolder()
  mkdirSync(dirname(cache), { recursive: true })
  await withLock(`${cache}.build.lock`, () => say('另一个进程正在编译 Temporal，等它完成…'), work)
}

/**
 * Builds the pinned server and UI into the cache, if they are not there. Built in a temporary folder and moved
 * whole, so that an interrupted build leaves nothing half made; a second process waits for the first.
 */
export async function ensureBuilt(say: Say): Promise<void> {
  if (isBuilt()) return
  await alone(say, async () => {
    if (isBuilt()) return
    say(
      `第一次使用：编译官方 Temporal 服务 ${VERSIONS.server} 和网页界面 ${VERSIONS.ui}（约 4 分钟，只需一次）`,
    )
    await build(PARTS, say, (whole) => {
      rmSync(cacheFolder(), { recursive: true, force: true })
      renameSync(whole, cacheFolder())
    })
  })
}

/** Builds the schema tool into the same cache, if it is not there: seconds after the server was built here, else minutes. */
export async function ensureSqlTool(say: Say): Promise<void> {
  const program = binary(SQL_TOOL.name)
  if (existsSync(program)) return
  await alone(say, async () => {
    if (existsSync(program)) return
    say(`编译官方 ${SQL_TOOL.title} ${VERSIONS.server}（只需一次）`)
    await build([SQL_TOOL], say, (whole) => renameSync(join(whole, SQL_TOOL.name), program))
  })
}
