import { spawnSync } from 'node:child_process'
import { readdirSync, readFileSync, realpathSync } from 'node:fs'

export interface Running {
  readonly pid: number
  readonly command: string
}

/** Command line of a process; null when it is gone or cannot be seen. */
export function commandOf(pid: number): string | null {
  if (process.platform === 'linux') return fromProc(pid)
  const { stdout, status } = spawnSync('ps', ['-ww', '-o', 'command=', '-p', `${pid}`], { encoding: 'utf8' })
  return status === 0 ? stdout.trim() || null : null
}

function fromProc(pid: number | string): string | null {
  try {
    // A zombie has an empty one.
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ').trim() || null
  } catch {
    return null
  }
}

function all(): readonly Running[] {
  if (process.platform === 'linux')
    return readdirSync('/proc')
      .filter((name) => /^\d+$/.test(name))
      .flatMap((pid) => {
        const command = fromProc(pid)
        return command === null ? [] : [{ pid: Number(pid), command }]
      })
  const { stdout } = spawnSync('ps', ['-axww', '-o', 'pid=,command='], {
    encoding: 'utf8',
    maxBuffer: 1 << 26,
  })
  return (stdout ?? '').split('\n').flatMap((line) => {
    const [, pid, command] = /^\s*(\d+)\s+(.+)$/.exec(line) ?? []
    return pid && command ? [{ pid: Number(pid), command }] : []
  })
}

/** What `up` and `cluster` start, by their command line. */
const PROGRAMS = /temporal-server|temporal-ui|(?:worker|web)\/main\.(?:ts|mjs)|start-dev|postgres -D /

/**
 * Processes that an `up` or `cluster` of this data folder has started, whoever remembers them: each bears the folder's
 * path in its command line (a worker as its last word). Not those of a folder inside it, as a cluster's is.
 */
export function startedFor(dataDir: string): readonly Running[] {
  const names = new Set([dataDir, realOf(dataDir)])
  return all().filter(
    ({ command }) => PROGRAMS.test(command) && [...names].some((name) => bears(command, name)),
  )
}

/** @example bears('temporal-server --config-file /d/temporal/server.yaml start', '/d') // true; '/' and '/x/d': false */
export function bears(command: string, dataDir: string): boolean {
  for (let at = command.indexOf(` ${dataDir}`); at >= 0; at = command.indexOf(` ${dataDir}`, at + 1)) {
    const rest = command.slice(at + 1 + dataDir.length)
    if (rest === '' || /^\/(temporal|postgres)(\/| |$)/.test(rest)) return true
  }
  return false
}

function realOf(path: string): string {
  try {
    return realpathSync(path)
  } catch {
    return path
  }
}
