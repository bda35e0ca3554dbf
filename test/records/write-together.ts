import { fork } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { audit } from '../../accounts/audit.ts'
import { addPerson, OPERATOR } from '../../accounts/people.ts'
import { planFact } from '../../domain/events/facts.ts'
import { newPlan } from '../../domain/events/life.ts'
import { claimActKey } from '../../records/accounts/audit.ts'
import { keepAnswers } from '../../records/answers.ts'
import { checkProjections } from '../../records/check.ts'
import { type Db, openRecords } from '../../records/open.ts'
import { writeFacts } from '../../records/write.ts'
import { writePlanFacts } from '../../records/write-plan.ts'
import { ignored, noon, OFFICE } from '../supervision/support.ts'

/**
 * npm run soak:writers [-- --seconds 600]: workers, a web process and a command write into one SQLite store at once, each in
 * its own process, opening it anew as commands do; ends with 1 when any of them was told that the store is busy, or when the
 * lists do not follow from the ledger.
 */
const args = process.argv.slice(2)
const seconds = args.includes('--seconds') ? Number(args[args.indexOf('--seconds') + 1]) : 600

/** What each kind of process writes, time and again. */
const KINDS: Readonly<Record<string, (db: Db, i: number, name: string) => Promise<void>>> = {
  async worker(db, i, name) {
    const { id, facts } = ignored(`${i + 1}.${Number(name.at(-1)) + 1}`)
    for (const fact of facts) await writeFacts(db, id, [fact])
  },
  async web(db, i, name) {
    const made = await addPerson(db, { login: `${name}u${i}`, name: '张三', hats: [] }, OPERATOR)
    if (!made.ok) throw new Error(made.error.message)
    await audit(db, {
      userId: made.value.id,
      via: 'session',
      ip: '',
      what: 'act',
      target: 'p',
      outcome: 'ok',
    })
    await claimActKey(db, {
      act_id: `${name}-${i}`,
      user_id: made.value.id,
      content: 'x',
      at: new Date().toISOString(),
    })
  },
  async command(db, i) {
    const at = new Date().toISOString()
    await keepAnswers(db, { title: `方案${i % 7}`, year: 2026 }, [
      { id: `q${i}`, choice: 'ok', value: null, by: '张三', at } as never,
    ])
  },
}

async function write(kind: string, name: string, store: string): Promise<void> {
  let i = 0
  let db = await openRecords(store)
  const until = Date.now() + seconds * 1000
  for (; Date.now() < until; i += 1) {
    await KINDS[kind]?.(db, i, name)
    if (kind !== 'command') continue
    await db.destroy()
    db = await openRecords(store)
  }
  await db.destroy()
  process.send?.(i)
}

async function together(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'duban-together-'))
  const store = join(folder, 'records.sqlite')
  const db = await openRecords(store)
  const imported = { kind: 'imported', title: '方案', document: 'x', measures: 1, conditions: [] } as const
  await writePlanFacts(db, 'p', [
    planFact(newPlan('p'), imported, { at: noon('2015-07-01'), actor: OFFICE, actId: null }),
  ])
  const done = ['worker0', 'worker1', 'web0', 'web1', 'command0'].map(
    (name) =>
      new Promise<{ name: string; rounds: number; code: number | null }>((resolve) => {
        const argv = ['--write', name.slice(0, -1), name, store, '--seconds', `${seconds}`]
        const child = fork(fileURLToPath(import.meta.url), argv, { execArgv: ['--import', 'tsx'] })
        let rounds = 0
        child.on('message', (n) => {
          rounds = n as number
        })
        child.on('exit', (code) => resolve({ name, rounds, code }))
      }),
  )
  const ended = await Promise.all(done)
  const differences = await checkProjections(db)
  await db.destroy()
  rmSync(folder, { recursive: true, force: true })
  console.log(
    `${seconds} s: ${ended.map(({ name, rounds, code }) => `${name} ${rounds} (${code})`).join(', ')}; ${differences.length} differences`,
  )
  process.exit(
    ended.every(({ rounds, code }) => code === 0 && rounds > 0) && differences.length === 0 ? 0 : 1,
  )
}

const at = args.indexOf('--write')
if (at < 0) await together()
else {
  const [kind = '', name = '', store = ''] = args.slice(at + 1)
  await write(kind, name, store)
  process.disconnect?.()
}
