import { type ChildProcess, spawn } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { readRunFile, runFilePath } from '../../temporal/endpoint.ts'
import { isAlive } from '../../temporal/lock.ts'
import { startedFor } from '../../temporal/processes.ts'

const BIN = fileURLToPath(new URL('../../bin/duban.mjs', import.meta.url))
let dataDir: string
const ups: ChildProcess[] = []
beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'duban-leftovers-'))
})
afterEach(() => {
  for (const up of ups.splice(0)) up.kill('SIGKILL')
  for (const { pid } of startedFor(dataDir)) if (isAlive(pid)) process.kill(pid, 'SIGKILL')
  rmSync(dataDir, { recursive: true, force: true })
})

interface Up {
  readonly process: ChildProcess
  said(): string
  until(text: string): Promise<void>
  ended(): Promise<number | null>
}

function up(): Up {
  const env = { ...process.env, DUBAN_DATA: dataDir, TEMPORAL_ADDRESS: '' }
  const child = spawn(process.execPath, [BIN, 'up'], { env, stdio: ['ignore', 'ignore', 'pipe'] })
  ups.push(child)
  let text = ''
  child.stderr.on('data', (chunk) => {
    text += String(chunk)
  })
  const exit = new Promise<number | null>((resolve) => child.once('exit', (code) => resolve(code)))
  return {
    process: child,
    said: () => text,
    async until(wanted) {
      while (!text.includes(wanted)) {
        if (child.exitCode !== null || child.signalCode !== null) throw new Error(`ended: ${text}`)
        await new Promise((resolve) => setTimeout(resolve, 50))
      }
    },
    ended: () => exit,
  }
}
const READY = '按 Ctrl-C 停止'
const servers = () => startedFor(dataDir).filter(({ command }) => command.includes('temporal-server'))
const gone = async (pids: readonly number[]) => {
  while (pids.some(isAlive)) await new Promise((resolve) => setTimeout(resolve, 50))
}

it('an up that is killed as soon as its server runs, its run file torn, leaves no second server to the next; a lock file with a living pid stops nobody', async () => {
  const first = up()
  while (servers().length === 0) await new Promise((resolve) => setTimeout(resolve, 20))
  first.process.kill('SIGKILL')
  await first.ended()
  const [left] = servers()
  expect(left).toBeDefined()
  writeFileSync(runFilePath(dataDir), '{"pid": 1, "addr')
  writeFileSync(join(dataDir, 'up.lock'), String(process.pid))
  writeFileSync(join(dataDir, 'running.lock'), String(process.pid))

  const second = up()
  await second.until(READY)
  expect(servers()).toHaveLength(1)
  expect(servers()[0]?.pid).not.toBe(left?.pid)

  // The terminal closes: everything ends, in order.
  const children = Object.values(readRunFile(dataDir)?.children ?? {})
  expect(children).toHaveLength(4)
  second.process.kill('SIGHUP')
  expect(await second.ended()).toBe(0)
  expect(second.said()).toContain('已停止')
  expect(children.filter(isAlive)).toEqual([])
  expect(startedFor(dataDir)).toEqual([])
})

it('a terminal that is closed under an up in its shell takes everything with it', async () => {
  // A terminal of its own (script makes one), an interactive shell in it, and the command typed into that.
  const env = { ...process.env, DUBAN_DATA: dataDir, TEMPORAL_ADDRESS: '' }
  const terminal = spawn('script', ['-qfc', 'bash --norc -i', '/dev/null'], { env })
  ups.push(terminal)
  let shown = ''
  terminal.stdout.on('data', (chunk) => {
    shown += String(chunk)
  })
  terminal.stdin.write(`${process.execPath} ${BIN} up\n`)
  while (!shown.includes(READY)) await new Promise((resolve) => setTimeout(resolve, 50))
  const { pid, children = {} } = readRunFile(dataDir) ?? {}
  const all = [pid ?? 0, ...Object.values(children)]
  expect(all).toHaveLength(5)
  expect(all.filter(isAlive)).toEqual(all)
  terminal.kill('SIGKILL')
  await gone(all)
  expect(startedFor(dataDir)).toEqual([])
})

it('asked to stop while it is still starting, nothing is left and the next start goes through', async () => {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    const starting = up()
    while (servers().length === 0) await new Promise((resolve) => setTimeout(resolve, 20))
    starting.process.kill(signal)
    expect(await starting.ended(), signal).toBe(130)
    expect(startedFor(dataDir), signal).toEqual([])
  }
  const next = up()
  await next.until(READY)
  const pids = startedFor(dataDir).map(({ pid }) => pid)
  next.process.kill('SIGTERM')
  expect(await next.ended()).toBe(0)
  await gone(pids)
})

it('a damaged database is told in seconds, before any server is started on it', async () => {
  mkdirSync(join(dataDir, 'temporal'))
  writeFileSync(join(dataDir, 'temporal', 'temporal.db'), 'no database '.repeat(1000))
  const refused = up()
  expect(await refused.ended()).toBe(1)
  expect(refused.said()).toContain('SERVER_STORE_DAMAGED')
  expect(refused.said()).toContain('records restore')
  expect(servers()).toEqual([])
})
