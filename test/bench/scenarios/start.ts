import type { Figure } from '../figures.ts'
import { startBare, startDuban } from '../sides.ts'
import type { Stage } from '../stage.ts'

/** Measures started per second, until each has written its start. Every other pair begins with the other side. */
export async function starting(stage: Stage, count: number, rounds: number): Promise<Figure> {
  const spent = { duban: 0, bare: 0 }
  for (let round = 0; round < rounds; round += 1) {
    const duban = async () => {
      const worker = await stage.worker('duban')
      spent.duban += await startDuban(stage, `start${count}r${round}`, count, '待省出台具体规定后')
      await worker.stop()
    }
    const bare = async () => {
      const worker = await stage.worker('bare')
      const input = { waits: true, rounds: 1, dueAt: null }
      spent.bare += await startBare(stage, `bstart${count}r${round}`, count, () => input)
      await worker.stop()
    }
    for (const side of round % 2 === 0 ? [duban, bare] : [bare, duban]) await side()
  }
  return {
    name: 'starting measures',
    unit: '/s',
    duban: (count * rounds) / spent.duban,
    bare: (count * rounds) / spent.bare,
    reach: { sign: '≥', times: 0.7 },
    about: `${count} waiting measures, ${rounds} times; with the first row in the records`,
  }
}
