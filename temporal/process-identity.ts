import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'

/** Whether a process with this id exists (of any user). */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
  return !isZombie(pid)
}

/**
 * When the process began, as the system words it. A process id alone does not name a process: ids are
 * used again, the more so after a restart of the machine. Null when it is gone or cannot be read.
 */
export function startOf(pid: number): string | null {
  const stat = procFile(pid, 'stat')
  if (stat !== null) {
    // Field 22, counted after the command's closing bracket, because the command may hold spaces.
    const ticks = stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19]
    return `${bootId()}:${ticks}`
  }
  return ps(pid, 'lstart=')
}

/** The command line of a process, or null. */
export function commandOf(pid: number): string | null {
  const line = procFile(pid, 'cmdline')
  return line !== null ? line.replaceAll('\0', ' ').trim() : ps(pid, 'command=')
}

/** Is `pid` still the process that began at `startedAt`? */
export const isSame = (pid: number, startedAt: string | null): boolean =>
  isAlive(pid) && (startedAt === null || startOf(pid) === startedAt)

/** A dead child whose parent has not asked for it yet still answers signals, but does nothing more. */
function isZombie(pid: number): boolean {
  const stat = procFile(pid, 'stat')
  return stat?.slice(stat.lastIndexOf(')') + 2).startsWith('Z') ?? false
}

function procFile(pid: number, name: string): string | null {
  if (process.platform !== 'linux') return null
  try {
    return readFileSync(`/proc/${pid}/${name}`, 'utf8')
  } catch {
    return null
  }
}

function bootId(): string {
  try {
    return readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()
  } catch {
    return ''
  }
}

function ps(pid: number, field: string): string | null {
  try {
    return (
      execFileSync('ps', ['-o', field, '-p', String(pid)], {
        encoding: 'utf8',
        stdio: ['ignore', 'pipe', 'ignore'],
      }).trim() || null
    )
  } catch {
    return null
  }
}
