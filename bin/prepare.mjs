// What every entry needs before any dependency can be imported: plain Node, nothing else.
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))
const stamp = `${root}node_modules/.duban-stamp`

const say = (text) => process.stderr.write(`${text}\n`)

function checkNode() {
  const [major, minor] = process.versions.node.split('.').map(Number)
  if (major > 20 || (major === 20 && minor >= 19)) return
  say(`需要 Node.js 20.19 以上，现在是 ${process.versions.node}。(Duban needs Node.js 20.19 or newer.)`)
  process.exit(1)
}

/** Installs the dependencies when they are missing or the lock file changed; later starts skip it. */
export function prepare() {
  checkNode()
  const want = createHash('sha256')
    .update(readFileSync(`${root}package-lock.json`))
    .digest('hex')
  const have = existsSync(stamp) ? readFileSync(stamp, 'utf8') : ''
  if (want === have) return
  say('安装依赖（第一次约 1 至 2 分钟）…')
  const began = Date.now()
  const npm = spawnSync('npm', ['install', '--no-save', '--no-audit', '--no-fund', '--loglevel=warn'], {
    cwd: root,
    stdio: ['ignore', 2, 2],
  })
  if (npm.status !== 0) {
    say('依赖没有装好。办法：检查网络和 npm 源，再运行一次')
    process.exit(1)
  }
  writeFileSync(stamp, want)
  say(`依赖已安装，用了 ${Math.round((Date.now() - began) / 1000)} 秒`)
}
