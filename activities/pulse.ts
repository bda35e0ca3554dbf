import { heartbeat } from '@temporalio/activity'

const EVERY_MS = 3_000

/** Beats while `work` runs, so that a worker's death is noticed in seconds however slow a single step is. */
export async function withPulse<T>(details: () => unknown, work: () => Promise<T>): Promise<T> {
  const pulse = setInterval(() => heartbeat(details()), EVERY_MS)
  try {
    return await work()
  } finally {
    clearInterval(pulse)
  }
}
