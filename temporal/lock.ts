import { randomUUID } from 'node:crypto'
import { mkdirSync, readFileSync, renameSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs'
import { hostname } from 'node:os'
import { dirname } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { isAlive } from './process-identity.ts'

/** Who holds a lock; the file's modification time is the holder's heartbeat. */
export interface LockHolder {
  readonly pid: number
  readonly host: string
  readonly token: string
}

export interface LockOptions {
  /** Called once, when somebody else holds the lock. */
  readonly onWait?: (holder: LockHolder | null) => void
  readonly heartbeatMs?: number
  /** A lock whose heart has not beaten for so long is taken over. */
  readonly staleAfterMs?: number
  readonly pollMs?: number
  readonly signal?: AbortSignal
}

/**
 * A lock is stale when its process is gone (same machine), or its heart stopped (any machine: the cache
 * may lie on a shared disk). An unreadable lock is one being written: only its age counts.
 */
export function isStale(
  lock: { readonly holder: LockHolder | null; readonly ageMs: number },
  here: { readonly host: string; readonly staleAfterMs: number; readonly alive: (pid: number) => boolean },
): boolean {
  if (lock.ageMs > here.staleAfterMs) return true
  return lock.holder !== null && lock.holder.host === here.host && !here.alive(lock.holder.pid)
}

/** Runs `work` while holding the lock file; waits for another process that holds it. */
export async function withLock<T>(path: string, options: LockOptions, work: () => Promise<T>): Promise<T> {
  const { heartbeatMs = 2_000, staleAfterMs = 20_000, pollMs = 200 } = options
  const mine: LockHolder = { pid: process.pid, host: hostname(), token: randomUUID() }
  mkdirSync(dirname(path), { recursive: true })
  let told = false
  while (!tryCreate(path, mine)) {
    options.signal?.throwIfAborted()
    const lock = readLock(path)
    if (lock && isStale(lock, { host: mine.host, staleAfterMs, alive: isAlive })) {
      removeIfStill(path, lock.holder)
      continue
    }
    if (lock && !told) {
      told = true
      options.onWait?.(lock.holder)
    }
    await sleep(pollMs)
  }
  const heart = setInterval(() => touch(path), heartbeatMs)
  heart.unref()
  try {
    return await work()
  } finally {
    clearInterval(heart)
    removeIfStill(path, mine)
  }
}

function tryCreate(path: string, holder: LockHolder): boolean {
  try {
    writeFileSync(path, JSON.stringify(holder), { flag: 'wx' })
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false
    throw error
  }
}

function readLock(path: string): { holder: LockHolder | null; ageMs: number } | null {
  try {
    const ageMs = Date.now() - statSync(path).mtimeMs
    return { holder: parseHolder(readFileSync(path, 'utf8')), ageMs }
  } catch {
    return null
  }
}

function parseHolder(text: string): LockHolder | null {
  try {
    return JSON.parse(text) as LockHolder
  } catch {
    return null
  }
}

/**
 * Takes the lock file away only if it is still the one that was seen: the rename has one winner, and a
 * lock that changed hands meanwhile is put back. What it guards ends in an atomic rename, so that even
 * losing this race costs work, never a broken result.
 */
function removeIfStill(path: string, seen: LockHolder | null): void {
  const aside = `${path}.${randomUUID()}`
  try {
    renameSync(path, aside)
  } catch {
    return
  }
  const taken = parseHolder(readFileSync(aside, 'utf8'))
  if (taken && taken.token !== seen?.token) tryCreate(path, taken)
  rmSync(aside, { force: true })
}

function touch(path: string): void {
  const now = new Date()
  try {
    utimesSync(path, now, now)
  } catch {
    // Taken over or removed: the next owner's business.
  }
}
