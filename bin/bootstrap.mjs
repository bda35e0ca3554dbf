// Plain Node and no packages: this runs before anything is installed.
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'

export const root = join(dirname(fileURLToPath(import.meta.url)), '..')
const oldestNode = [20, 19]
const stampFile = join(root, 'node_modules', '.duban-stamp')

/** Ends the process with both languages when Node is too old: nothing else here would be understood. */
export function requireNode() {
  const [major, minor] = process.versions.node.split('.').map(Number)
  if (major > oldestNode[0] || (major === oldestNode[0] && minor >= oldestNode[1])) return
  console.error(
    `需要 Node ${oldestNode.join('.')} 或更新版本，当前是 ${process.versions.node}。请升级 Node 后重试。\n` +
      `Node ${oldestNode.join('.')} or newer is needed; this is ${process.versions.node}.`,
  )
  process.exit(1)
}

/** Enough to run; whether it is all of the lock file is for ensureInstalled() to see to. */
export function hasPackages() {
  return existsSync(join(root, 'node_modules', 'tsx', 'package.json'))
}

/** Installed, and from this very lock file. */
function isInstalled() {
  return existsSync(stampFile) && readFileSync(stampFile, 'utf8').trim() === lockHash()
}

/** Installs the dependencies when they are missing or the lock file has changed; later starts skip it. */
export function ensureInstalled() {
  if (isInstalled()) return
  // A developer's own `npm ci` leaves npm's record of what it installed, and no stamp of ours.
  if (matchesLock()) return stamp()
  console.error('安装依赖（npm ci，只在首次或依赖变更时进行）…')
  // A mirror that lacks other platforms' packages can make `npm ci` refuse a lock file that is right;
  // `install --no-save` keeps to the same versions.
  if (!npm('ci') && !npm('install', '--no-save')) {
    console.error('安装依赖失败。请检查网络后重试，或手动执行 npm ci。')
    process.exit(1)
  }
  stamp()
}

/** Runs npm. It speaks on stdout too, and stdout belongs to the program's own output. */
function npm(...args) {
  const cli = process.env.npm_execpath
  const [command, first] = cli ? [process.execPath, [cli]] : ['npm', []]
  return spawnSync(command, [...first, ...args], { cwd: root, stdio: ['ignore', 2, 2] }).status === 0
}

function stamp() {
  writeFileSync(stampFile, `${lockHash()}\n`)
}

function lockHash() {
  return createHash('sha256')
    .update(readFileSync(join(root, 'package-lock.json')))
    .digest('hex')
}

/** Does npm's record in node_modules name the same version of everything that the lock file does? */
function matchesLock() {
  const installed = versions(join(root, 'node_modules', '.package-lock.json'))
  const wanted = versions(join(root, 'package-lock.json'))
  if (!installed || !wanted) return false
  return Object.entries(wanted).every(
    ([path, entry]) => entry.optional || installed[path]?.version === entry.version,
  )
}

function versions(file) {
  try {
    const { packages } = JSON.parse(readFileSync(file, 'utf8'))
    delete packages['']
    return packages
  } catch {
    return null
  }
}

/** Lets this same process import TypeScript, so that a Ctrl-C finds one process and not a chain of them. */
export async function importTypeScript(path) {
  const { register } = await import('tsx/esm/api')
  register()
  return import(pathToFileURL(join(root, path)).href)
}
