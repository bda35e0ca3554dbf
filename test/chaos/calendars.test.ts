import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, expect, it } from 'vitest'
import { changingCalendars } from './calendars.ts'

const folders: string[] = []
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true })
})

const opened = () => {
  const folder = mkdtempSync(join(tmpdir(), 'duban-calendars-'))
  folders.push(folder)
  return changingCalendars(folder, '7', 2, () => undefined)
}

it('the calendar changes when every office stands still, and never while one lives a day', async () => {
  const calendars = opened()
  const [a, b] = [calendars.office(), calendars.office()]
  const before = calendars.now().version
  expect(await a.rest()).toBe(false)
  const standing = a.rest()
  expect(await b.rest()).toBe(false)
  expect(calendars.now().version).toBe(before)
  expect(await Promise.all([standing, b.rest()])).toEqual([true, true])
  expect(calendars.now().version).not.toBe(before)
  expect(calendars.installed()).toBe(1)
})

it('nobody waits for an office that has left', async () => {
  const calendars = opened()
  const [a, b] = [calendars.office(), calendars.office()]
  await a.rest()
  const standing = a.rest()
  b.leave()
  expect(await standing).toBe(true)
})

it('what goes on beside the offices keeps its calendar to its end, and holds up the next one', async () => {
  const calendars = opened()
  const office = calendars.office()
  await office.rest()
  let done: () => void = () => undefined
  const before = calendars.now().version
  const going = calendars.during(async ({ version }) => {
    await new Promise<void>((resolve) => {
      done = resolve
    })
    return [version, calendars.now().version]
  })
  await Promise.resolve()
  const standing = office.rest()
  const next = calendars.during(async ({ version }) => version)
  done()
  expect(await going).toEqual([before, before])
  expect(await standing).toBe(true)
  expect(await next).toBe(calendars.now().version)
  expect(await next).not.toBe(before)
})

it('the same seed gives the same calendars', async () => {
  const versions = async () => {
    const calendars = opened()
    const office = calendars.office()
    const found: string[] = []
    for (let i = 0; i < 20; i += 1) if (await office.rest()) found.push(calendars.now().version)
    return found
  }
  const first = await versions()
  expect(first).toHaveLength(10)
  expect(new Set(first).size).toBeGreaterThan(5)
  expect(await versions()).toEqual(first)
})
