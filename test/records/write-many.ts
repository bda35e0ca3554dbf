import { openRecords } from '../../records/open.ts'
import { writeFacts } from '../../records/write.ts'
import { ignored } from '../supervision/support.ts'

/** Writes twenty late measures, numbered from the second argument on: one of two processes that do so at once. */
const [file = '', from = '1'] = process.argv.slice(2)
const db = await openRecords(file)
for (let i = 0; i < 20; i += 1) {
  const { id, facts } = ignored(`${Number(from) + i}.1`)
  for (const fact of facts) await writeFacts(db, id, [fact])
}
await db.destroy()
