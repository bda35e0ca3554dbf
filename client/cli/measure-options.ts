import { type Command, InvalidArgumentError } from 'commander'
import type { Refusal, Result } from '../../domain/basics/result.ts'
import { CARRIED_FILTERS } from '../../domain/plan/columns.ts'
import { lightAsked, stateAsked } from '../views/measure-filter.ts'
import { date } from './args.ts'

/** What a look-up found; wrong usage otherwise. */
const asOption =
  <T>(look: (text: string) => Result<T, Refusal>) =>
  (text: string): T => {
    const found = look(text)
    if (found.ok) return found.value
    throw new InvalidArgumentError(found.error.message)
  }

export const lightOption = asOption(lightAsked)

/** The options of a list of measures, but for the unit, which is looked up. */
export function filtering(command: Command): Command {
  command
    .option('--light <light>', '只看某种灯：红、黄、绿、灰（或 red、yellow、green、grey）', lightOption)
    .option(
      '--state <state>',
      '只看某种状态，如 办理中、等待条件、待审核、待签收、待定、退回重办、逾期',
      asOption(stateAsked),
    )
    .option('--due-before <date>', '只看这天以前（含当天）有事要交的', date)
    .option('--text <words>', '只看内容、任务、时限、单位或其他栏里有这些字的')
  for (const { key, name } of CARRIED_FILTERS)
    command.option(`--${key} <name>`, `只看${name}是某人的，写姓名或姓名的开头`)
  return command
}
