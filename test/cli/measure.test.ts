import { Command } from 'commander'
import { expect, it } from 'vitest'
import { dueShown, measureVerbs } from '../../client/cli/verbs/measure.ts'
import { planShowText } from '../../client/cli/verbs/plan-shown.ts'
import { planShowJson } from '../../client/views/json.ts'
import { mustDate } from '../../domain/calendar/date.ts'
import { MEASURE_PHASES, phaseName } from '../../domain/supervision/names.ts'
import { World } from '../supervision/world.ts'

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

it('a date that moves with an expected day is listed as 暂定, a firm one is not', () => {
  const world = new World(['汛期前', '2015年9月'])
  const expected = {
    expectedOn: mustDate('2015-08-17'),
    dueOn: null,
    title: null,
    document: null,
    measures: null,
  }
  world.say({ type: 'plan', condition: '汛期', ...expected })
  expect(dueShown(world.state('1.1'))).toBe('2015-08-16（暂定）')
  expect(dueShown(world.state('2.1'))).toBe('2015-09-30')
  // The list of what is waited for has the day too.
  const shown = planShowJson(world.plan, [world.state('1.1')], world.today)
  expect(shown.waiting).toMatchObject([{ condition: '汛期', expectedOn: '2015-08-17' }])
  expect(planShowText(shown)).toMatch(/汛期 +1\.1 +2015-07-01 +2015-08-17/)
})
