import { spawn } from 'node:child_process'
import { lstatSync, mkdtempSync, readdirSync, readFileSync, readlinkSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readRunFile } from '../../temporal/endpoint.ts'

const BIN = fileURLToPath(new URL('../../bin/duban.mjs', import.meta.url))
const outside = mkdtempSync(join(tmpdir(), 'duban-alone-'))
const dataDir = join(outside, 'data')
const env = { ...process.env, DUBAN_DATA: dataDir, DUBAN_METRICS: '0' }

/** Under the umask that most systems have: others may read what is made. */
const duban = (args: string) =>
  spawn('sh', ['-c', `umask 022 && exec "${process.execPath}" "${BIN}" ${args}`], {
    env,
    stdio: ['ignore', 'ignore', 'pipe'],
  })
const up = duban('up')

beforeAll(async () => {
  let said = ''
  up.stderr.on('data', (chunk) => {
    said += String(chunk)
  })
  while (!said.includes('按 Ctrl-C 停止')) {
    if (up.exitCode !== null) throw new Error(said)
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  const seed = fileURLToPath(new URL('../../seeds/documents/mz2015.txt', import.meta.url))
  const imported = duban(`plan import ${seed} --id alone --issued-on 2015-07-01`)
  expect(await new Promise((resolve) => imported.once('exit', resolve))).toBe(0)
})
afterAll(async () => {
  const ended = new Promise((resolve) => up.once('exit', resolve))
  up.kill('SIGTERM')
  await ended
  rmSync(outside, { recursive: true, force: true })
})

const all = (folder: string): readonly string[] =>
  readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name)
    return entry.isDirectory() ? [path, ...all(path)] : [path]
  })

/** Sockets of a process, by inode; what has just been closed is none. */
const socketsOf = (pid: number): readonly string[] =>
  readdirSync(`/proc/${pid}/fd`).flatMap((fd) => {
    try {
      return /^socket:\[(\d+)\]$/.exec(readlinkSync(`/proc/${pid}/fd/${fd}`))?.[1] ?? []
    } catch {
      return []
    }
  })
const LISTENS = '0A'
/** 127.0.0.0/8 (the server has an address of its own in it) and ::1, as the kernel writes them. */
const LOOPBACK = /^(?:[0-9A-F]{6}7F|00000000000000000000000001000000|0000000000000000FFFF00000100007F):/

describe('what `up` runs', () => {
  it('writes nothing that another user of the machine can read or change, whatever the umask', () => {
    const paths = [dataDir, ...all(dataDir)]
    expect(paths.some((path) => path.endsWith('records.sqlite'))).toBe(true)
    expect(paths.some((path) => path.endsWith('temporal.db'))).toBe(true)
    const open = paths.filter((path) => (lstatSync(path).mode & 0o077) !== 0)
    expect(open).toEqual([])
  })

  it.skipIf(process.platform !== 'linux')('listens on the machine itself alone, every process of it', () => {
    const pids = [up.pid as number, ...Object.values(readRunFile(dataDir)?.children ?? {})]
    const own = new Set(pids.flatMap(socketsOf))
    const rows = ['/proc/net/tcp', '/proc/net/tcp6'].flatMap((table) =>
      readFileSync(table, 'utf8')
        .split('\n')
        .slice(1)
        .map((line) => line.trim().split(/\s+/)),
    )
    const listening = rows.filter((row) => row[3] === LISTENS && own.has(row[9] ?? ''))
    // Server (four services and their membership), UI behind its gate, web pages, metrics.
    expect(listening.length).toBeGreaterThan(5)
    expect(listening.map((row) => row[1]).filter((at) => !LOOPBACK.test(at ?? ''))).toEqual([])
  })
})
