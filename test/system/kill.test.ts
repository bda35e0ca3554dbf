import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'
import { rehearse } from '../../client/use/rehearse.ts'
import { loadScript } from '../../documents/files/script.ts'
import { seedPlan } from './support/office.ts'
import { ownServer } from './support/own-server.ts'
import { startPlanOf } from './support/started.ts'

const script = loadScript(fileURLToPath(new URL('../../seeds/rehearsals/2015.json', import.meta.url)))
const server = ownServer('kill')

it('a year in which worker and server are killed (-9) again and again ends the same', async () => {
  const { duban, kill, endsAsTheOracle } = server()
  const plan = seedPlan()
  const id = await startPlanOf(duban, 'killed', plan, { from: script.from })
  const kills: string[] = []
  const plot = new Map<number, 'worker' | 'server'>([
    [12, 'worker'],
    [30, 'server'],
    [55, 'worker'],
    [70, 'server'],
    [95, 'worker'],
    [120, 'server'],
  ])
  // Killed a moment after a day has been played, so in the middle of the next advance.
  const onDay = ({ days }: { days: number }) => {
    const victim = plot.get(days)
    plot.delete(days)
    if (victim) setTimeout(() => kill(victim) && kills.push(victim), 15)
  }
  const done = await rehearse(duban, id, script, { onDay })
  expect(kills.length).toBeGreaterThanOrEqual(5)
  expect(done.day).toBe(script.to)
  await endsAsTheOracle(plan, id, script)
  console.log(`killed ${kills.join(', ')}; outcome equals the oracle`)
})
