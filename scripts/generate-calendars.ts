/**
 * Makes seeds/calendars/YYYY.json from published libraries (see calendar-sources.ts).
 *
 *   npx tsx scripts/generate-calendars.ts                    compares the frozen tables with the libraries
 *   npx tsx scripts/generate-calendars.ts --write            writes the years that are not there yet
 *   npx tsx scripts/generate-calendars.ts --write --refreeze also replaces tables that differ
 *
 * Frozen means: dates computed years ago must be explainable by the same file, so a library's update changes
 * nothing unless a person asks for it. Exit 1 on a difference or an unexplained disagreement of the libraries.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { fileURLToPath } from 'node:url'
import { calendarFile, formatTable, sealTable } from '../documents/calendars/schema.ts'
import { validateYear } from '../domain/calendar/table.ts'
import noticesByYear from '../seeds/calendars/sources/notices.json' with { type: 'json' }

// chinese-days is wrong west of UTC: the zone is set before the library is loaded, whatever the machine's is.
process.env.TZ = 'UTC'
const { FIRST_YEAR, LAST_YEAR, readYear, unexplained } = await import('./calendar-sources.ts')

const version = (name: string): string => {
  const entry = createRequire(import.meta.url).resolve(name)
  const root = entry.slice(0, entry.lastIndexOf(`/${name}/`) + name.length + 2)
  return (JSON.parse(readFileSync(`${root}package.json`, 'utf8')) as { version: string }).version
}

const provenance = `generated from chinese-days ${version('chinese-days')}, cross-checked with tyme4ts ${version('tyme4ts')}`
const notices = new Map(Object.entries(noticesByYear))
const [write, refreeze] = ['--write', '--refreeze'].map((flag) => process.argv.includes(flag))
let failed = false

for (let year = FIRST_YEAR; year <= LAST_YEAR; year += 1) {
  const { holidays, makeUpWorkdays, disagreements } = readYear(year)
  const draft = { year, notices: notices.get(`${year}`) ?? [], provenance, holidays, makeUpWorkdays }
  const table = sealTable(calendarFile.omit({ sha256: true }).parse(draft))
  const problems = [...unexplained(year, disagreements), ...validateYear(table)]
  if (problems.length > 0) throw new Error(`${year}: ${problems.join('; ')}`)

  const path = fileURLToPath(new URL(`../seeds/calendars/${year}.json`, import.meta.url))
  const frozen = existsSync(path) ? calendarFile.parse(JSON.parse(readFileSync(path, 'utf8'))) : null
  // Days and notices, not the libraries' versions: those stay as they were on the day of freezing.
  const same =
    frozen?.sha256 === table.sha256 && JSON.stringify(frozen.notices) === JSON.stringify(table.notices)
  const may = write && (frozen === null || refreeze)
  if (!same && may) writeFileSync(path, formatTable(table))
  const state = same ? 'as frozen' : may ? 'written' : 'DIFFERS'
  failed ||= state === 'DIFFERS'
  console.log(`${year}: ${holidays.length} off, ${makeUpWorkdays.length} worked, ${state}`)
}
process.exitCode = failed ? 1 : 0
