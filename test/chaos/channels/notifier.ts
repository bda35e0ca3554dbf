import { loadCalendar } from '../../../documents/calendars/load.ts'
import { Sender } from '../../../notices/sender.ts'
import { readReach } from '../../../notices/settings.ts'
import { openRecords } from '../../../records/open.ts'

/** A process that brings notices to people and does nothing else; what time it is its parent says. */
const [store = '', dataDir = ''] = process.argv.slice(2)
const db = await openRecords(store)
const reach = readReach(dataDir)
if (reach === null) throw new Error('no channels')
const calendar = loadCalendar()
let now = 0
const sender = new Sender(db, reach, {
  now: () => now,
  calendar: () => calendar,
  rehearsals: false,
  log: { warn: () => undefined },
})
const told = () =>
  new Promise<void>((resolve) => {
    process.once('message', (time) => {
      now = Number(time)
      resolve()
    })
  })
process.once('disconnect', () => process.exit(0))
process.send?.('ready')
for (;;) {
  await told()
  // A store that does not answer is asked again at the next time.
  const count = await sender.round().catch(() => 0)
  process.send?.(count)
}
