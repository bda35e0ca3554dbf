import { Command } from 'commander'
import { expect, it } from 'vitest'
import { measureVerbs } from '../../client/cli/verbs/measure.ts'
import { MEASURE_PHASES } from '../../domain/supervision/names.ts'

it('measure list can be asked for every state that a measure may be in', () => {
  const program = new Command()
  measureVerbs(program)
  const list = program.commands[0]?.commands.find((command) => command.name() === 'list')
  expect(list?.options.find((option) => option.long === '--state')?.argChoices).toEqual([...MEASURE_PHASES])
})
