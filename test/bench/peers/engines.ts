import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { bringUpCluster, postgresFolder } from '../../../temporal/cluster.ts'
import { readRunFile } from '../../../temporal/endpoint.ts'
import { ownLogin } from '../../../temporal/postgres.ts'
import { percentile } from '../figures.ts'
import { seconds } from '../sides.ts'
import { dbosSide } from './engines/dbos.ts'
import { dubanSide } from './engines/duban.ts'
import { restateSide } from './engines/restate.ts'
import { type Side, TABLE, untilRows } from './engines/side.ts'
import { temporalSide } from './engines/temporal.ts'
import type { Peers } from './install.ts'

const WAITING = Number(process.env.PEERS_WAITING ?? 1000)
const LIVES = Number(process.env.PEERS_LIVES ?? 300)
const ROUNDS = Number(process.env.PEERS_ROUNDS ?? 3)

interface Round {
  readonly starts: number
  readonly event: number
  readonly lives: number
  readonly recovery: number
  readonly doubled: number
  readonly worker: number
  readonly server: number | null
}

/**
 * The same waits on four engines, in turn, on one machine: measures begun a second, one event to all that wait, lives
 * (asked → evidence → accepted) a second, memory with all waiting, and the event told while the only worker was killed.
 */
export async function engines(peers: Peers, say: (line: string) => void): Promise<string> {
  const dataDir = mkdtempSync(join(tmpdir(), 'duban-peers-'))
  chmodSync(dataDir, 0o711)
  const up = await bringUpCluster({ dataDir, workers: 1, shards: 16, say, withUi: false })
  const sides: Side[] = []
  const { url } = ownLogin(postgresFolder(dataDir), readRunFile(dataDir)?.postgresPort ?? 0)
  const own = new pg.Pool({ connectionString: url('postgres'), max: 2 })
  for (const name of ['peers_acts', 'peers_dbos']) await own.query(`CREATE DATABASE ${name}`)
  const db = new pg.Pool({ connectionString: url('peers_acts') })
  await db.query(TABLE)
  try {
    sides.push(await dubanSide(up, dataDir))
    sides.push(await temporalSide(up, db, url('peers_acts'), dataDir))
    sides.push(await dbosSide(peers, db, { system: url('peers_dbos'), acts: url('peers_acts') }, dataDir))
    sides.push(await restateSide(peers, db, url('peers_acts'), dataDir))
    const found = new Map<Side, Round[]>(sides.map((side) => [side, []]))
    for (let round = 0; round < ROUNDS; round += 1)
      // Each side is first once, so that none has the tidier database.
      for (const side of [...sides.slice(round), ...sides.slice(0, round)]) {
        const one = await play(side, round)
        found.get(side)?.push(one)
        say(`${side.name}, round ${round + 1}: ${JSON.stringify(one)}`)
      }
    const { rows } = await db.query('SHOW server_version')
    return table(found, rows[0].server_version)
  } finally {
    for (const side of sides) await side.close()
    await db.end()
    await own.end()
    await up.stop()
    rmSync(dataDir, { recursive: true, force: true })
  }
}

async function play(side: Side, round: number): Promise<Round> {
  // Three of them write into one table: each has names of its own, or it would count what another has done.
  const named = (what: string) => `${side.name.toLowerCase().replace(/\W/g, '')}${what}${round}`
  const [waiting, crashed, lives] = [named('wait'), named('crash'), named('life')] as const
  for (const group of [waiting, crashed, lives])
    if ((await side.rows(group, 'started')) > 0) throw new Error(`${group} has rows before it began`)
  const starts = await seconds(() => side.start(waiting, WAITING, true))
  const { worker, server } = side.memory()
  const event = await seconds(async () => {
    await side.event(waiting, WAITING)
    await untilRows(side, waiting, 'opened', WAITING)
  })
  await side.start(crashed, WAITING, true)
  const recovery = await seconds(async () => {
    await side.crash()
    await side.event(crashed, WAITING)
    await untilRows(side, crashed, 'opened', WAITING)
  })
  const doubled = (await side.rows(crashed, 'opened')) - WAITING
  const life = await seconds(async () => {
    await side.start(lives, LIVES, false)
    await side.complete(lives, LIVES)
  })
  return {
    starts: WAITING / starts,
    event: WAITING / event,
    lives: LIVES / life,
    recovery,
    doubled,
    worker,
    server,
  }
}

function table(found: ReadonlyMap<Side, readonly Round[]>, postgres: string): string {
  const median = (rounds: readonly Round[], of: keyof Round) =>
    percentile(
      rounds.map((round) => round[of] ?? Number.NaN),
      0.5,
    )
  const rows = [...found].map(([side, rounds]) => {
    const of = (key: keyof Round, digits = 0) => median(rounds, key).toFixed(digits)
    const server = rounds[0]?.server === null ? '—' : `${of('server')} MB`
    const doubled = rounds.reduce((sum, round) => sum + round.doubled, 0)
    return `| ${side.name} | ${of('starts')} | ${of('event')} | ${of('lives')} | ${of('recovery', 1)} s, ${doubled} | ${of('worker')} MB | ${server} | ${side.guarantee} |`
  })
  return [
    `${WAITING} waiting, ${LIVES} lives, medians of ${ROUNDS} rounds in turn; Temporal and DBOS on one PostgreSQL ${postgres}, Restate on its own log`,
    '',
    '| | begun a second | one event to all, a second | lives a second | worker killed, event told at once: all asked after, rows twice | worker with all waiting | its server | what it promises |',
    '| --- | --- | --- | --- | --- | --- | --- | --- |',
    ...rows,
  ].join('\n')
}
