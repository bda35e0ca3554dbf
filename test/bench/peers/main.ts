import { cpus, totalmem } from 'node:os'
import { days } from './days.ts'
import { deadlines } from './deadlines.ts'
import { engines } from './engines.ts'
import { installPeers } from './install.ts'

/**
 * npm run bench:peers [-- deadlines|days|engines …]: Duban beside those who do a part of it best, in one run. Installs them
 * in a folder of the cache (npm, and pip where Python is). Prints Markdown on stdout, progress on stderr.
 */
const PARTS = { deadlines, days, engines } as const
const asked = process.argv.slice(2)
const unknown = asked.filter((name) => !(name in PARTS))
if (unknown.length > 0) {
  console.error(`不认识：${unknown.join('、')}。可写：${Object.keys(PARTS).join('、')}`)
  process.exit(2)
}
const say = (line: string) => process.stderr.write(`${line}\n`)
const peers = installPeers(say)
const machine = `${cpus().length} × ${cpus()[0]?.model ?? 'CPU'}, ${(totalmem() / 2 ** 30).toFixed(0)} GiB, Node ${process.versions.node}`
console.log(`${new Date().toISOString().slice(0, 10)}, ${machine}\n`)
for (const [name, part] of Object.entries(PARTS)) {
  if (asked.length > 0 && !asked.includes(name)) continue
  say(name)
  console.log(`### ${name}\n\n${await part(peers, say)}\n`)
}
