import { cpus } from 'node:os'
import { check, type Evidence, type Minima, type Violation } from './checker.ts'
import { gather } from './evidence.ts'
import { Journal } from './journal.ts'
import { type Life, live } from './life.ts'
import { torment } from './nemesis.ts'
import { markdown } from './report.ts'
import { scheduleOf } from './schedule.ts'
import { openStage } from './stage.ts'
import { targetsOf } from './targets.ts'

export interface ChaosOptions {
  readonly seed: string
  readonly minutes: number
  /** A folder of the run's own; it is removed in the end. */
  readonly folder: string
  readonly minima: Minima
  /** Plans that live side by side. */
  readonly abreast: number
  readonly say: (line: string) => void
}

export interface Outcome {
  readonly violations: readonly Violation[]
  readonly evidence: Evidence
  readonly report: string
}

const SENT_WITHIN_MS = 180_000

/** Plans live while everything fails around them, as the seed says; then all is put right, finished and checked. */
export async function runChaos(options: ChaosOptions): Promise<Outcome> {
  const { seed, minutes, folder, minima, abreast, say } = options
  const began = Date.now()
  const stage = await openStage(folder, say)
  try {
    const journal = new Journal()
    const targets = targetsOf(stage)
    const durationMs = minutes * 60_000
    const until = Date.now() + durationMs
    const lives: Life[] = []
    let next = 0
    const office = async () => {
      while (Date.now() < until) {
        const index = next
        next += 1
        const { duban } = stage
        await live({ duban, journal, seed, index, enough: () => Date.now() >= until }, lives).catch(
          (error) => {
            journal.troubles.push((error as Error).message)
          },
        )
      }
    }
    const [faults] = await Promise.all([
      torment(scheduleOf(seed, durationMs, targets), targets, say),
      ...Array.from({ length: abreast }, office),
    ])
    say(`${lives.length} plans lived; waiting for the outbox`)
    await outboxEmpty(stage.duban.db)
    const evidence = await gather(stage, lives, journal, faults)
    const { answers } = journal
    const report = markdown(evidence, {
      seed,
      machine: `${cpus().length} × ${cpus()[0]?.model ?? 'CPU'}`,
      tookMs: Date.now() - began,
      plans: lives.length,
      plansClosed: lives.filter((life) => life.closed).length,
      answers,
    })
    return { violations: check(evidence, minima), evidence, report }
  } finally {
    await stage.close()
  }
}

/** Waits until every notice counts as sent; what then is left is for the checker to say. */
async function outboxEmpty(db: Parameters<typeof unsent>[0]): Promise<void> {
  const from = Date.now()
  while (Date.now() - from < SENT_WITHIN_MS && (await unsent(db)) > 0)
    await new Promise((resolve) => setTimeout(resolve, 200))
}

async function unsent(db: import('../records/open.ts').Db): Promise<number> {
  const row = await db
    .selectFrom('outbox')
    .select((e) => e.fn.countAll().as('n'))
    .where('sent_at', 'is', null)
    .executeTakeFirst()
  return Number(row?.n ?? 0)
}
