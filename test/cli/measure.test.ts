import { Command } from 'commander'
import { expect, it } from 'vitest'
import { measureVerbs } from '../../client/cli/verbs/measure.ts'
import { MEASURE_PHASES, phaseName } from '../../domain/supervision/names.ts'

it('measure list can be asked for every state that a measure may be in, by its name and by its Chinese one', () => {
  const program = new Command()
  measureVerbs(program)
  const list = program.commands[0]?.commands.find((command) => command.name() === 'list')
  const read = list?.options.find((option) => option.long === '--state')?.parseArg as (
    text: string,
  ) => unknown
  expect(MEASURE_PHASES.map((phase) => read(phase))).toEqual([...MEASURE_PHASES])
  expect(MEASURE_PHASES.map((phase) => read(phaseName(phase)))).toEqual([...MEASURE_PHASES])
  expect(() => read('办完了吗')).toThrow()
})
