import { spawnSync } from 'node:child_process'
import { copyFileSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { projectFolder } from '../../temporal/places.ts'
import type { Installation } from './installation.ts'
import { OLD } from './old-release.ts'
import { beginPlans, doHarm, type Filled, fillHistory, HARMS } from './plans.ts'

export type Say = (line: string) => void

export const YEAR = 'mz2015'
export const SCRIPT = join('seeds', 'rehearsals', '2015.json')
/** Half of what the script plays. */
const HALF = '2015-09-30'
/** An advance that is heard is answered long before. */
const UNHEARD_MS = 15_000

/** What the old release leaves behind. */
export interface Made {
  readonly filled: Filled
  /** An advance of the plan whose measure got its signal was not answered. */
  readonly stood: boolean
}

/** By the old release: half a year played, plans that stand still, a history that is nearly full. */
export async function makeOld(old: Installation, oldRoot: string, folder: string, say: Say): Promise<Made> {
  const seed = join(oldRoot, 'seeds', 'documents', 'mz2015.txt')
  await old.must(['plan', 'import', seed, '--id', YEAR, '--issued-on', '2015-07-01'])
  await old.must(['plan', 'start', YEAR, '--clock', 'stepped@2015-07-01', '--accept-review'])
  say(`playing ${YEAR} to ${HALF} by ${OLD.name}`)
  await old.must(['rehearse', YEAR, '--script', join(oldRoot, SCRIPT), '--to', HALF])
  say('beginning the small plans')
  await beginPlans(old, folder)
  const { client, close } = await old.connect()
  try {
    say('filling a history')
    const filled = await fillHistory(client)
    say('stopping plans')
    await doHarm(client)
    const advance = ['plan', 'advance', HARMS[0]?.id ?? '', '--to', '2026-07-05']
    return { filled, stood: (await old.command(advance, UNHEARD_MS)).code === null }
  } finally {
    await close()
  }
}

/** How the year ends, measure by measure, by the old release's own rules. */
export function oracleOf(oldRoot: string): readonly { readonly no: string }[] {
  const to = join(oldRoot, 'scripts', 'upgrade')
  mkdirSync(to, { recursive: true })
  copyFileSync(join(projectFolder(), 'scripts', 'upgrade', 'oracle.ts'), join(to, 'oracle.ts'))
  const args = ['--import', 'tsx', join(to, 'oracle.ts'), YEAR]
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { cwd: oldRoot, maxBuffer: 1e9 })
  if (status !== 0) throw new Error(`the old oracle: ${stderr}`)
  return JSON.parse(stdout.toString('utf8'))
}
