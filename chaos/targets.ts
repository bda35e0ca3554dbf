import Database from 'better-sqlite3'
import { recordsFile } from '../records/places.ts'
import type { KeptChild } from '../temporal/child.ts'
import { type BadLine, GOOD_LINE, type Line } from './proxy.ts'
import type { Manner } from './receiver.ts'
import type { FaultKind } from './schedule.ts'
import type { Stage } from './stage.ts'

/** Undoes a fault. */
export type End = () => Promise<void> | void

/** What can go wrong on this stage. Another part of it (a database of its own) is more entries of this list. */
export interface Target extends FaultKind {
  /** @param draw 0 ≤ x < 1: what the kind leaves open */
  readonly begin: (draw: number) => Promise<End> | End
}

const nothing = () => undefined

const signal = (pid: number | undefined, name: NodeJS.Signals): boolean => {
  if (pid === undefined) return false
  try {
    process.kill(pid, name)
    return true
  } catch {
    return false
  }
}

/** kill -9, stop and go on, and an orderly restart of processes that are kept alive. */
function processes(target: string, chosen: (draw: number) => readonly KeptChild[]): readonly Target[] {
  const pids = (draw: number) => chosen(draw).map((child) => child.pid)
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
        const stopped = pids(draw).filter((pid) => signal(pid, 'SIGSTOP'))
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
        for (const pid of pids(draw)) signal(pid, 'SIGTERM')
        return nothing
      },
    },
  ]
}

function lines(target: string, proxy: BadLine): readonly Target[] {
  const as = (line: Partial<Line>): End => {
    proxy.line({ ...GOOD_LINE, ...line })
    return () => proxy.line(GOOD_LINE)
  }
  return [
    {
      target,
      kind: 'cut',
      weight: 6,
      seconds: [0, 0],
      begin() {
        proxy.cut()
        return nothing
      },
    },
    { target, kind: 'closed', weight: 3, seconds: [1, 8], begin: () => as({ closed: true }) },
    {
      target,
      kind: 'slow',
      weight: 3,
      seconds: [2, 8],
      begin: (draw) => as({ delayMs: 100 + Math.round(draw * 900) }),
    },
    {
      target,
      kind: 'swallows',
      weight: 8,
      seconds: [2, 14],
      begin: (draw) => as({ swallows: (['up', 'down', 'both'] as const)[Math.floor(draw * 3)] }),
    },
  ]
}

function store(stage: Stage): readonly Target[] {
  const locked: Target = {
    target: 'record store',
    kind: 'locked',
    weight: 8,
    seconds: [1, 14],
    async begin() {
      const database = new Database(recordsFile(stage.dataDir), { timeout: 50 })
      const take = async (tries: number): Promise<boolean> => {
        try {
          database.exec('BEGIN IMMEDIATE')
          return true
        } catch {
          if (tries === 0) return false
          await new Promise((resolve) => setTimeout(resolve, 20))
          return take(tries - 1)
        }
      }
      if (!(await take(200))) {
        database.close()
        throw new Error('the lock could not be had')
      }
      return () => {
        database.exec('ROLLBACK')
        database.close()
      }
    },
  }
  const full: Target = {
    target: 'record store',
    kind: 'disk full',
    weight: 6,
    seconds: [1, 8],
    begin() {
      stage.fill(true)
      return () => stage.fill(false)
    },
  }
  return stage.ownDisk ? [locked, full] : [locked]
}

const gateway = (stage: Stage): readonly Target[] =>
  (
    [
      ['answers 500', 'fails'],
      ['silent after taking', 'mute'],
      ['answers 429', 'busy'],
      ['breaks off', 'breaks'],
    ] as const
  ).map(([kind, manner]: readonly [string, Manner]) => ({
    target: 'gateway',
    kind,
    weight: 4,
    seconds: [2, 10] as const,
    begin() {
      stage.receiver.manner(manner)
      return () => stage.receiver.manner('good')
    },
  }))

/** Everything that can be made to fail here. */
export const targetsOf = (stage: Stage): readonly Target[] => [
  ...processes('worker', (draw) =>
    draw < 0.3 ? stage.workers : [stage.workers[draw < 0.65 ? 0 : 1] as KeptChild],
  ),
  ...processes('server', () => [stage.server]).map((one) => ({ ...one, weight: one.weight / 2 })),
  ...store(stage),
  ...lines('worker line', stage.workerLine),
  ...lines('client line', stage.clientLine),
  ...gateway(stage),
]
