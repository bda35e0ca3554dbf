import { readFileSync } from 'node:fs'
import type { KeptChild } from '../../temporal/child.ts'
import { nothing, type Target } from './target.ts'

export const signal = (pid: number | undefined, name: NodeJS.Signals): boolean => {
  if (pid === undefined) return false
  try {
    process.kill(pid, name)
    return true
  } catch {
    return false
  }
}

/** Processes that a process has started itself; none on systems without /proc. */
export function childrenOf(pid: number): readonly number[] {
  try {
    const listed = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim()
    return listed === '' ? [] : listed.split(' ').map(Number)
  } catch {
    return []
  }
}

interface Manners {
  /** Asks it to end in good order. */
  readonly end?: NodeJS.Signals
  /** It works through processes of its own, which stand still with it. */
  readonly family?: boolean
}

/** kill -9, stop and go on, and an orderly restart of processes that are kept alive. */
export function processes(
  target: string,
  chosen: (draw: number) => readonly KeptChild[],
  { end = 'SIGTERM', family = false }: Manners = {},
): readonly Target[] {
  const pids = (draw: number) => chosen(draw).flatMap((child) => child.pid ?? [])
  return [
    {
      target,
      kind: 'kill -9',
      weight: 12,
      seconds: [0, 0],
      begin(draw) {
        for (const pid of pids(draw)) signal(pid, 'SIGKILL')
        return nothing
      },
    },
    {
      target,
      kind: 'stopped',
      weight: 8,
      seconds: [2, 14],
      begin(draw) {
        const all = pids(draw).flatMap((pid) => (family ? [pid, ...childrenOf(pid)] : [pid]))
        const stopped = all.filter((pid) => signal(pid, 'SIGSTOP'))
        return () => {
          for (const pid of stopped) signal(pid, 'SIGCONT')
        }
      },
    },
    {
      target,
      kind: 'restarted',
      weight: 4,
      seconds: [0, 0],
      begin(draw) {
        for (const pid of pids(draw)) signal(pid, end)
        return nothing
      },
    },
  ]
}
