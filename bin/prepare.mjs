// What every entry needs before any dependency can be imported: plain Node, nothing else.
import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { beginServer } from '../temporal/compile.mjs'
import { showing } from '../temporal/progress.mjs'

const root = fileURLToPath(new URL('..', import.meta.url))
const stamp = `${root}node_modules/.duban-stamp`

const say = (text) => process.stderr.write(`${text}\n`)

function checkNode() {
  const [major, minor] = process.versions.node.split('.').map(Number)
  if (major > 20 || (major === 20 && minor >= 19)) return
  say(`需要 Node.js 20.19 以上，现在是 ${process.versions.node}。(Duban needs Node.js 20.19 or newer.)`)
  process.exit(1)
}

/** Runs npm; what it says is passed on. Resolves to its exit code. */
function install(pass) {
  const words = ['install', '--no-save', '--no-audit', '--no-fund', '--loglevel=warn']
  const npm = spawn('npm', words, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] })
  const end = () => npm.kill('SIGTERM')
  process.once('exit', end)
  for (const stream of [npm.stdout, npm.stderr]) createInterface({ input: stream }).on('line', pass)
  return new Promise((resolve) => {
    npm.once('error', (error) => {
      pass(error.message)
      resolve(1)
    })
    npm.once('close', resolve)
  }).finally(() => process.off('exit', end))
}

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP']
const leave = () => process.exit(130)

/**
 * Installs the dependencies when they are missing or the lock file changed; later starts skip it. Go needs none of
 * them: it begins to build the server meanwhile (temporal/compile.mjs), for whoever waits for it then.
 */
export async function prepare() {
  checkNode()
  const want = createHash('sha256')
    .update(readFileSync(`${root}package-lock.json`))
    .digest('hex')
  const have = existsSync(stamp) ? readFileSync(stamp, 'utf8') : ''
  if (want === have) return
  const began = Date.now()
  // Asked to end: what runs for this ends too, and nothing half made stays.
  for (const signal of SIGNALS) process.on(signal, leave)
  const building = beginServer()
  say(`安装依赖（第一次约 1 至 2 分钟）${building ? '，同时编译 Temporal 服务（约 3 分钟，只需一次）' : ''}…`)
  const seconds = () => Math.round((Date.now() - began) / 1000)
  const shown = showing(
    () => `安装依赖：用了 ${seconds()} 秒${building ? `；${building.progress.text()}` : ''}`,
    say,
  )
  const status = await install((line) => {
    shown.clear()
    say(line)
  })
  shown.stop()
  if (status !== 0) {
    say('依赖没有装好。办法：检查网络和 npm 源，再运行一次')
    process.exit(1)
  }
  writeFileSync(stamp, want)
  say(`依赖已安装，用了 ${seconds()} 秒`)
  for (const signal of SIGNALS) process.off(signal, leave)
}
