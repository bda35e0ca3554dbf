import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseAllDocuments } from 'yaml'
import { cacheFolder } from '../../../temporal/parts.mjs'
import { unknownKeys, VALUES } from './keys.ts'

/**
 * npm run deploy:helm [-- --chart DIR]: deploy/helm-values.yaml through helm's own `template`, against the public chart; what
 * comes of it and deploy/duban.yaml are held, strictly, to the types of Kubernetes itself. helm is built from its Go module and
 * kept. Where the chart can't be had, every key is held to the values that the chart documents, and that is said. Exit 1: something is wrong.
 */
const HELM = 'helm.sh/helm/v3/cmd/helm@v3.18.6'
const CHART = { name: 'temporal', version: '1.6.0', repository: 'https://go.temporal.io/helm-charts' }
const root = fileURLToPath(new URL('../../../', import.meta.url))
const at = process.argv.indexOf('--chart')
const given = at < 0 ? null : (process.argv[at + 1] ?? null)
const folder = mkdtempSync(join(tmpdir(), 'duban-helm-'))
process.once('exit', () => rmSync(folder, { recursive: true, force: true }))

const say = (line: string) => process.stdout.write(`${line}\n`)
const fail = (line: string): never => {
  process.stderr.write(`✗ ${line}\n`)
  process.exit(1)
}
const run = (command: string, args: readonly string[], env: NodeJS.ProcessEnv = {}, cwd = root) =>
  spawnSync(command, args, { encoding: 'utf8', cwd, env: { ...process.env, ...env }, maxBuffer: 64e6 })

function helm(): string {
  const place = join(dirname(cacheFolder()), `helm-${HELM.split('@')[1]}`)
  if (!existsSync(join(place, 'helm'))) {
    say(`building ${HELM}`)
    mkdirSync(place, { recursive: true })
    const built = run('go', ['install', HELM], { GOBIN: place, GOFLAGS: '' })
    if (built.status !== 0) fail(`helm could not be built: ${built.stderr ?? built.error}`)
  }
  return join(place, 'helm')
}

/** A folder with the chart, or null where it can't be had. */
function chart(program: string): string | null {
  if (given !== null) return given
  const { name, version, repository } = CHART
  const pulled = run(
    program,
    ['pull', name, '--repo', repository, '--version', version, '--untar', '-d', folder],
    {
      HELM_CACHE_HOME: folder,
    },
  )
  return pulled.status === 0 ? join(folder, name) : null
}

function held(files: readonly string[]): readonly string[] {
  const ran = run('go', ['run', '.', ...files], { GOFLAGS: '' }, join(root, 'test/deploy/manifests'))
  if (ran.status !== 0) fail(`not what Kubernetes knows:\n${ran.stderr}`)
  return ran.stdout.trim().split('\n')
}

const unknown = unknownKeys()
if (unknown.length > 0) fail(`keys that the chart does not know: ${unknown.join(', ')}`)
const program = helm()
const source = chart(program)
const manifests = [join(root, 'deploy/duban.yaml')]
if (source === null) {
  say(
    `! the chart ${CHART.name} ${CHART.version} can't be had here: every key of ${VALUES} is one that it documents; nothing was rendered`,
  )
} else {
  const rendered = run(program, ['template', 'temporal', source, '-f', VALUES])
  if (rendered.status !== 0) fail(`helm template: ${rendered.stderr}`)
  const file = join(folder, 'rendered.yaml')
  writeFileSync(file, rendered.stdout)
  manifests.push(file)
  const objects = parseAllDocuments(rendered.stdout).flatMap((one) => ('toJS' in one ? [one.toJS()] : []))
  const config = JSON.stringify(objects.filter((one) => one?.kind === 'ConfigMap'))
  for (const must of [
    'authorizer: default',
    'claimMapper: default',
    'permissionsClaimName: permissions',
    '/keys/jwks.json',
  ])
    if (!config.includes(must)) fail(`the server's configuration has no ${must}`)
  const told = rendered.stdout.match(/image: .*/g) ?? []
  if (told.some((line) => !/1\.32\.2|2\.54\.1/.test(line)))
    fail(`images of another version: ${told.join(', ')}`)
  say(
    `✓ helm template: ${objects.filter(Boolean).length} objects of ${CHART.name}, the authorizer among what it says to the server`,
  )
}
const kinds = held(manifests)
say(
  `✓ ${kinds.length} objects are what Kubernetes' own types say, strictly: ${[...new Set(kinds.map((one) => one.split(' ')[0]))].join(', ')}`,
)
say('not shown: that a cluster takes them')
