import { mkdirSync } from 'node:fs'
import { dirname } from 'node:path'
import { type Held, tryHold } from '../records/sqlite-file.ts'

export type { Held }

/** Whether a process of that id is there; 0 and what is no id is nobody. */
export const isAlive = (pid: number): boolean => {
  if (!Number.isInteger(pid) || pid <= 0) return false
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}

const BETWEEN_MS = 300

/** Takes a lock file for this process, without waiting; null when another has it. */
export function take(file: string): Held | null {
  mkdirSync(dirname(file), { recursive: true })
  return tryHold(file)
}

/**
 * Runs `work` while holding a lock file; a second process waits for the first, and is told so once. The operating
 * system drops the lock of one that has died, and nothing that is written in a file can stand for it.
 */
export async function withLock<T>(file: string, onWait: () => void, work: () => Promise<T>): Promise<T> {
  let held = take(file)
  if (held === null) onWait()
  while (held === null) {
    await new Promise((resolve) => setTimeout(resolve, BETWEEN_MS))
    held = take(file)
  }
  try {
    return await work()
  } finally {
    held.release()
  }
}
