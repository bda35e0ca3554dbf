import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { cpus, tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { ensureBuilt } from '../../temporal/build.ts'
import { postgresProgram } from '../../temporal/postgres.ts'
import { stopRunning } from './installation.ts'
import { checkOut, OLD } from './old-release.ts'
import { make, STORES, takeOver } from './proof.ts'

/**
 * npm run upgrade:proof -- [--store sqlite|postgres|both] [--keep]: release 0.2.0, checked out of this copy's history,
 * makes a data folder: half a year played, plans that stand still, a history that is nearly full. This checkout takes it
 * over, on the embedded server and on a cluster whose workers are pinned by build id. Prints Markdown on stdout, what
 * happens on stderr; exit 1 when anything is wrong, 77 when nothing could be tried.
 */
const SKIPPED = 77
const { values } = parseArgs({
  options: { store: { type: 'string', default: 'both' }, keep: { type: 'boolean', default: false } },
})
const stores = STORES.filter((store) => values.store === 'both' || values.store === store)
if (stores.length === 0) {
  console.error(`--store: ${STORES.join(', ')} or both`)
  process.exit(2)
}
const say = (line: string) => process.stderr.write(`${line}\n`)
for (const name of ['SIGINT', 'SIGTERM'] as const)
  process.once(name, () => void stopRunning().then(() => process.exit(130)))

const folder = mkdtempSync(join(tmpdir(), 'duban-upgrade-'))
// PostgreSQL runs as another user where this runs as root, and has to walk through.
chmodSync(folder, 0o711)
const gone = () => rmSync(folder, { recursive: true, force: true })
if (values.keep) say(`kept: ${folder}`)
else process.once('exit', gone)

const oldRoot = join(folder, OLD.name)
say(`checking out ${OLD.name} (${OLD.commit})`)
const missing = checkOut(OLD.commit, oldRoot)
if (missing !== null) {
  say(`SKIPPED, nothing was proved: ${missing}`)
  process.exit(SKIPPED)
}
await ensureBuilt(say)
let failed = false
let tried = 0
for (const store of stores) {
  if (store === 'postgres' && postgresProgram('initdb') === null) {
    say('SKIPPED the cluster: no PostgreSQL programs here; install them or set DUBAN_PG_BIN')
    continue
  }
  tried += 1
  const own = mkdtempSync(join(folder, `${store}-`))
  chmodSync(own, 0o711)
  const began = Date.now()
  const tell = (line: string) => say(`${store}: ${line}`)
  const { dataDir, made } = await make(store, oldRoot, own, tell)
  const tookMs = Date.now() - began
  const { figures, wrong } = await takeOver(store, oldRoot, dataDir, made, tell)
  const rows = [
    [
      'store',
      store === 'postgres' ? 'PostgreSQL, a cluster pinned by build id' : 'SQLite, the embedded server',
    ],
    ['day, machine', `${new Date().toISOString().slice(0, 10)}, ${cpus().length} × ${cpus()[0]?.model}`],
    [`made by ${OLD.name}`, `${(tookMs / 1000).toFixed(0)} s`],
    ...figures,
    ['took', `${((Date.now() - began) / 1000).toFixed(0)} s`],
    ['wrong', `${wrong.length}`],
  ]
  console.log(['| | |', '| --- | --- |', ...rows.map(([a, b]) => `| ${a} | ${b} |`), ''].join('\n'))
  for (const line of wrong) console.log(line)
  failed ||= wrong.length > 0
}
process.exit(failed ? 1 : tried === 0 ? SKIPPED : 0)
