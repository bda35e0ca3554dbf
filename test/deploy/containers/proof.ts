import { execFileSync, spawnSync } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { request } from 'node:https'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseDocument } from 'yaml'
import { smallPlanText } from '../../small-plan.ts'

/**
 * npm run deploy:proof [-- --old duban:a --new duban:b]: deploy/compose.yaml run for real by podman and podman-compose, on
 * images that are there (images.sh makes stand-ins where no registry is reached; the two of Duban by deploy/Dockerfile). A
 * plan is imported over TLS through the proxy, the worker and the web process are replaced by a newer build while acts go on,
 * nobody without a key is let in at the Temporal server, a backup is taken and restored. Ends with 1 at the first that fails.
 */
const root = fileURLToPath(new URL('../../../', import.meta.url))
const option = (name: string, usual: string) => {
  const at = process.argv.indexOf(`--${name}`)
  return at < 0 ? usual : (process.argv[at + 1] ?? usual)
}
const [old, next] = [option('old', 'a'), option('new', 'b')]
const compose = option('compose', 'podman-compose').split(' ')
const folder = mkdtempSync(join(tmpdir(), 'duban-deploy-'))
const steps: string[] = []
const done = (line: string) => {
  steps.push(line)
  process.stdout.write(`✓ ${line}\n`)
}
const must = (holds: unknown, what: string) => {
  if (!holds) throw new Error(what)
}
const podman = (...args: readonly string[]): string =>
  execFileSync('podman', args, { encoding: 'utf8', maxBuffer: 64e6, stdio: ['ignore', 'pipe', 'ignore'] })
const pc = (...args: readonly string[]) => {
  const [command = '', ...before] = compose
  const ran = spawnSync(command, [...before, '-p', 'duban', '-f', 'compose.yaml', ...args], {
    cwd: join(folder, 'deploy'),
    encoding: 'utf8',
    maxBuffer: 64e6,
  })
  if (ran.status !== 0)
    throw new Error(`${args.join(' ')}: ${ran.stdout.slice(-2000)}${ran.stderr.slice(-2000)}`)
  return ran.stdout
}
const until = async (what: string, holds: () => Promise<boolean> | boolean, seconds = 240) => {
  for (const end = Date.now() + seconds * 1000; Date.now() < end; ) {
    if (await holds()) return
    await new Promise((resolve) => setTimeout(resolve, 500))
  }
  throw new Error(`${what}: not within ${seconds} s`)
}
const ended = (name: string) =>
  until(name, () => {
    const state = podman('inspect', '-f', '{{.State.Status}} {{.State.ExitCode}}', `duban_${name}_1`).trim()
    if (/^exited [1-9]/.test(state))
      throw new Error(`${name}: ${podman('logs', `duban_${name}_1`).slice(-1500)}`)
    return state === 'exited 0'
  })
const operator = (...args: readonly string[]): string =>
  pc('run', '--rm', '--no-deps', 'operator', 'node', 'bin/duban.mjs', ...args)

/** The compose file as it is, but for what podman 4.3 cannot wait for: services are started in their order here. */
function prepareFolder(): void {
  cpSync(join(root, 'deploy'), join(folder, 'deploy'), { recursive: true })
  const file = join(folder, 'deploy', 'compose.yaml')
  const services = parseDocument(readFileSync(file, 'utf8'), { merge: true }).toJS({ maxAliasCount: -1 })
  for (const service of Object.values(services.services) as Record<string, object>[]) {
    delete service.depends_on
    delete service.build
    delete service.profiles
  }
  writeFileSync(file, JSON.stringify(services))
  release(old)
}
function release(build: string): void {
  const env = {
    POSTGRES_PASSWORD: randomPassword,
    NUM_HISTORY_SHARDS: '4',
    DUBAN_BUILD_ID: build,
    DUBAN_VERSIONING: 'auto',
    DUBAN_HOSTS: 'localhost',
    LISTEN: '127.0.0.1',
    OPERATORS: 'wang',
    OPERATOR: 'wang',
    WEB_PORT: '18443',
    UI_PORT: '18444',
  }
  writeFileSync(
    join(folder, 'deploy', '.env'),
    Object.entries(env)
      .map(([k, v]) => `${k}=${v}\n`)
      .join(''),
  )
}
const randomPassword = randomUUID()

let ca: string
let token = ''
interface Answer {
  readonly status: number
  // biome-ignore lint/suspicious/noExplicitAny: answers are looked at field by field
  readonly json: any
}
const ask = (method: string, path: string, body?: object | string, key?: string, port = 18443) =>
  new Promise<Answer>((resolve, reject) => {
    const text = body === undefined ? '' : typeof body === 'string' ? body : JSON.stringify(body)
    const headers: Record<string, string> = {
      authorization: `Bearer ${token}`,
      ...(typeof body === 'object' ? { 'content-type': 'application/json' } : {}),
      ...(key === undefined ? {} : { 'idempotency-key': key }),
    }
    const sent = request(
      { host: '127.0.0.1', port, servername: 'localhost', ca, method, path, headers },
      (answer) => {
        let said = ''
        // A letter of three bytes may come in two pieces.
        answer.setEncoding('utf8')
        answer.on('data', (chunk: string) => {
          said += chunk
        })
        answer.on('end', () => {
          let json: unknown = null
          try {
            json = JSON.parse(said)
          } catch {
            // a page
          }
          resolve({ status: answer.statusCode ?? 0, json })
        })
      },
    )
    sent.on('error', reject)
    sent.setTimeout(120_000, () => sent.destroy(new Error(`${method} ${path}: no answer in 120 s`)))
    sent.end(text)
  })

async function up(): Promise<void> {
  prepareFolder()
  pc('up', '-d', '--no-build', 'postgres', 'keys')
  await ended('keys')
  await until(
    'postgres',
    () =>
      spawnSync('podman', ['exec', 'duban_postgres_1', 'pg_isready', '-U', 'duban', '-d', 'duban']).status ===
      0,
  )
  pc('up', '-d', '--no-build', 'temporal-schema')
  await ended('temporal-schema')
  pc('up', '-d', '--no-build', 'temporal', 'temporal-ui', 'proxy')
  await until(
    'temporal',
    () => spawnSync('podman', ['exec', 'duban_temporal_1', 'nc', '-z', 'localhost', '7233']).status === 0,
  )
  pc('up', '-d', '--no-build', 'duban-prepare')
  await ended('duban-prepare')
  pc('up', '-d', '--no-build', 'duban', 'web')
  ca = podman('exec', 'duban_proxy_1', 'cat', '/keys/ca.pem')
  await until('web over TLS', async () => (await ask('GET', '/healthz').catch(() => null))?.status === 200)
  await current(old)
  done(
    `up on images of build ${old}: PostgreSQL, schema, server with its authorizer, UI, worker, web process, proxy with TLS`,
  )
}

/** The release takes new work, and is said to do so. */
async function current(build: string): Promise<void> {
  const line = () =>
    operator('deployment', 'show')
      .split('\n')
      .find((one) => one.trim().split(/\s+/)[0] === build) ?? ''
  await until(`a worker of ${build} polls`, () => line() !== '')
  operator('deployment', 'promote', build)
  await until(`${build} is current`, () => line().includes('当前'))
}

/** Whoever has no key is let in nowhere: at the server, at the UI, at the pages. */
async function noWayAround(): Promise<void> {
  const bare = spawnSync('podman', [
    ...['run', '--rm', '--network', 'duban_inner', '-v', 'duban_keys-ui:/keys:ro', '-u', '1000:1000'],
    ...['-e', 'TEMPORAL_ADDRESS=temporal:7233', '-e', 'TEMPORAL_TLS_SERVER_CA_CERT_PATH=/keys/ca.pem'],
    ...['-e', 'TEMPORAL_TLS_SERVER_NAME=temporal', '-e', 'DUBAN_DATA=/tmp/x', `duban:${old}`],
    ...['node', '--import', 'tsx', '-e'],
    `import('@temporalio/client').then(async ({ Client, Connection }) => {
      const { readFileSync } = await import('node:fs')
      const tls = { serverRootCACertificate: readFileSync('/keys/ca.pem'), serverNameOverride: 'temporal' }
      const connection = await Connection.connect({ address: 'temporal:7233', tls })
      const { workflow } = new Client({ connection })
      for (const what of [() => workflow.count(), () => workflow.signalWithStart('plan', { workflowId: 'x', taskQueue: 'duban', signal: 's' })])
        await what().then(() => console.log('LET IN'), (e) => console.log(String(e.cause?.message ?? e.message)))
    })`,
  ])
  const said = `${bare.stdout}${bare.stderr}`
  must(
    !said.includes('LET IN') && (said.match(/unauthorized/gi) ?? []).length >= 2,
    `7233 without a key: ${said.slice(-600)}`,
  )
  const parts = [7234, 7235, 7236, 7239].filter(
    (port) =>
      spawnSync('podman', ['exec', 'duban_postgres_1', 'nc', '-z', '-w', '2', 'temporal', `${port}`])
        .status === 0,
  )
  must(parts.length === 0, `ports of the server's parts are reached: ${parts.join()}`)
  must((await ask('GET', '/', undefined, undefined, 18444)).status === 401, 'the UI asks nobody')
  must((await ask('GET', '/api/v1/plans')).status === 401, 'the interface asks nobody')
  done(
    'without a key: server refuses reading and signalling, its own parts are not reached, UI and interface answer 401',
  )
}

async function plan(): Promise<void> {
  operator('user', 'add', 'oa', '--name', '王五', '--role', '督查室:督查室', '--role', '联络员:市乙局')
  const made = operator(
    'user',
    'token',
    'oa',
    '--name',
    'OA',
    ...['read', 'act', 'upload'].flatMap((one) => ['--scope', one]),
    '--output',
    'json',
  )
  token = /dbn_[\w-]+/.exec(made)?.[0] ?? ''
  must(token, `no token: ${made}`)
  const text = smallPlanText(
    [
      ['市乙局', '公开甲信息。', '2026年7月'],
      ['市乙局', '通报乙情况。', '每月'],
      ['市丙局', '公开丙信息。', '待省出台丙办法后'],
    ],
    2026,
  )
  const { sha256 } = (await ask('PUT', '/api/v1/blobs', text)).json
  const imported = await ask(
    'POST',
    '/api/v1/plans',
    { id: 'p', sha256, name: 'p.txt', issuedOn: '2026-07-01' },
    randomUUID(),
  )
  must(imported.status === 200, `import: ${JSON.stringify(imported.json)}`)
  const started = await ask(
    'POST',
    '/api/v1/plans/p/start',
    { clock: 'stepped', startOn: '2026-07-01', acceptReview: true },
    randomUUID(),
  )
  must(started.status === 200 && started.json.started === 3, `start: ${JSON.stringify(started.json)}`)
  const event = await ask(
    'POST',
    '/api/v1/plans/p/events',
    { condition: '省出台丙办法', effectiveOn: '2026-07-01' },
    randomUUID(),
  )
  must(event.json.woke?.join() === '3.1', `event: ${JSON.stringify(event.json)}`)
  done('a plan is imported, started and told of an event over TLS, with a token')
}

/** Acts one after another, each sent again under its key until it is answered. */
function acting() {
  let going = true
  const counts = { done: 0, again: 0 }
  const answers: string[] = []
  const loop = (async () => {
    for (let i = 0; going; i += 1) {
      const key = randomUUID()
      for (;;) {
        const act = {
          type: 'progress',
          obligation: '1.1/2026-07',
          percent: Math.min(99, i),
          text: `第 ${i} 次进展`,
        }
        const answer = await ask('POST', '/api/v1/plans/p/measures/1.1/acts', act, key).catch(() => null)
        answers.push(`${i}:${answer?.status ?? '-'}${answer?.json?.already ? 'a' : ''}`)
        if (answer?.status === 200) break
        if (answer !== null && answer.status < 500) throw new Error(`act: ${JSON.stringify(answer.json)}`)
        counts.again += 1
        await new Promise((resolve) => setTimeout(resolve, 300))
      }
      counts.done += 1
    }
  })()
  return {
    counts,
    answers,
    async stop() {
      going = false
      await loop
    },
  }
}

async function replaced(): Promise<void> {
  const acts = acting()
  await until('acts', () => acts.counts.done > 3)
  release(next)
  podman('rm', '-f', 'duban_duban-prepare_1')
  pc('up', '-d', '--no-build', 'duban-prepare')
  await ended('duban-prepare')
  for (const name of ['web', 'duban']) {
    const before = acts.counts.done
    podman('stop', '-t', '45', `duban_${name}_1`)
    podman('rm', '-f', `duban_${name}_1`)
    pc('up', '-d', '--no-build', name)
    if (name === 'duban') {
      await current(next)
    }
    await until(`acts after ${name}`, () => acts.counts.done > before + 3)
    must(
      podman('inspect', '-f', '{{.ImageName}}', `duban_${name}_1`).includes(`duban:${next}`),
      `${name} is not of ${next}`,
    )
  }
  await acts.stop()
  const { json } = await ask('GET', '/api/v1/plans/p/measures/1.1/history')
  const kept = json.items.filter((one: object) => JSON.stringify(one).includes('次进展')).length
  const told = JSON.stringify(json.items)
  const lost = Array.from({ length: acts.counts.done }, (_, i) => i).filter(
    (i) => !told.includes(`第 ${i} 次进展`),
  )
  must(
    kept === acts.counts.done && lost.length === 0,
    `${acts.counts.done} acts were answered, ${kept} are in the ledger; not there: ${lost.join()}; ${acts.answers.slice(-60).join(' ')}; ${told}`,
  )
  const who = json.items.at(-1).who
  must(who === '王五（市乙局）', `who: ${who}`)
  done(
    `web process and worker replaced by build ${next} while acts went on: ${acts.counts.done} acts, ${acts.counts.again} sent again, each in the ledger once`,
  )
}

async function backup(): Promise<void> {
  const verified = operator('records', 'verify')
  operator('records', 'backup', '/backup/one')
  const before = (await ask('GET', '/api/v1/plans/p/measures/1.1/history')).json.items.length
  const later = await ask(
    'POST',
    '/api/v1/plans/p/measures/1.1/acts',
    { type: 'progress', obligation: '1.1/2026-07', percent: 99, text: '备份以后' },
    randomUUID(),
  )
  must(later.status === 200, `act after the backup: ${JSON.stringify(later.json)}`)
  for (const name of ['web', 'duban']) podman('stop', '-t', '45', `duban_${name}_1`)
  operator('records', 'restore', '/backup/one', '--yes')
  for (const name of ['duban', 'web']) podman('start', `duban_${name}_1`)
  await until('web', async () => (await ask('GET', '/healthz').catch(() => null))?.status === 200)
  const after = (await ask('GET', '/api/v1/plans/p/measures/1.1/history')).json.items.length
  must(after === before, `history after the restore: ${after}, before: ${before}`)
  const mended = operator('records', 'reconcile')
  const whole = (await ask('GET', '/api/v1/plans/p/measures/1.1/history')).json.items.length
  must(whole === before + 1, `after reconcile: ${whole}; ${mended}; ${verified}`)
  operator('records', 'check')
  done(
    `backup taken and restored; what came after it (${whole - before} row) is refilled from the workflows, records check is clean`,
  )
}

let wrong: unknown = null
try {
  await up()
  await noWayAround()
  await plan()
  await replaced()
  await backup()
} catch (error) {
  wrong = error
  process.stderr.write(`✗ ${(error as Error).message}\n`)
  for (const name of ['web', 'duban', 'temporal', 'proxy'])
    process.stderr.write(
      `--- ${name}\n${spawnSync('podman', ['logs', '--tail', '15', `duban_${name}_1`], { encoding: 'utf8' }).stderr.slice(-1500)}\n`,
    )
} finally {
  const [command = '', ...before] = compose
  spawnSync(command, [...before, '-p', 'duban', '-f', 'compose.yaml', 'down', '-v'], {
    cwd: join(folder, 'deploy'),
  })
  rmSync(folder, { recursive: true, force: true })
}
process.stdout.write(`${steps.length} of 5\n`)
process.exit(wrong === null ? 0 : 1)
