// A service of Restate with the measure on it: root of its packages, port, the database of the rows.
import { createRequire } from 'node:module'
import { join } from 'node:path'

const [, , root, port, acts] = process.argv
// Its SDK is made for Node 22; this is all that it misses in 20.
Promise.withResolvers ??= () => {
  const made = {}
  made.promise = new Promise((resolve, reject) => Object.assign(made, { resolve, reject }))
  return made
}
const require = createRequire(join(root, 'package.json'))
const restate = require('@restatedev/restate-sdk')
const pg = require('pg')

const db = new pg.Pool({ connectionString: acts, max: 20 })
const write = (ctx, kind) =>
  ctx.run(kind, () =>
    db.query('INSERT INTO acts (id, kind) VALUES ($1, $2)', [ctx.key, kind]).then(() => null),
  )
const message = (name) => (ctx) => ctx.promise(name).resolve('2015-07-01')
const measure = restate.workflow({
  name: 'measure',
  handlers: {
    run: async (ctx, { waits }) => {
      await write(ctx, 'started')
      if (waits) await ctx.promise('event')
      await write(ctx, 'opened')
      await ctx.promise('submit')
      await write(ctx, 'submitted')
      await ctx.promise('accept')
      await write(ctx, 'accepted')
    },
    event: message('event'),
    submit: message('submit'),
    accept: message('accept'),
  },
})
await restate.serve({ services: [measure], port: Number(port) })
process.on('SIGTERM', () => process.exit(0))
process.on('disconnect', () => process.exit(0))
process.send({ ready: true })
