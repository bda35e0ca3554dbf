import { spawnSync } from 'node:child_process'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { projectFolder } from '../../temporal/places.ts'

/** The last commit of release 0.2.0. */
export const OLD = { name: '0.2.0', commit: '14ad474' } as const

const run = (program: string, args: readonly string[], options: { cwd?: string; input?: Buffer } = {}) =>
  spawnSync(program, args, { maxBuffer: 1e9, ...options })

/**
 * The program as it was at a commit, in `folder`, with the packages that its lock file names: those of this checkout
 * where the lock file is the same, else installed anew. Answers why it could not be had; null when it could.
 */
export function checkOut(commit: string, folder: string): string | null {
  const here = projectFolder()
  const tree = run('git', ['archive', commit], { cwd: here })
  if (tree.status !== 0)
    return `commit ${commit} is not in this copy's history: ${String(tree.stderr ?? tree.error).trim()}`
  mkdirSync(folder, { recursive: true })
  const unpacked = run('tar', ['-x', '-C', folder], { input: tree.stdout })
  if (unpacked.status !== 0) return `tar: ${String(unpacked.stderr ?? unpacked.error).trim()}`
  if (samePackages(commit)) {
    const linked = run('cp', ['-al', join(here, 'node_modules'), join(folder, 'node_modules')])
    if (linked.status === 0) return null
  }
  const installed = run('npm', ['install', '--no-save', '--no-audit', '--no-fund'], { cwd: folder })
  return installed.status === 0 ? null : `npm install: ${String(installed.stderr ?? installed.error).trim()}`
}

/** Whether every package of the old lock file is installed here in the same version. */
function samePackages(commit: string): boolean {
  const lockAt = (at: string): Record<string, { version?: string }> => {
    const { stdout } = run('git', ['show', `${at}:package-lock.json`], { cwd: projectFolder() })
    return JSON.parse(stdout.toString('utf8')).packages
  }
  const now = lockAt('HEAD')
  return Object.entries(lockAt(commit)).every(
    ([place, { version }]) => place === '' || now[place]?.version === version,
  )
}
