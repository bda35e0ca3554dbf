import { openRecords } from '../../records/open.ts'
import { writeFacts } from '../../records/write.ts'
import { ignored } from '../supervision/support.ts'

/** Opens a store and writes `count` late measures into it, numbered from `from` on: one of several processes that do so at once. */
const [store = '', from = '1', count = '0'] = process.argv.slice(2)
const db = await openRecords(store)
for (let i = 0; i < Number(count); i += 1) {
  const { id, facts } = ignored(`${Number(from) + i}.1`)
  for (const fact of facts) await writeFacts(db, id, [fact])
}
await db.destroy()
