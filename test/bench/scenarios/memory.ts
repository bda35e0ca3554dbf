import type { Figure } from '../figures.ts'
import { startBare, startDuban } from '../sides.ts'
import type { Stage } from '../stage.ts'

const MB = 1024 * 1024

/** Resident memory of a worker for each workflow it keeps, above what it has with a few. */
export async function memory(stage: Stage, count: number): Promise<Figure> {
  const few = 20
  const grown = async (side: 'duban' | 'bare', start: (name: string, n: number) => Promise<unknown>) => {
    const worker = await stage.worker(side, count + few + 10)
    await start(`warm-${side}`, few)
    const before = await worker.rss()
    await start(`mem-${side}`, count)
    const after = await worker.rss()
    await worker.stop()
    return (after - before) / count / MB
  }
  return {
    name: 'worker memory per cached measure',
    unit: 'MB',
    duban: await grown('duban', (name, n) => startDuban(stage, name, n, '待省出台具体规定后')),
    bare: await grown('bare', (name, n) =>
      startBare(stage, name, n, () => ({ waits: true, rounds: 1, dueAt: null })),
    ),
    reach: { sign: '≤', times: 0.5 },
    about: `${count} cached, resident memory after a garbage collection`,
  }
}
