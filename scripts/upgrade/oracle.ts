import { fileURLToPath } from 'node:url'
import { mustDate } from '../../domain/calendar/date.ts'
import { loadCalendar } from '../../seeds/calendars/load.ts'
import { inspectFile } from '../../seeds/inspect.ts'
import { loadScript } from '../../seeds/rehearsals/load.ts'
import { comparable, playThrough } from '../../test/play-through.ts'

/**
 * Copied into the old release and run there: prints how every measure of the year 2015 stands at its end by that
 * release's own rules. The modules it names are there in both.
 */
const place = (path: string) => fileURLToPath(new URL(`../../seeds/${path}`, import.meta.url))
const [, , planId = ''] = process.argv
const read = inspectFile(place('documents/mz2015.txt'), { issuedOn: mustDate('2015-07-01') }, loadCalendar())
if (!read.ok) throw new Error(read.error.message)
const script = loadScript(place('rehearsals/2015.json'))
process.stdout.write(JSON.stringify(comparable(playThrough(read.value, planId, script, loadCalendar()))))
