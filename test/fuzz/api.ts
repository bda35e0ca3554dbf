import { spawn } from 'node:child_process'
import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { secretHash } from '../../accounts/code.ts'
import { addPerson, checkHat, OPERATOR } from '../../accounts/people.ts'
import type { Role } from '../../accounts/roles.ts'
import { ensureSealKey, sealed } from '../../accounts/seal.ts'
import { beginSession } from '../../accounts/sessions.ts'
import { Office } from '../../client/office.ts'
import { importPlan } from '../../client/use/import-plan.ts'
import { startPlan } from '../../client/use/start-plan.ts'
import { steppedAt } from '../../domain/calendar/clock.ts'
import { mustDate } from '../../domain/calendar/date.ts'
import { sessionOf } from '../../records/accounts/sessions.ts'
import { listen, placeOf } from '../../security/listen.ts'
import { openApi } from '../../web/api/openapi.ts'
import { webApp } from '../../web/app.tsx'
import { openStage } from '../chaos/stage.ts'
import { smallPlan } from '../small-plan.ts'

/**
 * npm run fuzz:api -- [--python DIR/bin/schemathesis] [--examples 40] [--seed 1]: runs schemathesis (PyPI; `pip install
 * schemathesis`) against the document of the interface, on a server, worker and store of its own with a running plan, with
 * the session of a person who has every role that works. Every answer must have a documented status and fit its schema,
 * none may be a fault of ours. Exit 1 when anything is wrong.
 */
const { values } = parseArgs({
  options: {
    python: { type: 'string', default: 'schemathesis' },
    examples: { type: 'string', default: '40' },
    seed: { type: 'string', default: '1' },
  },
})
const CHECKS = [
  'not_a_server_error',
  'status_code_conformance',
  'content_type_conformance',
  'response_schema_conformance',
  'unsupported_method',
]
/** Wrong passwords and codes of the routes that ask for one are 401 too. */
const MOST_OUTSIDE = 0.15
const say = (line: string) => process.stdout.write(`${line}\n`)
const folder = mkdtempSync(join(tmpdir(), 'duban-fuzz-api-'))
const MANY = { reads: 1e9, writes: 1e9 }
const hats = (
  [
    ['office', '督查室'],
    ['unit', '市甲局'],
    ['leader', '市政府'],
    ['issuer', ''],
  ] as readonly (readonly [Role, string])[]
).map(([role, unit]) => {
  const hat = checkHat({ role, unit })
  if (!hat.ok) throw new Error(hat.error.message)
  return hat.value
})

const stage = await openStage(folder, 'sqlite', say, { smallDisk: false })
const plan = smallPlan([
  ['市甲局', '公开甲信息。', '2015年7月'],
  ['市乙局', '公开丙信息。', '待省出台丙办法后'],
])
await importPlan(stage.duban, 'p1', plan)
const clock = { kind: 'stepped', at: steppedAt(mustDate('2015-07-01')) } as const
await startPlan(stage.duban, 'p1', { clock, startOn: mustDate('2015-07-01'), acceptedReview: [] })
await importPlan(stage.duban, 'p2', plan)

const sealKey = ensureSealKey(stage.dataDir)
const { client, taskQueue } = stage.duban
const duban = await Office.open({
  ...{ client, taskQueue, dataDir: stage.dataDir, records: stage.env.DUBAN_RECORDS },
  seal: (...over) => sealed(sealKey, ...over),
})
const rates = { session: MANY, token: MANY, address: MANY }
const app = webApp({ duban, db: duban.db, sealKey, tls: false, proxies: [], rates, temporalUi: null })
const made = await addPerson(duban.db, { login: 'fuzz', name: '试', hats }, OPERATOR)
if (!made.ok) throw new Error(made.error.message)
const secret = await beginSession(duban.db, made.value.id, { ip: '127.0.0.1', agent: 'fuzz', peer: null })
const session = await sessionOf(duban.db, secretHash(secret))
if (session === undefined) throw new Error('no session')

/** Answers by status. Wrong passwords end a session, which is right: it is put back, so that what follows is signed in. */
const answers = new Map<number, number>()
const web = await listen(async (request, env) => {
  const now = new Date().toISOString()
  await duban.db
    .insertInto('sessions')
    .values({ ...session, seen_at: now, proved_at: now })
    .onConflict((c) => c.doNothing())
    .execute()
  const answer = await app.fetch(request, env as never)
  answers.set(answer.status, (answers.get(answer.status) ?? 0) + 1)
  return answer
}, placeOf('127.0.0.1:0'))

/** What is there is named, so that more than 404 is asked about; the stream has no end and is left out. */
const document = openApi() as unknown as {
  paths: Record<
    string,
    Record<string, { parameters: { name: string; in: string; schema: object }[]; security?: unknown }>
  >
  security?: unknown
  components: { securitySchemes?: unknown }
}
// Who asks is said by the session alone: tokens made up by the fuzzer would be refused before anything else is looked at.
delete document.security
delete document.components.securitySchemes
const KNOWN: Readonly<Record<string, readonly string[]>> = {
  plan: ['p1', 'p2', 'nope'],
  no: ['1.1', '2.1', '9.9'],
}
delete document.paths['/stream']
for (const methods of Object.values(document.paths))
  for (const operation of Object.values(methods)) {
    delete operation.security
    for (const one of operation.parameters)
      if (one.in === 'path' && KNOWN[one.name] !== undefined)
        one.schema = { type: 'string', enum: KNOWN[one.name] }
  }
const file = join(folder, 'openapi.json')
writeFileSync(file, JSON.stringify(document))

const url = new URL('/api/v1', web.url)
const run = spawn(
  values.python,
  [
    ...['run', file, '--url', url.href, '--checks', CHECKS.join(','), '--max-examples', values.examples],
    ...[
      '--seed',
      values.seed,
      '--workers',
      '2',
      '--continue-on-failure',
      '--no-color',
      '--phases',
      'examples,coverage,fuzzing',
    ],
    ...[
      '-H',
      `Cookie: duban=${secret}`,
      '-H',
      `Origin: ${new URL(web.url).origin}`,
      '-H',
      'Sec-Fetch-Site: same-origin',
    ],
  ],
  { stdio: 'inherit', cwd: folder },
)
const code = await new Promise<number>((resolve) => run.on('close', (status) => resolve(status ?? 1)))
const all = [...answers.values()].reduce((sum, one) => sum + one, 0)
const outside = (answers.get(401) ?? 0) / Math.max(1, all)
say(
  `answers: ${[...answers]
    .sort(([a], [b]) => a - b)
    .map(([status, n]) => `${status} × ${n}`)
    .join(', ')}`,
)
// Most of them refused at the door would prove nothing of what lies behind it.
const proves = all > 0 && outside < MOST_OUTSIDE
if (!proves) say(`${Math.round(outside * 100)} % of the answers were 401: nothing was proven`)
await web.close()
await duban.close()
await stage.close()
process.exit(proves ? code : 1)
