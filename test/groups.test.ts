import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'
import { ALONE, PATIENT, quickUnitTests, systemGroups } from '../bin/groups.mjs'
import { unitTests } from '../bin/zones.mjs'

const here = fileURLToPath(new URL('..', import.meta.url))

it('every system test file is run once, in one of the groups', () => {
  const { beside, alone, journeys } = systemGroups(here)
  const files = readdirSync(join(here, 'test/system')).filter((name) => name.endsWith('.test.ts'))
  expect([...beside, ...alone, ...journeys].sort()).toEqual(files.map((name) => `test/system/${name}`).sort())
  for (const name of ALONE.keys())
    expect(files, 'a name of a file that is no more').toContain(`${name}.test.ts`)
})

it('what has a server or a process of its own is run alone; what opens a browser with the journeys', () => {
  const root = mkdtempSync(join(tmpdir(), 'duban-groups-'))
  mkdirSync(join(root, 'test', 'system'), { recursive: true })
  const write = (name: string, text: string) =>
    writeFileSync(join(root, 'test/system', `${name}.test.ts`), text)
  write('plain', "const office = officeOfTests()\nit('a', () => {})\n")
  write('own', "const server = ownServer('own')\n")
  write('kills', "process.kill(pid, 'SIGKILL')\n")
  write('starts', "const up = spawn('sh', ['-c', 'duban up'])\n")
  write('browser', 'const chromium = chromiumPath()\n')
  write('pages', 'const browser = browserOver(() => web)\n')
  const at = (...names: string[]) => names.map((name) => `test/system/${name}.test.ts`)
  expect(systemGroups(root)).toEqual({
    beside: at('plain'),
    alone: at('kills', 'own', 'starts'),
    journeys: at('browser', 'pages'),
  })
  rmSync(root, { recursive: true, force: true })
})

it('a quick check leaves out the patient tests and no others', () => {
  const quick = quickUnitTests(here)
  const all = unitTests(here)
  expect(all.length - quick.length).toBe(PATIENT.size)
  for (const name of PATIENT) {
    expect(all, 'a name of a file that is no more').toContain(`test/${name}.test.ts`)
    expect(quick).not.toContain(`test/${name}.test.ts`)
  }
})
