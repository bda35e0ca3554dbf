import { chmodSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { Office } from '../../client/office.ts'
import { measureStates } from '../../records/read.ts'
import { TASK_QUEUE } from '../../temporal/endpoint.ts'
import { projectFolder } from '../../temporal/places.ts'
import { comparable } from '../../test/play-through.ts'
import { canonicalOf, longGoesOn, smallPlansGoOn } from './going-on.ts'
import { type Installation, installation } from './installation.ts'
import { type Made, makeOld, oracleOf, type Say, SCRIPT, YEAR } from './made.ts'
import { OLD } from './old-release.ts'
import { HARMS, stuckOf } from './plans.ts'

export const STORES = ['sqlite', 'postgres'] as const
export type Store = (typeof STORES)[number]

const NEW = 'next'

export interface Outcome {
  readonly figures: readonly (readonly [name: string, value: string])[]
  readonly wrong: readonly string[]
}

const seconds = (from: number): string => `${((Date.now() - from) / 1000).toFixed(1)} s`
const releaseOf = (store: Store, root: string, dataDir: string, buildId: string): Installation =>
  installation(
    root,
    dataDir,
    store === 'postgres' ? { DUBAN_BUILD_ID: buildId, DUBAN_VERSIONING: 'pinned' } : {},
  )
const startArgs = (store: Store) =>
  store === 'postgres' ? ['cluster', '--workers', '2', '--shards', '16'] : ['up']

/** A data folder as the old release leaves it. */
export async function make(store: Store, oldRoot: string, folder: string, say: Say) {
  const dataDir = join(folder, 'data')
  mkdirSync(dataDir)
  // PostgreSQL runs as another user where this runs as root, and has to walk through.
  chmodSync(dataDir, store === 'postgres' ? 0o711 : 0o700)
  const old = releaseOf(store, oldRoot, dataDir, OLD.name)
  try {
    say(`starting ${OLD.name}: ${startArgs(store).join(' ')}`)
    await old.start(startArgs(store))
    if (store === 'postgres') await old.must(['deployment', 'promote', OLD.name])
    return { dataDir, made: await makeOld(old, oldRoot, folder, say) }
  } finally {
    await old.stop()
  }
}

interface Differences {
  readonly differences: readonly { readonly where: string; readonly message: string }[]
}

/** Taken over by this checkout: what is stuck goes on, and the rest of the year ends as the old oracle says. */
export async function takeOver(
  store: Store,
  oldRoot: string,
  dataDir: string,
  made: Made,
  say: Say,
): Promise<Outcome> {
  const figures: [string, string][] = []
  const wrong: string[] = made.stood
    ? []
    : [`${HARMS[0]?.id}: ${OLD.name} answered an advance, so it did not stand still`]
  const now = releaseOf(store, projectFolder(), dataDir, NEW)
  let from = Date.now()
  try {
    say('starting this release on the same folder')
    await now.start(startArgs(store))
    if (store === 'postgres') {
      await now.must(['deployment', 'promote', NEW])
      const { moved } = (await now.must(['deployment', 'move', NEW])) as { moved: readonly string[] }
      figures.push(['pinned workflows moved by `deployment move`', `${moved.length}`])
    }
    figures.push(['taken over', seconds(from)])
    from = Date.now()
    const { differences } = (await now.command(['records', 'check'])).json as Differences
    const found = differences.map(({ where, message }) => `${where} (${message})`)
    figures.push(['found by `records check`', `${found.join(', ') || 'nothing'}; ${seconds(from)}`])
    from = Date.now()
    const { resumed } = (await now.must(['records', 'resume', '--all'])) as {
      resumed: readonly { where: string; found: string }[]
    }
    const mended = resumed.map(({ where, found: why }) => `${where} (${why})`)
    figures.push([
      'got going by `records resume --all`',
      `${mended.join(', ') || 'nothing'}; ${seconds(from)}`,
    ])

    const { client, close } = await now.connect()
    const duban = await Office.open({ client, taskQueue: TASK_QUEUE, dataDir })
    try {
      from = Date.now()
      wrong.push(...(await smallPlansGoOn(duban, say)))
      const stopped = HARMS.map((harm) => `${stuckOf(harm)} (${harm.says})`)
      figures.push(['stood still, and went on', `${stopped.join(', ')}; ${seconds(from)}`])
      say('going on with the long history')
      const long = await longGoesOn(duban, made.filled)
      figures.push(['the long history', long.figure])
      wrong.push(...long.wrong)
      from = Date.now()
      say(`playing ${YEAR} to its end`)
      await now.must(['rehearse', YEAR, '--script', join(oldRoot, SCRIPT)])
      const must = oracleOf(oldRoot)
      const is = comparable(await measureStates(duban.db, YEAR))
      const other = must.filter((one, i) => canonicalOf(one) !== canonicalOf(is[i])).map(({ no }) => no)
      const differ = `${must.length} measures, ${other.length} differ; ${seconds(from)}`
      figures.push([`the rest of the year beside ${OLD.name}'s oracle`, differ])
      for (const no of other) wrong.push(`${YEAR} ${no}: ends otherwise than by the oracle`)
    } finally {
      await duban.close()
      await close()
    }
    const last = await now.command(['records', 'check'])
    figures.push(['`records check` at the end', last.code === 0 ? 'agrees' : `exit ${last.code}`])
    if (last.code !== 0) wrong.push(`records check: ${JSON.stringify(last.json)}`)
  } finally {
    await now.stop()
  }
  return { figures, wrong }
}
