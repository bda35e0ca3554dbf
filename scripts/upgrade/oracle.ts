import { fileURLToPath } from 'node:url'

/**
 * Copied into the old release and run there: prints how every measure of the year 2015 stands at its end by that
 * release's own rules. The paths are 0.2.0's.
 */
const at = (path: string) => new URL(`../../${path}`, import.meta.url)
const module = (path: string) => import(at(path).href)
const place = (path: string) => fileURLToPath(at(`seeds/${path}`))

const [, , planId = ''] = process.argv
const { mustDate } = await module('domain/calendar/date.ts')
const { loadCalendar } = await module('seeds/calendars/load.ts')
const { inspectFile } = await module('seeds/inspect.ts')
const { loadScript } = await module('seeds/rehearsals/load.ts')
const { comparable, playThrough } = await module('test/play-through.ts')
const read = inspectFile(place('documents/mz2015.txt'), { issuedOn: mustDate('2015-07-01') }, loadCalendar())
if (!read.ok) throw new Error(read.error.message)
const script = loadScript(place('rehearsals/2015.json'))
process.stdout.write(JSON.stringify(comparable(playThrough(read.value, planId, script, loadCalendar()))))
