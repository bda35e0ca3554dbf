import { mkdirSync } from 'node:fs'
import { dirname } from 'node:path'
import { compile, goTrouble, leave, takeBegun } from './compile.mjs'
import { TemporalSetupError } from './errors.ts'
import { withLock } from './lock.ts'
import { cacheFolder, isBuilt, PARTS, type Part, SERVER, SQL_TOOL, UI, VERSIONS } from './parts.mjs'
import { Progress, showing } from './progress.mjs'

export type Say = (line: string) => void

function checkGo(): void {
  const trouble = goTrouble()
  if (trouble?.code === 'GO_MISSING')
    throw new TemporalSetupError(
      'GO_MISSING',
      '没有可用的 Temporal 服务，也没有 Go 来编译它',
      '安装 Go 1.21 以上后重试；或用 TEMPORAL_ADDRESS 指定已有的 Temporal 服务',
    )
  if (trouble !== null)
    throw new TemporalSetupError(
      'GO_TOO_OLD',
      `Go 版本 ${trouble.found || '不详'} 太旧`,
      '升级到 Go 1.21 以上',
    )
}

function failed(part: Part, error: Error): TemporalSetupError {
  const network = /dial tcp|no such host|timeout|connection refused|proxy/i.test(error.message)
  return new TemporalSetupError(
    'BUILD_FAILED',
    `编译${part.title}没有成功：\n${error.message}`,
    network
      ? '检查能否访问 Go 模块代理（GOPROXY），再运行一次；已下载的部分不会重来'
      : '再运行一次；仍不成功请附上以上内容报告问题',
  )
}

/** Waits for what was begun while the dependencies were installed. One that failed is built anew by whoever asks. */
async function begunAhead(say: Say): Promise<void> {
  const begun = takeBegun()
  if (begun === null) return
  const shown = showing(() => begun.progress.text(), say)
  try {
    await begun.done
    shown.stop()
    say(`Temporal 服务编译完成，用了 ${begun.progress.took()}`)
  } catch {
    shown.stop()
  }
}

/**
 * Builds what is missing of some parts, once for all who ask at the same time: a second process waits for the first.
 * Each is moved into its place when it is whole, so that an interrupted build leaves nothing half made.
 * @param quiet only that it is waited for is told: others speak meanwhile
 */
async function ensure(parts: readonly Part[], say: Say, intro: string, quiet = false): Promise<void> {
  const missing = () => parts.filter((part) => !isBuilt([part]))
  if (missing().length === 0) return
  checkGo()
  const lock = `${cacheFolder()}.build.lock`
  mkdirSync(dirname(lock), { recursive: true })
  await withLock(
    lock,
    () => say('另一个进程正在编译 Temporal，等它完成…'),
    async () => {
      if (missing().length === 0) return
      say(intro)
      if (missing().includes(SERVER)) await begunAhead(say)
      const left = missing()
      if (left.length === 0) return
      const progress = new Progress(left)
      const shown = quiet ? null : showing(() => progress.text(), say)
      try {
        for (const part of left) {
          const { done, child } = compile(part, (line) => progress.line(part, line))
          if (quiet) leave(child)
          await done.catch((error: Error) => {
            throw failed(part, error)
          })
        }
      } finally {
        shown?.stop()
      }
      if (!quiet) say(`编译完成，用了 ${progress.took()}`)
    },
  )
}

/** The pinned server and UI, in the cache. */
export const ensureBuilt = (say: Say): Promise<void> =>
  ensure(
    PARTS,
    say,
    `第一次使用：编译官方 Temporal 服务 ${VERSIONS.server} 和网页界面 ${VERSIONS.ui}（约 4 分钟，只需一次）`,
  )

/** The server alone: the year can be played without its web UI. */
export const ensureServer = (say: Say): Promise<void> =>
  ensure([SERVER], say, `第一次使用：编译官方 Temporal 服务 ${VERSIONS.server}（约 3 分钟，只需一次）`)

/** Its web UI, while other things go on. */
export const ensureUi = (say: Say): Promise<void> =>
  ensure([UI], say, `编译官方网页界面 ${VERSIONS.ui}（约半分钟，只需一次），其他事同时进行`, true)

/** The schema tool, in the same cache: seconds after the server was built here, else minutes. */
export const ensureSqlTool = (say: Say): Promise<void> =>
  ensure([SQL_TOOL], say, `编译官方 ${SQL_TOOL.title} ${VERSIONS.server}（只需一次）`)
