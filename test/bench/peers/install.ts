import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { copyFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { cacheFolder } from '../../../temporal/parts.mjs'

const HERE = fileURLToPath(new URL('.', import.meta.url))

/** The other programs, installed in a folder of their own: nothing of them is a dependency of Duban. */
export interface Peers {
  /** Folder that holds their node_modules. */
  readonly root: string
  readonly require: NodeJS.Require
  /** Python with the packages of requirements.txt; null where there is none, which is told and left out. */
  readonly python: string | null
}

/**
 * Installs what package.json and requirements.txt here name, at those exact versions, once.
 *
 * @throws when npm fails; without Python its peers are left out, and `say` tells so.
 */
export function installPeers(say: (line: string) => void): Peers {
  const lists = ['package.json', 'requirements.txt'].map((name) => readFileSync(join(HERE, name)))
  const hash = createHash('sha256').update(Buffer.concat(lists)).digest('hex').slice(0, 12)
  const root = join(cacheFolder(), '..', `peers-${hash}`)
  const run = (command: string, args: string[]) => {
    const { status, stderr } = spawnSync(command, args, { cwd: root, encoding: 'utf8' })
    return { ok: status === 0, stderr: stderr ?? '' }
  }
  if (!existsSync(join(root, 'installed'))) {
    say('installing the other programs, once')
    mkdirSync(root, { recursive: true })
    copyFileSync(join(HERE, 'package.json'), join(root, 'package.json'))
    const npm = run('npm', ['install', '--no-audit', '--no-fund', '--no-package-lock'])
    if (!npm.ok) throw new Error(`npm install of the other programs failed: ${npm.stderr}`)
    const python =
      run('python3', ['-m', 'venv', 'python']).ok &&
      run(join(root, 'python', 'bin', 'pip'), ['install', '-q', '-r', join(HERE, 'requirements.txt')]).ok
    writeFileSync(join(root, 'installed'), python ? 'python' : '')
  }
  const python = readFileSync(join(root, 'installed'), 'utf8') === 'python'
  if (!python) say('no Python with its packages here: those parsers and chinesecalendar are left out')
  return {
    root,
    require: createRequire(join(root, 'package.json')),
    python: python ? join(root, 'python', 'bin', 'python') : null,
  }
}
