import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { connectClient } from '../../../client/connect.ts'
import { Office } from '../../../client/office.ts'
import { bringUp } from '../../../temporal/up.ts'
import type { Growth } from '../figures.ts'
import { seconds, startDuban } from '../sides.ts'

const START = fileURLToPath(new URL('../../../bin/start.mjs', import.meta.url))
/** Measures of the seed. */
const SEED = 73
const ROUNDS = 3

/** A later `npm start` in a folder that holds the seed's year and `others` more plans of as many open measures. */
export async function startingAgain(
  others: readonly number[],
  say: (line: string) => void,
): Promise<Growth[]> {
  const dataDir = mkdtempSync(join(tmpdir(), 'duban-again-'))
  const env = { ...process.env, DUBAN_DATA: dataDir }
  const start = () => {
    const child = spawnSync(process.execPath, [START, '--exit'], { env, encoding: 'utf8' })
    if (child.status !== 0) throw new Error(child.stderr)
  }
  const took: number[] = []
  try {
    start()
    let made = 0
    for (const wanted of others) {
      const up = await bringUp({ dataDir, say: () => undefined })
      const { client, close } = await connectClient(up.endpoint)
      const duban = await Office.open({ client, taskQueue: up.endpoint.taskQueue, dataDir })
      for (; made < wanted; made += 1) await startDuban({ duban }, `other${made}`, SEED, '2015年11月')
      await duban.close()
      await close()
      await up.stop()
      const rounds: number[] = []
      for (let i = 0; i < ROUNDS; i += 1) rounds.push(await seconds(async () => start()))
      took.push(rounds.sort((a, b) => a - b)[1] ?? 0)
      say(`start beside ${wanted} plans done`)
    }
  } finally {
    rmSync(dataDir, { recursive: true, force: true })
  }
  return [
    {
      name: 'a later `npm start -- --exit`',
      what: 'measures in the folder',
      sizes: others.map((n) => (n + 1) * SEED),
      seconds: took,
      about: `up, told where the plan stands, down again; median of ${ROUNDS}`,
    },
  ]
}
