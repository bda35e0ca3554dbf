import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'
import { rehearse } from '../../client/rehearse.ts'
import { ledger, planState } from '../../records/read.ts'
import { loadScript } from '../../seeds/rehearsals/load.ts'
import { seedPlan } from './support/office.ts'
import { ownServer } from './support/own-server.ts'
import { startPlanOf } from './support/started.ts'

const script = loadScript(fileURLToPath(new URL('../../seeds/rehearsals/2015-amended.json', import.meta.url)))
const server = ownServer('amend')

it('a plan revised in mid-run, the worker killed (-9) while measures are being told, ends as the oracle says', async () => {
  const { duban, kill, endsAsTheOracle } = server()
  const plan = seedPlan()
  const id = await startPlanOf(duban, 'revised', plan, { from: script.from })
  const first = (await planState(duban.db, id))?.document
  const told = async () => (await ledger(duban.db, id)).filter(({ kind }) => kind === 'replanned').length
  const killed: { told: number }[] = []
  // As soon as the revision stands in the ledger of the plan, the worker is gone.
  const watch = async () => {
    while (killed.length === 0) {
      if ((await planState(duban.db, id))?.document !== first) {
        if (!kill('worker')) throw new Error('no worker')
        killed.push({ told: await told() })
      }
      await new Promise((resolve) => setTimeout(resolve, 3))
    }
  }
  const [done] = await Promise.all([rehearse(duban, id, script), watch()])
  expect(done.refusals).toEqual([])
  expect(done.day).toBe(script.to)
  const all = await told()
  expect(killed[0]?.told).toBeLessThan(all)
  const real = await endsAsTheOracle(plan, id, script)
  expect(real.map(({ setup }) => setup.no)).toContain('27.1-2')
  console.log(`killed when ${killed[0]?.told} of ${all} measures had been told; outcome equals the oracle`)
})
