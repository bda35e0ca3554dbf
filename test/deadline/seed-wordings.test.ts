import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { mustDate } from '../../domain/calendar/date.ts'
import { compileDeadline } from '../../domain/deadline/compile.ts'
import { loadCalendar } from '../../seeds/calendars/load.ts'

const calendar = loadCalendar()
const rows = readFileSync(new URL('../golden/mz2015-expected.tsv', import.meta.url), 'utf8')
  .trim()
  .split('\n')
  .slice(1)
  .map((line) => line.split('\t'))

const MEASURE: Record<string, string> = { '7.3': '发布上个月全市法定传染病疫情信息' }
const byMeasure = new Map<string, string[][]>()
for (const row of rows) byMeasure.set(row[0]!, [...(byMeasure.get(row[0]!) ?? []), row])

describe('the wordings of the 2015 plan give the expected kinds and dates', () => {
  it.each([...byMeasure].map(([no, list]) => [no, list[0]![2]!, list] as const))(
    '%s %s',
    (no, text, list) => {
      const compiled = compileDeadline(
        text,
        { planYear: 2015, issuedOn: mustDate('2015-07-01'), measure: MEASURE[no] ?? null },
        calendar,
      )
      expect(compiled.unparsed).toEqual([])
      expect(compiled.clauses.map((c) => [c.kind, c.occurrences.map((o) => o.dueOn).join(' ')])).toEqual(
        list.map((row) => [row[5], row[6]]),
      )
    },
  )
})
