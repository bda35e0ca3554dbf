import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Command } from 'commander'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { calendarVerbs } from '../../client/cli/verbs/calendar.ts'
import { installTable } from '../../documents/calendars/install.ts'
import { loadCalendar } from '../../documents/calendars/load.ts'
import { sealTable } from '../../documents/calendars/schema.ts'
import { mustDate } from '../../domain/calendar/date.ts'
import { calendarsFolder } from '../../records/places.ts'

const data = mkdtempSync(join(tmpdir(), 'duban-cli-calendar-'))
const folder = calendarsFolder(data)
beforeAll(() => {
  vi.stubEnv('DUBAN_DATA', data)
  vi.stubEnv('DUBAN_RECORDS', '')
})
afterAll(() => {
  vi.unstubAllEnvs()
  process.exitCode = 0
  rmSync(data, { recursive: true, force: true })
})

/** An example, not the notice of 2027. */
const example = sealTable({
  year: 2027,
  notices: [],
  provenance: 'example',
  holidays: [{ date: mustDate('2027-01-01'), name: '元旦' }],
  makeUpWorkdays: [],
})

async function run(
  ...words: readonly string[]
): Promise<{ version: string; before: string; dryRun: boolean }> {
  const out = vi.spyOn(process.stdout, 'write').mockReturnValue(true)
  try {
    const program = new Command()
    calendarVerbs(program)
    await program.parseAsync(['calendar', ...words, '-o', 'json'], { from: 'user' })
    return JSON.parse(String(out.mock.calls.at(-1)?.[0]))
  } finally {
    out.mockRestore()
  }
}

it('a removal that is only tried takes nothing away; a real one does, and says what was there before', async () => {
  const shipped = loadCalendar(folder).version
  installTable(folder, example)
  const installed = loadCalendar(folder).version
  expect(await run('remove', '2027', '--dry-run')).toMatchObject({
    before: installed,
    version: shipped,
    dryRun: true,
  })
  expect(existsSync(join(folder, '2027.json'))).toBe(true)
  expect(await run('remove', '2027')).toMatchObject({ before: installed, version: shipped, dryRun: false })
  expect(existsSync(join(folder, '2027.json'))).toBe(false)
})
