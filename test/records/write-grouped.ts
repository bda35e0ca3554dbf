import { writingTogether } from '../../records/group-commit.ts'
import { openRecords } from '../../records/open.ts'
import { lateAndWaiting, writesOf } from './group-support.ts'

/** Writes late measures into a store, fact by fact, all measures at once, and says each that was answered. */
const [store = '', count = '0'] = process.argv.slice(2)
const db = await openRecords(store)
const write = writingTogether(db, { writes: 7, bytes: 1_000_000 })
const all = writesOf(lateAndWaiting(Number(count), 0))
await Promise.all(
  all.map(async (whole) => {
    for (const fact of whole.facts) {
      await write({ ...whole, facts: [fact] })
      process.stdout.write(`${whole.workflowId} ${fact.seq}\n`)
    }
  }),
)
await db.destroy()
