import { expect, test } from 'vitest'
import { buildFolder, cacheRoot } from '../../temporal/cache.ts'
import { dataFolder, projectRoot } from '../../temporal/endpoint.ts'
import { newEnough } from '../../temporal/go.ts'
import { isSame, startOf } from '../../temporal/process-identity.ts'
import { backoffAfter } from '../../temporal/supervise.ts'

test('restarts come ever more slowly, but never stop coming', () => {
  expect([0, 1, 2, 5, 6, 40].map(backoffAfter)).toEqual([500, 1_000, 2_000, 16_000, 30_000, 30_000])
})

test('a process is known by its id and the time of its start together', () => {
  const started = startOf(process.pid)
  expect(started).not.toBeNull()
  expect(isSame(process.pid, started)).toBe(true)
  expect(isSame(process.pid, 'another start')).toBe(false)
  expect(isSame(2 ** 22 + 1, null)).toBe(false)
})

test('any Go that can fetch a newer one is new enough', () => {
  expect(['1.20.14', '1.21', '1.26.8', '2.0'].map(newEnough)).toEqual([false, true, true, true])
})

test('the cache is the user’s and versioned, the data is the project’s; both can be put elsewhere', () => {
  expect(cacheRoot({ DUBAN_CACHE: '/c' })).toBe('/c')
  expect(cacheRoot({ XDG_CACHE_HOME: '/x' })).toBe('/x/duban')
  expect(buildFolder({ DUBAN_CACHE: '/c' }, 'darwin', 'arm64')).toMatch(
    /^\/c\/temporal-[\d.]+-ui-[\d.]+-darwin-arm64$/,
  )
  expect(dataFolder({})).toBe(`${projectRoot}/data`)
  expect(dataFolder({ DUBAN_DATA: '/d' })).toBe('/d')
})
