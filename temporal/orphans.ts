import { isAlive } from './lock.ts'
import { startedFor } from './processes.ts'

const LIMIT_MS = 10_000
const PATIENCE_MS = 6_000

/**
 * Ends what an `up` or `cluster` that was killed has left running on a data folder: its ports and files are wanted, and
 * two servers on one database destroy it. They are found by what they run, not by what was written down of them: that
 * file may be lost, torn or too old. The lock of the folder must be held. Waits until they are gone.
 */
export async function endOrphans(dataDir: string, say: (line: string) => void): Promise<void> {
  const left = startedFor(dataDir).map(({ pid }) => pid)
  if (left.length === 0) return
  say(`上次没有正常结束，清理留下的进程：${left.join('、')}`)
  for (const pid of left) send(pid, 'SIGTERM')
  const began = Date.now()
  let killed = false
  while (left.some(isAlive) && Date.now() - began < LIMIT_MS) {
    if (!killed && Date.now() - began > PATIENCE_MS) {
      killed = true
      for (const pid of left.filter(isAlive)) send(pid, 'SIGKILL')
    }
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
}

/** One that has ended meanwhile needs no signal. */
function send(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error
  }
}
