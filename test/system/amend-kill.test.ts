import { spawn } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'
import { rehearse } from '../../client/use/rehearse.ts'
import { loadScript } from '../../documents/files/script.ts'
import { ledger, planState } from '../../records/read.ts'
import { smallPlan, smallPlanText } from '../small-plan.ts'
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

it('plan amend given again, after a command that was killed (-9), ends when every measure has been told', async () => {
  const { duban, dataDir, kill } = server()
  const row = (deadline: string, i: number) => [`市${i}局`, `公开第${i}项信息。`, deadline] as const
  const rows = (deadline: string) => Array.from({ length: 30 }, (_, i) => row(deadline, i))
  const id = await startPlanOf(duban, 'again', smallPlan(rows('2015年9月20日前')))
  const first = (await planState(duban.db, id))?.document
  const file = join(dataDir, 'revised.txt')
  writeFileSync(file, smallPlanText(rows('2015年9月28日前')))
  const amend = () => {
    const bin = fileURLToPath(new URL('../../bin/duban.mjs', import.meta.url))
    const args = ['plan', 'amend', id, file, '--issued-on', '2015-07-01', '--accept-review']
    const env = { ...process.env, DUBAN_DATA: dataDir }
    const child = spawn(process.execPath, [bin, ...args], { env, stdio: ['ignore', 'pipe', 'pipe'] })
    const said: string[] = []
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (piece) => said.push(`${piece}`))
    const ended = new Promise((resolve) => child.once('close', (code) => resolve(`${code} ${said.join('')}`)))
    return { child, ended }
  }
  const told = async () => (await ledger(duban.db, id)).filter(({ kind }) => kind === 'replanned').length

  const killed = amend()
  while ((await planState(duban.db, id))?.document === first)
    await new Promise((resolve) => setTimeout(resolve, 3))
  // Half-way: the worker stands still, and the command that asked is gone.
  kill('worker', 'SIGSTOP')
  killed.child.kill('SIGKILL')
  await killed.ended
  const before = await told()
  expect(before).toBeLessThan(30)
  const again = amend()
  setTimeout(() => kill('worker', 'SIGCONT'), 6000)
  expect(await again.ended).toMatch(/^0 与执行中的方案相同/)
  expect(await told()).toBe(30)
  console.log(`the first command was killed when ${before} of 30 measures had been told`)
})
