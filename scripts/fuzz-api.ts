import { spawn } from 'node:child_process'
import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { addPerson, checkHat, OPERATOR } from '../accounts/people.ts'
import type { Role } from '../accounts/roles.ts'
import { ensureSealKey, sealed } from '../accounts/seal.ts'
import { beginSession } from '../accounts/sessions.ts'
import { openStage } from '../chaos/stage.ts'
import { Duban } from '../client/duban.ts'
import { mustDate } from '../domain/calendar/date.ts'
import { steppedAt } from '../domain/clock.ts'
import { listen, placeOf } from '../security/listen.ts'
import { smallPlan } from '../test/small-plan.ts'
import { openApi } from '../web/api/openapi.ts'
import { webApp } from '../web/app.tsx'

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
await stage.duban.importPlan('p1', plan)
const clock = { kind: 'stepped', at: steppedAt(mustDate('2015-07-01')) } as const
await stage.duban.startPlan('p1', { clock, startOn: mustDate('2015-07-01'), acceptedReview: [] })
await stage.duban.importPlan('p2', plan)

const sealKey = ensureSealKey(stage.dataDir)
const { client, taskQueue } = stage.duban
const duban = await Duban.open({
  ...{ client, taskQueue, dataDir: stage.dataDir, records: stage.env.DUBAN_RECORDS },
  seal: (actor, over) => sealed(sealKey, actor, over),
})
const rates = { session: MANY, token: MANY, address: MANY }
const app = webApp({ duban, db: duban.db, sealKey, tls: false, proxies: [], rates, temporalUi: null })
const web = await listen(app.fetch, placeOf('127.0.0.1:0'))
const made = await addPerson(duban.db, { login: 'fuzz', name: '试', hats }, OPERATOR)
if (!made.ok) throw new Error(made.error.message)
const secret = await beginSession(duban.db, made.value.id, { ip: '127.0.0.1', agent: 'fuzz', peer: null })

/** What is there is named, so that more than 404 is asked about; the stream has no end and is left out. */
const document = openApi() as unknown as {
  paths: Record<string, Record<string, { parameters: { name: string; in: string; schema: object }[] }>>
}
const KNOWN: Readonly<Record<string, readonly string[]>> = {
  plan: ['p1', 'p2', 'nope'],
  no: ['1.1', '2.1', '9.9'],
}
delete document.paths['/stream']
for (const methods of Object.values(document.paths))
  for (const { parameters } of Object.values(methods))
    for (const one of parameters)
      if (one.in === 'path' && KNOWN[one.name] !== undefined)
        one.schema = { type: 'string', enum: KNOWN[one.name] }
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
await web.close()
await duban.close()
await stage.close()
process.exit(code)
