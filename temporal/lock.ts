import { mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'

export const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}

const holderOf = (file: string): number | null => {
  try {
    return Number(readFileSync(file, 'utf8')) || null
  } catch {
    return null
  }
}

function take(file: string): boolean {
  try {
    writeFileSync(file, String(process.pid), { flag: 'wx' })
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
    return false
  }
}

/** A lock without a readable holder is stale once it is this old: its maker died between making and writing it. */
const HALF_MADE_MS = 5_000

/**
 * Runs `work` while holding a lock file; a second process waits for the first (and is told so once), and takes
 * over from one that has died.
 */
export async function withLock<T>(
  file: string,
  onWait: (pid: number) => void,
  work: () => Promise<T>,
): Promise<T> {
  mkdirSync(dirname(file), { recursive: true })
  for (let told = false; !take(file); ) {
    const pid = holderOf(file)
    const dead = pid === null ? ageOf(file) > HALF_MADE_MS : !isAlive(pid)
    if (dead) {
      rmSync(file, { force: true })
      continue
    }
    if (!told && pid !== null) onWait(pid)
    told = true
    await new Promise((resolve) => setTimeout(resolve, 300))
  }
  try {
    return await work()
  } finally {
    rmSync(file, { force: true })
  }
}

const ageOf = (file: string): number => {
  try {
    return Date.now() - statSync(file).mtimeMs
  } catch {
    return 0
  }
}
