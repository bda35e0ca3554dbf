// How the system tests are run: side by side on one server what has a queue and a store of its own; alone what has
// processes of its own to kill, or counts on time; last the journeys in a browser.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/** What needs the machine for itself: servers of its own, processes that are killed, the long runs of chaos. */
const OWN = /\bownServer\(|\bbringUp\(|\bstartEmbedded\(|\bstartTlsServer\(|\brunChaos\(|'SIGKILL'|\bspawn\(/
const JOURNEY = /\bchromiumPath\(/

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
