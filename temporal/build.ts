import { spawn, spawnSync } from 'node:child_process'
import { chmodSync, mkdirSync, mkdtempSync, renameSync, rmSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { createInterface } from 'node:readline'
import { TemporalSetupError } from './errors.ts'
import { withLock } from './lock.ts'
import { cacheFolder, isBuilt, onPath } from './places.ts'
import { Progress } from './progress.ts'
import { PARTS, type Part, VERSIONS } from './versions.ts'

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

/**
 * Builds the pinned server and UI into the cache, if they are not there. Built in a temporary folder and moved
 * whole, so that an interrupted build leaves nothing half made; a second process waits for the first.
 */
export async function ensureBuilt(say: Say): Promise<void> {
  if (isBuilt()) return
  checkGo()
  const cache = cacheFolder()
  mkdirSync(dirname(cache), { recursive: true })
  await withLock(
    `${cache}.lock`,
    (pid) => say(`另一个进程（${pid}）正在编译 Temporal，等它完成…`),
    async () => {
      if (isBuilt()) return
      say(
        `第一次使用：编译官方 Temporal 服务 ${VERSIONS.server} 和网页界面 ${VERSIONS.ui}（约 4 分钟，只需一次）`,
      )
      const half = mkdtempSync(`${cache}.half-`)
      const progress = new Progress(say)
      const clean = () => rmSync(half, { recursive: true, force: true })
      process.once('exit', clean)
      try {
        mkdirSync(join(half, 'whole'))
        for (const part of PARTS) {
          await install(part, half, progress)
          renameSync(join(half, 'server'), join(half, 'whole', part.name))
          chmodSync(join(half, 'whole', part.name), 0o755)
        }
        rmSync(cache, { recursive: true, force: true })
        renameSync(join(half, 'whole'), cache)
        progress.done()
      } finally {
        progress.stop()
        clean()
        process.off('exit', clean)
      }
    },
  )
}
