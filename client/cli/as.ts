import { type Command, InvalidArgumentError, Option } from 'commander'
import type { Actor } from '../../domain/basics/actor.ts'
import { cleanUnit, isOneOf } from '../../domain/basics/unit-name.ts'
import type { PlanState } from '../../domain/events/model/state.ts'
import { officeOf, planOffices } from '../../domain/events/offices.ts'
import { unitsOf } from '../../domain/supervision/units.ts'
import { measureStates } from '../../records/read.ts'
import type { Office } from '../office.ts'

type Named = { readonly as?: string; readonly role?: Actor['role'] }

/** A unit's name as it is kept: normalised, never empty. Wrong usage otherwise. */
export function unitName(text: string): string {
  const name = cleanUnit(text)
  if (name === '') throw new InvalidArgumentError('单位名称不能为空')
  return name
}

/** A repeatable option of such names. */
export const unitNames = (text: string, before: readonly string[] = []): readonly string[] => [
  ...before,
  unitName(text),
]

/** Who did something beside the plans: a person or an office in free words, never empty. */
export function personName(text: string): string {
  const name = text.normalize('NFKC').trim()
  if (name === '') throw new InvalidArgumentError('不能为空')
  return name
}

const roleOption = () =>
  new Option('--role <role>', '以什么身份：office 督查机构，unit 单位，leader 领导').choices([
    'office',
    'unit',
    'leader',
  ])

/** `--as` of what an office of the plan does; its first one where nobody is named. */
export const byOffice = (command: Command, what: string): Command =>
  command.option('--as <office>', `${what}；不写为方案的督查机构`, unitName).addOption(roleOption())

/** `--as` of what a unit does. */
export const byUnit = (command: Command, what: string): Command =>
  command.requiredOption('--as <unit>', what, unitName).addOption(roleOption())

/** Who acts for a plan: the one named, in the role named, else its office. */
export const officeActor = (plan: Pick<PlanState, 'offices'>, o: Named): Actor =>
  o.as === undefined
    ? { ...officeOf(plan), role: o.role ?? 'office' }
    : { role: o.role ?? 'office', unit: o.as }

/**
 * Who says something that an office and a unit may say (事件, 答复): the office where nobody is named; a name that is no
 * office of the plan but a unit in it speaks as the unit.
 */
export async function eitherActor(duban: Office, planId: string, o: Named): Promise<Actor> {
  const plan = await duban.plan(planId)
  const { as: name, role } = o
  if (name === undefined || role !== undefined || isOneOf(name, planOffices(plan)))
    return officeActor(plan, o)
  const units = (await measureStates(duban.db, planId)).flatMap(unitsOf)
  return { role: isOneOf(name, units) ? 'unit' : 'office', unit: name }
}
