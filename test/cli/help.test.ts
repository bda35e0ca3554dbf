import type { Command } from 'commander'
import { expect, it } from 'vitest'
import { whole } from '../../client/cli/main.ts'
import { DEFAULT_OFFICE } from '../../domain/basics/actor.ts'

const all = (command: Command, path: readonly string[] = []): readonly (readonly [string, Command])[] =>
  command.commands.flatMap((sub) => {
    const name = [...path, sub.name()]
    return [[name.join(' '), sub] as const, ...all(sub, name)]
  })

/** Help with its example, as it is printed. */
function helpOf(command: Command): string {
  let text = ''
  command.configureOutput({
    writeOut: (part) => {
      text += part
    },
  })
  command.outputHelp()
  return text
}

it('help names no plan’s office: which one it is says the plan; the default is named where a plan is imported', async () => {
  const naming = all(await whole()).flatMap(([name, command]) =>
    helpOf(command).includes(DEFAULT_OFFICE) ? [name] : [],
  )
  // The role that an account has is called so.
  expect(naming).toEqual(['plan import', 'user add'])
})
