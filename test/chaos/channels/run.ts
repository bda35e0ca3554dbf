import { type ChildProcess, fork } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { mustDate } from '../../../domain/calendar/date.ts'
import { at, fromEpochMs, toEpochMs } from '../../../domain/calendar/time.ts'
import { planFact } from '../../../domain/events/facts.ts'
import { newPlan } from '../../../domain/events/life.ts'
import type { PlanState } from '../../../domain/events/model/state.ts'
import { channelsFile } from '../../../notices/settings.ts'
import { type Db, openRecords } from '../../../records/open.ts'
import { sends } from '../../../records/sends.ts'
import { writePlanFacts } from '../../../records/write-plan.ts'
import { noon, OFFICE } from '../../supervision/support.ts'
import type { Chance } from '../random.ts'
import type { ChannelEvidence } from './check.ts'
import { type Double, MANNERS, openRelay, openRobots } from './doubles.ts'

const NOTIFIER = fileURLToPath(new URL('./notifier.ts', import.meta.url))
const MINUTE = 60_000
/** Ends for good: what waits then is for the check to say. */
const LAST_STEPS = 400
const KINDS = ['wecom', 'dingtalk', 'feishu'] as const
const PLACES = ['reminder', 'request', 'returned', 'slip', 'overdue', 'extension'] as const

async function runningPlan(db: Db): Promise<void> {
  const by = { at: noon('2015-07-01'), actor: OFFICE, actId: null }
  const imported = { kind: 'imported', title: '方案', document: 'x', measures: 1, conditions: [] } as const
  await writePlanFacts(db, 'p', [planFact(newPlan('p'), imported, by)])
  const row = await db.selectFrom('plans').select('state').executeTakeFirstOrThrow()
  const state = { ...(JSON.parse(row.state) as PlanState), phase: 'running', clock: { kind: 'wall' } }
  await db
    .updateTable('plans')
    .set({ phase: 'running', state: JSON.stringify(state) })
    .execute()
}

const settings = (mail: Double, robots: Double) => ({
  link: 'https://duban.a.cn/',
  hosts: [`127.0.0.1:${robots.port}`],
  channels: [
    { id: 'mail', kind: 'mail', host: '127.0.0.1', port: mail.port, plain: true, from: 'd@a.cn', timeout: 5 },
    ...KINDS.map((kind) => ({
      id: kind,
      kind,
      url: `http://127.0.0.1:${robots.port}/${kind}/a`,
      secret: 'x',
    })),
  ],
  people: [
    { unit: '市甲局', role: '联络员', at: { mail: 'a@a.cn', wecom: '甲群' } },
    { unit: '市乙局', role: '联络员', at: { mail: 'b@a.cn', dingtalk: '乙群', feishu: '乙群' } },
    { unit: '市丙局', role: '联络员', at: { mail: 'gone@a.cn' } },
  ],
})

/** A sender in a process of its own: does a round when it is told the time, and may be killed in the middle. */
class Notifier {
  private child: ChildProcess
  private readonly args: readonly string[]
  private ready: Promise<void>

  constructor(args: readonly string[]) {
    this.args = args
    this.child = this.start()
    this.ready = this.readied()
  }

  private start(): ChildProcess {
    return fork(NOTIFIER, this.args, {
      execArgv: ['--import', 'tsx'],
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    })
  }

  private readied(): Promise<void> {
    return new Promise((resolve) => this.child.once('message', () => resolve()))
  }

  /**
   * A round, to its end or, where `broken` is given, until that other end has been handed something: then it is killed.
   * @returns whether it was killed
   */
  async round(now: number, broken?: Double): Promise<boolean> {
    await this.ready
    const { child } = this
    const over = new Promise<void>((resolve) => {
      const end = () => {
        child.off('message', end).off('exit', end)
        resolve()
      }
      child.on('message', end).on('exit', end)
    })
    const handed = () => (broken === undefined ? 0 : broken.took.length + broken.refused)
    const before = handed()
    const look = broken && setInterval(() => (handed() > before ? child.kill('SIGKILL') : undefined), 1)
    child.send(now)
    await over
    clearInterval(look)
    if (!child.killed) return false
    if (child.exitCode === null && child.signalCode === null)
      await new Promise<void>((resolve) => child.once('exit', () => resolve()))
    this.child = this.start()
    this.ready = this.readied()
    return true
  }

  async close(): Promise<void> {
    await this.ready
    const { child } = this
    const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()))
    child.kill('SIGKILL')
    await gone
  }
}

export interface ChannelRun {
  readonly evidence: ChannelEvidence
  readonly killed: number
  readonly refused: number
}

/**
 * Notices of some working days go out by mail and three robots while those refuse, defer, dawdle and lose answers and
 * one of two senders is killed in the middle; then all is well again, until nothing waits. Time is the run's own.
 */
export async function runChannels(store: string, chance: Chance, steps: number): Promise<ChannelRun> {
  const dataDir = mkdtempSync(join(tmpdir(), 'duban-channels-'))
  const db = await openRecords(store)
  const [mail, robots] = await Promise.all([openRelay(), openRobots()])
  writeFileSync(channelsFile(dataDir), JSON.stringify(settings(mail, robots)), { mode: 0o600 })
  await runningPlan(db)
  const notifiers = [1, 2].map(() => new Notifier([store, dataDir]))
  const notices: string[] = []
  let now = toEpochMs(at(mustDate('2015-07-20'), '08:00'))
  let killed = 0
  const notice = async () => {
    const kind = chance.pick(PLACES)
    const key = `n${notices.length + 1}`
    notices.push(key)
    await db
      .insertInto('outbox')
      .values({
        ...{ key, plan_id: 'p', no: '1.1', obligation_id: '1.1/2015-07', kind },
        level: kind === 'slip' ? chance.pick(['blue', 'orange', 'red'] as const) : null,
        to_unit: chance.pick(['市甲局', '市乙局', '市丙局']),
        to_role: 'liaison',
        subject: `催办 ${key}`,
        body: '请于 2015-07-31 前报送。',
        plan_at: fromEpochMs(now),
        created_at: new Date(now).toISOString(),
        sent_at: null,
      })
      .execute()
  }
  try {
    for (let i = 0; i < steps; i += 1) {
      now += chance.between(1, 90) * MINUTE
      for (let n = chance.between(0, 3); n > 0; n -= 1) await notice()
      for (const double of [mail, robots]) double.manner = chance.happens(0.4) ? 'good' : chance.pick(MANNERS)
      const [one, other] = notifiers as [Notifier, Notifier]
      // The two do a round side by side; sometimes one ends as it has just handed something over.
      const breaks = chance.happens(0.4)
      const [broken] = await Promise.all([
        one.round(now, breaks ? chance.pick([mail, robots]) : undefined),
        other.round(now),
      ])
      if (broken) killed += 1
    }
    mail.manner = 'good'
    robots.manner = 'good'
    for (let i = 0; i < LAST_STEPS; i += 1) {
      const rows = await sends(db, 'p')
      if (rows.length > 0 && rows.every((row) => row.state !== 'pending')) break
      now += 30 * MINUTE
      await Promise.all(notifiers.map((each) => each.round(now)))
    }
    const rows = await sends(db, 'p')
    const took = [...mail.took, ...robots.took]
    return {
      evidence: { notices, rows, took, forgot: killed },
      killed,
      refused: mail.refused + robots.refused,
    }
  } finally {
    await Promise.all(notifiers.map((each) => each.close()))
    await Promise.all([db.destroy(), mail.close(), robots.close()])
    rmSync(dataDir, { recursive: true, force: true })
  }
}
