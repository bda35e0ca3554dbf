// How the system tests are run: first what has a queue and a store of its own, and so may run side by side on one
// server; then what has processes of its own to kill, or counts on time; last the journeys in a browser.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { unitTests } from './zones.mjs'

/** What needs the machine for itself: servers of its own, processes that are killed, the long runs of chaos. */
const OWN = /\bownServer\(|\bbringUp\(|\bstartEmbedded\(|\bstartTlsServer\(|\brunChaos\(|'SIGKILL'|\bspawn\(/
const JOURNEY = /\b(?:chromiumPath|browserOver)\(/

/** Those whose words do not show it, with why. */
export const ALONE = new Map([
  ['bulletin', 'counts the events of a history: a task that is late adds some'],
  ['history', 'counts events; reports on time on a clock that runs by itself'],
  ['lost-task', 'the server gives a task up after ten seconds, and it reckons with that'],
  ['many-stuck', 'two hundred tasks fail again and again'],
  ['policy', 'counts the events of a history'],
  ['rehearsal', 'a year within ninety seconds'],
  ['resume', 'waits until the server has given tasks up'],
  ['terminal', 'types what a screen asks for, with an end to its patience'],
  ['waiting', 'looks at waits of parts of a second'],
])

/** The system test files of a checkout, in their three groups. */
export function systemGroups(root) {
  const groups = { beside: [], alone: [], journeys: [] }
  const folder = join(root, 'test', 'system')
  for (const name of readdirSync(folder)
    .filter((name) => name.endsWith('.test.ts'))
    .sort()) {
    const text = readFileSync(join(folder, name), 'utf8')
    const group = JOURNEY.test(text)
      ? groups.journeys
      : OWN.test(text) || ALONE.has(name.replace('.test.ts', ''))
        ? groups.alone
        : groups.beside
    group.push(`test/system/${name}`)
  }
  return groups
}

/**
 * Unit tests that `npm run check` leaves to `npm test`: each takes more than a second or two of the processor (other
 * processes, databases, thousands of made-up cases, every expression at full length), three quarters of all unit tests
 * together. One replaces a module for itself alone (records/on-disk), which files that share their modules cannot.
 */
export const PATIENT = new Set([
  'activities/replan-kept',
  'cli/bundle',
  'cli/from-records',
  'cli/help',
  'cli/streams',
  'deadline/properties',
  'messages/tables',
  'notices/sender',
  'papers/export',
  'papers/ledger',
  'papers/official',
  'patterns/bounded',
  'plan/amend',
  'readers/hostile',
  'readers/prose',
  'readers/xlsx',
  'reckoning/scoring.properties',
  'records/accounts',
  'records/board',
  'records/chain-upgrade',
  'records/chain',
  'records/contract',
  'records/kept',
  'records/one-moment',
  'records/opening',
  'supervision/acts.model',
  'supervision/decide.properties',
  'supervision/events.model',
  'supervision/events.properties',
  'supervision/packing',
  'supervision/replan.model',
  'supervision/spot-check',
  'temporal/begun',
  'temporal/lock',
  'temporal/web-port',
  'web/measure-list',
  'web/no-server',
  'web/sign-in',
  'worker/cannot-start',
  'worker/notifier',
  'chaos/channels/channels',
  'records/duties',
  'records/group-commit',
  'records/chain-travels',
  'web/upload-memory',
  'zone-watch',
  'plan/cells.property',
  'papers/template',
  'web/own-server',
  'publishing/site',
  'records/on-disk',
])

/** The unit test files of a checkout but for the patient ones. */
export const quickUnitTests = (root) =>
  unitTests(root).filter((file) => !PATIENT.has(file.slice('test/'.length, -'.test.ts'.length)))

/** Unit tests that try made-up cases (test/properties.ts). */
export const propertyTests = (root) =>
  unitTests(root).filter((file) => readFileSync(join(root, file), 'utf8').includes('fc.assert('))
