import { type ChildProcess, spawn } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import Database from 'better-sqlite3'
import { afterAll, describe, expect, it } from 'vitest'
import { isOpenElsewhere } from '../../records/sqlite-file.ts'
import { readRunFile, runFilePath } from '../../temporal/endpoint.ts'
import { isAlive, take, withLock } from '../../temporal/lock.ts'
import { turnOver } from '../../temporal/log-file.ts'
import { bears, commandOf, startedFor } from '../../temporal/processes.ts'

const folder = mkdtempSync(join(tmpdir(), 'duban-lock-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))
const ROOT = fileURLToPath(new URL('../..', import.meta.url))

/** Another process that runs `code` (an ES module of the project) and says so when it is there. */
async function other(code: string): Promise<ChildProcess> {
  const child = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', code], {
    cwd: ROOT,
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  await new Promise((resolve) => child.stdout?.once('data', resolve))
  return child
}
const ended = (child: ChildProcess) => new Promise((resolve) => child.once('exit', resolve))
const STAY = 'console.log("there"); setInterval(() => undefined, 1000)'

describe('the lock of a data folder', () => {
  it('is had by one process, and the system drops it when that is killed', async () => {
    const file = join(folder, 'running.lock')
    const holder = await other(
      `import { take } from './temporal/lock.ts'; if (take(${JSON.stringify(file)}) === null) throw 1; ${STAY}`,
    )
    expect(take(file)).toBeNull()
    holder.kill('SIGKILL')
    await ended(holder)
    const held = take(file)
    expect(held).not.toBeNull()
    expect(take(file)).toBeNull()
    held?.release()
    take(file)?.release()
  })

  it('is not had by what a file says: a living process’s id in it, or rubbish, stops nobody', async () => {
    for (const said of [String(process.pid), '1', 'rubbish '.repeat(300), '\0']) {
      const file = join(folder, 'written.lock')
      writeFileSync(file, said)
      const held = take(file)
      expect(held, said.slice(0, 10)).not.toBeNull()
      expect(take(file)).toBeNull()
      held?.release()
    }
  })

  it('lets a second wait until the first is done', async () => {
    const file = join(folder, 'wait.lock')
    const order: string[] = []
    const first = withLock(
      file,
      () => order.push('never'),
      async () => {
        await new Promise((resolve) => setTimeout(resolve, 400))
        order.push('first')
      },
    )
    await withLock(
      file,
      () => order.push('told'),
      async () => {
        order.push('second')
      },
    )
    await first
    expect(order).toEqual(['told', 'first', 'second'])
  })
})

it('a database that another process has open is known to be, idle or not; and not when that is gone', async () => {
  for (const mode of ['WAL', 'DELETE']) {
    const file = join(folder, `${mode}.sqlite`)
    const made = new Database(file)
    made.pragma(`journal_mode = ${mode}`)
    made.exec('CREATE TABLE t (x)')
    made.close()
    expect(isOpenElsewhere(file)).toBe(false)
    const writing =
      mode === 'WAL'
        ? 'd.exec("INSERT INTO t VALUES (1)")'
        : 'd.exec("BEGIN IMMEDIATE; INSERT INTO t VALUES (1)")'
    const holder = await other(
      `import D from 'better-sqlite3'; const d = new D(${JSON.stringify(file)}); ${writing}; ${STAY}`,
    )
    expect(isOpenElsewhere(file), mode).toBe(true)
    holder.kill('SIGKILL')
    await ended(holder)
    expect(isOpenElsewhere(file)).toBe(false)
  }
  expect(isOpenElsewhere(join(folder, 'none.sqlite'))).toBe(false)
  writeFileSync(join(folder, 'rubbish.sqlite'), 'no database '.repeat(500))
  expect(isOpenElsewhere(join(folder, 'rubbish.sqlite'))).toBe(false)
})

describe('what an up has started', () => {
  it('is known by its folder, exactly: not a folder inside it, beside it, or one whose name goes on', () => {
    const server = (dir: string) =>
      `/c/temporal-server --allow-no-auth --config-file ${dir}/temporal/server.yaml start`
    expect(bears(server('/d'), '/d')).toBe(true)
    expect(bears('/c/temporal-ui --root /d/temporal --config ui start', '/d')).toBe(true)
    expect(bears('postgres -D /d/postgres/data -c x', '/d')).toBe(true)
    expect(bears('node --import file:///x /p/worker/main.ts /d', '/d')).toBe(true)
    expect(bears(server('/my data'), '/my data')).toBe(true)
    for (const dir of ['/d/cluster', '/x/d', '/d2', '/D']) expect(bears(server(dir), '/d'), dir).toBe(false)
    expect(bears('node /p/worker/main.ts /d/cluster', '/d')).toBe(false)
  })

  it('is found among the processes of the machine without any file that names it', async () => {
    const dataDir = join(folder, 'data folder')
    const script = join(folder, 'stands-in-for-temporal-server')
    writeFileSync(script, STAY)
    // A worker is known however it is run: of the sources, or of the bundle.
    for (const name of ['main.ts', 'main.mjs']) {
      mkdirSync(join(folder, 'worker'), { recursive: true })
      writeFileSync(join(folder, 'worker', name), STAY)
      const worker = spawn(process.execPath, [join(folder, 'worker', name), dataDir], {
        stdio: ['ignore', 'pipe', 'ignore'],
      })
      if (name === 'main.mjs') await new Promise((resolve) => worker.stdout.once('data', resolve))
      expect(
        startedFor(dataDir).map(({ pid }) => pid),
        name,
      ).toEqual([worker.pid])
      worker.kill('SIGKILL')
      await ended(worker)
    }
    const child = spawn(process.execPath, [script, '--config-file', `${dataDir}/temporal/server.yaml`], {
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    await new Promise((resolve) => child.stdout.once('data', resolve))
    expect(startedFor(dataDir).map(({ pid }) => pid)).toEqual([child.pid])
    expect(startedFor(folder)).toEqual([])
    child.kill('SIGKILL')
    await ended(child)
    expect(startedFor(dataDir)).toEqual([])
  })
})

it('a run file that is torn, empty or of another shape is no run file', () => {
  const whole = { pid: 1, address: 'a:1', namespace: 'n', taskQueue: 'q', uiUrl: '', children: {} }
  const text = JSON.stringify(whole)
  for (const torn of [
    '',
    'null',
    '[]',
    '1',
    text.slice(0, 40),
    text.replace('"pid":1', '"pid":"1"'),
    text.replace('{}', 'null'),
  ]) {
    writeFileSync(runFilePath(folder), torn)
    expect(readRunFile(folder), torn).toBeNull()
  }
  writeFileSync(runFilePath(folder), text)
  expect(readRunFile(folder)).toEqual(whole)
})

it('process ids that are none are nobody', () => {
  for (const pid of [0, -1, 1.5, Number.NaN, 2 ** 30]) expect(isAlive(pid)).toBe(false)
  expect(isAlive(process.pid)).toBe(true)
  expect(commandOf(2 ** 30)).toBeNull()
})

it('a log that has grown is turned over, the older ones kept are bounded, and its writer goes on at its new end', () => {
  const log = join(folder, 'worker.log')
  for (let round = 1; round <= 6; round += 1) {
    writeFileSync(log, `${round}`.repeat(200), { flag: 'a' })
    turnOver(log, 100, 3)
    expect(readFileSync(log, 'utf8')).toBe('')
  }
  turnOver(log, 100, 3)
  expect(
    readdirSync(folder)
      .filter((name) => name.startsWith('worker.log'))
      .sort(),
  ).toEqual(['worker.log', 'worker.log.1', 'worker.log.2', 'worker.log.3'])
  expect([1, 2, 3].map((n) => readFileSync(`${log}.${n}`, 'utf8')[0])).toEqual(['6', '5', '4'])
  turnOver(join(folder, 'no.log'), 100, 3)
})
