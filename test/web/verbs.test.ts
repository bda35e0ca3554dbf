import type { Command } from 'commander'
import { describe, expect, it } from 'vitest'
import { whole } from '../../client/cli/main.ts'
import { COMMANDS } from '../../web/api/surface.ts'
import { ROUTES } from '../../web/api/tables.ts'

// What the command line can read and do is in the interface, or stands here with the reason why it is not.

const MACHINE = 'starts, moves or mends processes and stores of the machine: its owner does that there'
const FILES = 'changes files of the machine that hold for every plan: its owner does that there'
/** By verb, or by the group that it stands in. */
const NOT_HERE: Readonly<Record<string, string>> = {
  ...Object.fromEntries(
    ['up', 'doctor', 'start', 'cluster', 'web', 'prepare'].map((verb) => [verb, MACHINE]),
  ),
  records: MACHINE,
  deployment: MACHINE,
  codec: FILES,
  channels: FILES,
  template: FILES,
  'evidence export': 'writes a folder; the interface gives each file by its SHA-256',
  rehearse: 'plays a script that lies on the machine',
}
const reasonOf = (verb: string): string | undefined => NOT_HERE[verb] ?? NOT_HERE[verb.split(' ')[0] ?? '']

const leaves = (command: Command, path: string): readonly string[] =>
  command.commands.length === 0
    ? [path]
    : command.commands.flatMap((one) => leaves(one, `${path} ${one.name()}`.trim()))

describe('every verb of the command line', async () => {
  const verbs = leaves(await whole(), '')
  const served = new Set(ROUTES.map(({ method, path }) => `${method.toUpperCase()} ${path}`))

  it.each(verbs)('%s has its route, or the reason why it has none', (verb) => {
    const here = COMMANDS[verb]
    expect(here ?? reasonOf(verb), verb).toBeDefined()
    if (here === undefined || here.startsWith('办理 type: ')) return
    const [, methods = '', path = ''] = /^(\S+) (\/.*)$/.exec(here) ?? []
    for (const method of methods.split('、')) expect([...served]).toContain(`${method} ${path}`)
  })

  it('is one that there is, in either table', () => {
    for (const verb of Object.keys(NOT_HERE))
      expect(
        verbs.some((one) => one === verb || one.startsWith(`${verb} `)),
        verb,
      ).toBe(true)
    expect(verbs.length).toBeGreaterThan(100)
  })
})
