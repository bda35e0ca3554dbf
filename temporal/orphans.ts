import { readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { temporalFolder } from './config.ts'
import { writeWhole } from './endpoint.ts'
import { names, says } from './messages.ts'
import { isSame, startOf } from './process-identity.ts'
import type { ChildSpec } from './supervise.ts'

interface Child {
  readonly role: ChildSpec['role']
  readonly pid: number
  readonly start: string | null
}

interface Children {
  readonly owner: { readonly pid: number; readonly start: string | null }
  readonly children: readonly Child[]
}

const file = (dataDir: string): string => join(temporalFolder(dataDir), 'children.json')

/** Notes a child the moment it exists, before it is ready: `up` may be killed at any time. */
export function rememberChild(dataDir: string, role: ChildSpec['role'], pid: number): void {
  const known = read(dataDir)
  const ours = known?.owner.pid === process.pid ? known.children.filter((child) => child.role !== role) : []
  const children: Children = {
    owner: { pid: process.pid, start: startOf(process.pid) },
    children: [...ours, { role, pid, start: startOf(pid) }],
  }
  writeWhole(file(dataDir), `${JSON.stringify(children, null, 2)}\n`)
}

export function forgetChildren(dataDir: string): void {
  if (read(dataDir)?.owner.pid === process.pid) rmSync(file(dataDir), { force: true })
}

/** The living children of the `up` that last ran here, by role: `{ server: 123, … }`. */
export function livingChildren(dataDir: string): Partial<Record<ChildSpec['role'], number>> {
  const living = (read(dataDir)?.children ?? []).filter((child) => isSame(child.pid, child.start))
  return Object.fromEntries(living.map((child) => [child.role, child.pid]))
}

/**
 * Ends what an `up` that was killed left running: its server would hold the database and the ports. A
 * process counts as left over only if it began when the recorded child began; ids alone are used again.
 */
export async function endOrphans(dataDir: string, log: (line: string) => void): Promise<void> {
  const known = read(dataDir)
  if (!known || isSame(known.owner.pid, known.owner.start)) return
  // The worker first: it drains against a living server.
  for (const role of ['worker', 'ui', 'server'] as const) {
    for (const child of known.children) {
      if (child.role === role && isSame(child.pid, child.start)) {
        await endProcess(child)
        log(says.orphan(names[role], child.pid))
      }
    }
  }
  rmSync(file(dataDir), { force: true })
}

const graceMs = 10_000

async function endProcess(child: Child): Promise<void> {
  const until = Date.now() + graceMs
  tell(child.pid, 'SIGTERM')
  while (isSame(child.pid, child.start)) {
    if (Date.now() > until) tell(child.pid, 'SIGKILL')
    await sleep(50)
  }
}

function tell(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal)
  } catch {
    // Gone meanwhile.
  }
}

function read(dataDir: string): Children | null {
  try {
    return JSON.parse(readFileSync(file(dataDir), 'utf8')) as Children
  } catch {
    return null
  }
}
