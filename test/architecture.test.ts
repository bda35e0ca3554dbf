import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, normalize, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'
import { PLAN_NAMES } from '../domain/events/acts/registry.ts'
import { MEASURE_NAMES } from '../domain/messages/measure-names.ts'
import { ACT_NAMES } from '../domain/supervision/acts/registry.ts'

const root = fileURLToPath(new URL('..', import.meta.url))
/** Proof is not product: benches, the chaos run and tools may look into the store themselves. */
const PROOF = /^(?:test|scripts)\//
const NO_SOURCES = /^(?:node_modules|data|docs)$|^\./

function sources(folder = root): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    if (folder === root && NO_SOURCES.test(entry.name)) return []
    const path = join(folder, entry.name)
    if (entry.isDirectory()) return sources(path)
    return /(?<!\.test)\.tsx?$/.test(entry.name) ? [relative(root, path)] : []
  })
}
const everything = new Map(sources().map((file) => [file, readFileSync(join(root, file), 'utf8')]))
const files = new Map([...everything].filter(([file]) => !PROOF.test(file)))

it('SQL is written in records/ alone', () => {
  expect(files.size).toBeGreaterThan(300)
  const elsewhere = [...files]
    .filter(([file]) => !file.startsWith('records/'))
    .filter(([, text]) => /\.(?:selectFrom|insertInto|updateTable|deleteFrom)\(|\bsql`/.test(text))
  expect(elsewhere.map(([file]) => file)).toEqual([])
})

/** The files that one imports, `import type` counted: a circle of types is a circle of ideas. */
function importsOf(file: string): readonly string[] {
  const specifiers = (everything.get(file) ?? '').matchAll(/(?:from|import)\s*\(?\s*['"](\.[^'"]+)['"]/g)
  return [...specifiers]
    .map(([, path = '']) => normalize(join(dirname(file), path)))
    .filter((path) => everything.has(path))
}

it('transactions begin in one file, where those that write take the lock of SQLite first', () => {
  const begins = [...files]
    .filter(([, text]) => /\.transaction\(\)|sql`BEGIN/.test(text))
    .map(([file]) => file)
  expect(begins).toEqual(['records/exclusive.ts'])
  const text = files.get('records/exclusive.ts') ?? ''
  expect(text.match(/sql`BEGIN[^`]*`/g)).toEqual(['sql`BEGIN IMMEDIATE`'])
})

it('no CommonJS package is imported by its name when it is needed: from a bundle it has no named exports', () => {
  const found = [...files].flatMap(([file, text]) =>
    [...text.matchAll(/await import\('([^.'][^']*)'\)(\)\.default\b)?/g)].map(([, name = '', whole]) => ({
      file,
      name,
      whole: whole !== undefined,
    })),
  )
  expect(found.length).toBeGreaterThan(2)
  const isModule = (name: string) => {
    const about = JSON.parse(readFileSync(join(root, 'node_modules', name, 'package.json'), 'utf8'))
    return about.type === 'module'
  }
  const broken = found.filter(({ name, whole }) => !whole && !name.startsWith('node:') && !isModule(name))
  expect(broken).toEqual([])
})

it('no file imports itself by way of others', () => {
  const state = new Map<string, 'open' | 'done'>()
  const circles: string[] = []
  const visit = (file: string, path: readonly string[]): void => {
    if (state.get(file) === 'done') return
    if (state.get(file) === 'open') {
      circles.push([...path.slice(path.indexOf(file)), file].join(' → '))
      return
    }
    state.set(file, 'open')
    const imported = importsOf(file)
    for (const next of imported) visit(next, [...path, file])
    state.set(file, 'done')
  }
  for (const file of everything.keys()) visit(file, [])
  expect([...everything.keys()].flatMap(importsOf).length).toBeGreaterThan(1_000)
  expect(circles).toEqual([])
})

it('who sends or registers a message takes its name from the tables of names', () => {
  const names = [ACT_NAMES, PLAN_NAMES, MEASURE_NAMES].flatMap((table) => Object.values(table))
  expect(names.length).toBeGreaterThan(45)
  const sent =
    /(?:executeUpdate\w*|signal|query|askPlan|changeEvent|define\w+|ofEvent|readUpdate|signalName|updateName)\b[^;]{0,120}?'([\u4e00-\u9fff]+)'/g
  const senders = [...files].filter(([file]) => !file.startsWith('domain/'))
  const literal = senders.flatMap(([file, text]) =>
    [...text.matchAll(sent)].flatMap(([, name = '']) => (names.includes(name) ? [`${file} ${name}`] : [])),
  )
  expect(literal).toEqual([])
})

it('what people are shown of an act bears the name that the act has', () => {
  const names = [...Object.values(PLAN_NAMES), ACT_NAMES.return, ACT_NAMES.accept, ACT_NAMES.remind]
  const shown = [...files].filter(([file]) => /^(?:client|activities|worker|web|notices)\//.test(file))
  expect(shown.length).toBeGreaterThan(250)
  const literal = shown.flatMap(([file, text]) =>
    names.flatMap((name) => (text.includes(`'${name}'`) ? [`${file} ${name}`] : [])),
  )
  expect(literal).toEqual([])
})

/** Where people come in: the command line, the interface, the pages. */
const DOORS = /^(?:client\/cli|web\/api|web\/pages)\//
/** What is run or served is imported by nobody: worker, web and command line. */
const ENDS = ['worker/', 'web/', 'client/cli/']
/** Histories are played back by the worker's own code, which only a rebuild of the ledger asks for. */
const REPLAY = ['client/use/reconcile.ts worker/history/facts.ts']

it('doors call use cases and read views: what runs in workflows and activities they do not import', () => {
  const doors = [...files.keys()].filter((file) => DOORS.test(file))
  expect(doors.length).toBeGreaterThan(80)
  const past = doors.flatMap((file) =>
    importsOf(file)
      .filter((path) => /^(?:workflows|activities|worker)\//.test(path))
      .map((path) => `${file} ${path}`),
  )
  expect(past).toEqual([])
})

/** What a door may read itself (docs/decisions/0019): rows as the record store has them, and where things lie. */
const READ = /^records\/(?:read|slips|places|lines|changes|answers|blobs|db)\.ts$/
/** Doors that reach further into the record store: each wants a use case. Shorter, never longer. */
const PAST_USE_CASES = [
  'client/cli/session.ts open.ts',
  'client/cli/verbs/channels.ts sends.ts',
  'client/cli/verbs/deployment.ts open.ts',
  'client/cli/verbs/ledger-chain.ts chain/erase.ts',
  'client/cli/verbs/plan-review.ts answers.ts keepAnswers',
  'client/cli/verbs/resume.ts check-blobs.ts',
  'web/api/files.ts blob-stream.ts',
  'web/api/files.ts uploads.ts',
  'web/api/routes/account.ts accounts/delegations.ts',
  'web/api/routes/account.ts accounts/sessions.ts',
  'web/api/routes/account.ts accounts/tokens.ts',
  'web/api/routes/account.ts accounts/users.ts',
  'web/api/routes/review.ts answers.ts keepAnswers',
  'web/pages/oidc.tsx accounts/users.ts',
  'web/pages/plans/doubts.tsx answers.ts keepAnswers',
  'web/pages/second-factor.tsx accounts/users.ts',
  'web/pages/sign-in.tsx accounts/sessions.ts',
  'web/pages/sign-in.tsx accounts/users.ts',
  'web/pages/system.tsx accounts/audit.ts',
  'web/pages/system.tsx accounts/users.ts',
]

it('what a door does to the record store it does by a use case', () => {
  const doors = [...files.keys()].filter((file) => DOORS.test(file))
  const past = doors.flatMap((file) => [
    ...importsOf(file)
      .filter((path) => path.startsWith('records/') && !READ.test(path))
      .map((path) => `${file} ${path.replace('records/', '')}`),
    ...(files.get(file)?.includes('keepAnswers(') ? [`${file} answers.ts keepAnswers`] : []),
  ])
  expect(past.sort()).toEqual(PAST_USE_CASES)
})

it('nobody imports worker/, web/ or client/cli/ from outside', () => {
  const roomOf = (file: string) => ENDS.find((end) => file.startsWith(end)) ?? null
  const into = [...files.keys()].flatMap((file) =>
    importsOf(file)
      .filter((path) => roomOf(path) !== null && roomOf(path) !== roomOf(file))
      .map((path) => `${file} ${path}`),
  )
  expect(into).toEqual(REPLAY)
})

/** Domain's floors from the ground up: a file uses its own floor and those before it. */
const FLOORS = [
  'basics',
  'calendar',
  'fields',
  'deadline',
  'policy',
  'plan',
  'reading',
  'events',
  'supervision',
  'messages',
  'reckoning',
  'publishing',
  'rehearsal',
]
it('the floors of domain/: each uses only what stands before it', () => {
  const floorOf = (file: string) => FLOORS.indexOf(file.split('/')[1] ?? '')
  const domain = [...files.keys()].filter((file) => file.startsWith('domain/'))
  expect(domain.filter((file) => floorOf(file) < 0)).toEqual([])
  const up = domain.flatMap((file) =>
    importsOf(file)
      .filter((path) => floorOf(path) > floorOf(file))
      .map((path) => `${file} ${path}`.replaceAll('domain/', '')),
  )
  expect(up).toEqual([])
})

it('what the command line writes into a file is a new file: nothing that somebody filled in is written over', () => {
  const over = [...files.entries()].filter(
    ([file, text]) =>
      file.startsWith('client/cli/') && /\b(?:writeFileSync|writeFile|createWriteStream)\b/.test(text),
  )
  expect(over.map(([file]) => file)).toEqual([])
})
