// A worker of DBOS with the measure on it: root of its packages, its own database, the database of the rows.
import { createRequire } from 'node:module'
import { join } from 'node:path'

const [, , root, systemDatabaseUrl, acts] = process.argv
const require = createRequire(join(root, 'package.json'))
const { DBOS } = require('@dbos-inc/dbos-sdk')
const pg = require('pg')

const db = new pg.Pool({ connectionString: acts, max: 20 })
const write = (id, kind) =>
  DBOS.runStep(() => db.query('INSERT INTO acts (id, kind) VALUES ($1, $2)', [id, kind]).then(() => null), {
    name: kind,
  })
const YEAR_S = 366 * 86_400
const measure = DBOS.registerWorkflow(
  async (id, waits) => {
    await write(id, 'started')
    if (waits) await DBOS.recv('event', { timeoutSeconds: YEAR_S })
    await write(id, 'opened')
    await DBOS.recv('submit', { timeoutSeconds: YEAR_S })
    await write(id, 'submitted')
    await DBOS.recv('accept', { timeoutSeconds: YEAR_S })
    await write(id, 'accepted')
  },
  { name: 'measure' },
)

DBOS.setConfig({ name: 'peers', systemDatabaseUrl, systemDatabasePoolSize: 20, logLevel: 'warn' })
await DBOS.launch()
process.on('message', async ({ start }) => {
  if (!start) return
  const left = Array.from({ length: start.count }, (_, i) => `${start.group}-${i}`)
  const one = async () => {
    for (let id = left.shift(); id !== undefined; id = left.shift())
      await DBOS.startWorkflow(measure, { workflowID: id })(id, start.waits)
  }
  await Promise.all(Array.from({ length: 12 }, one))
  process.send({ begun: true })
})
process.on('SIGTERM', () => process.exit(0))
process.on('disconnect', () => process.exit(0))
process.send({ ready: true })
