import { addPerson, checkHat, OPERATOR } from '../../accounts/people.ts'
import { makeToken } from '../../accounts/tokens.ts'
import { LOCAL, listen } from '../../security/listen.ts'
import { openWeb } from './support.ts'

/**
 * A web process whose memory is looked at from outside: says where it listens and a liaison's token; a message asks for the
 * most resident memory since the one before.
 */
const web = await openWeb()
const hat = checkHat({ role: 'unit', unit: '市甲局' })
if (!hat.ok) throw new Error(hat.error.message)
const made = await addPerson(web.db, { login: 'zhangsan', name: '张三', hats: [hat.value] }, OPERATOR)
if (!made.ok) throw new Error(made.error.message)
const asked = { name: 'OA', scopes: ['upload'], units: [], days: 1 } as const
const given = await makeToken(web.db, made.value.id, asked, OPERATOR)
if (!given.ok) throw new Error(given.error.message)
const listening = await listen(web.app.fetch, { host: LOCAL, port: 0 })

let most = 0
const look = () => {
  most = Math.max(most, process.memoryUsage.rss())
}
setInterval(look, 5)
process.on('message', () => {
  look()
  process.send?.({ most })
  most = 0
})
process.on('disconnect', async () => {
  await listening.close()
  await web.close()
  process.exit(0)
})
process.send?.({ url: listening.url, token: given.value.token })
