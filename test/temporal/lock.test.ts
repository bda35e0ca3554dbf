import { mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { hostname, tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { isStale, withLock } from '../../temporal/lock.ts'

let folder: string
let path: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'duban-lock-'))
  path = join(folder, 'a.lock')
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const here = { host: 'a', staleAfterMs: 20_000, alive: (pid: number) => pid === 1 }
const holder = (pid: number, host = 'a') => ({ pid, host, token: 't' })

test('a lock is stale when its process is gone or its heart stopped, and not before', () => {
  expect(isStale({ holder: holder(1), ageMs: 1_000 }, here)).toBe(false)
  expect(isStale({ holder: holder(2), ageMs: 1_000 }, here)).toBe(true)
  // On another machine only the heartbeat counts: its process ids mean nothing here.
  expect(isStale({ holder: holder(2, 'b'), ageMs: 1_000 }, here)).toBe(false)
  expect(isStale({ holder: holder(2, 'b'), ageMs: 20_001 }, here)).toBe(true)
  // Half written: young ones are waited for.
  expect(isStale({ holder: null, ageMs: 100 }, here)).toBe(false)
  expect(isStale({ holder: null, ageMs: 20_001 }, here)).toBe(true)
})

test('work under one lock never overlaps, and the lock file is gone at the end', async () => {
  let inside = 0
  let most = 0
  const work = async () => {
    inside += 1
    most = Math.max(most, inside)
    await new Promise((resolve) => setImmediate(resolve))
    inside -= 1
  }
  await Promise.all(Array.from({ length: 8 }, () => withLock(path, { pollMs: 1 }, work)))
  expect(most).toBe(1)
  expect(readdirSync(folder)).toEqual([])
})

test('a dead process’s lock and a heartless one are taken over', async () => {
  writeFileSync(path, JSON.stringify({ pid: 2 ** 22 + 1, host: hostname(), token: 'dead' }))
  expect(await withLock(path, {}, async () => 'mine')).toBe('mine')

  writeFileSync(path, JSON.stringify({ pid: process.pid, host: 'elsewhere', token: 'old' }))
  const longAgo = new Date(Date.now() - 60_000)
  utimesSync(path, longAgo, longAgo)
  expect(await withLock(path, {}, async () => 'mine')).toBe('mine')
})

test('the lock is given back when the work fails', async () => {
  await expect(withLock(path, {}, () => Promise.reject(new Error('no')))).rejects.toThrow('no')
  expect(readdirSync(folder)).toEqual([])
})
