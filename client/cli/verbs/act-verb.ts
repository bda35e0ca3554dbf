import { type Command, Option } from 'commander'
import type { Actor } from '../../../domain/basics/actor.ts'
import { officeOf } from '../../../domain/events/offices.ts'
import type { Field, Fields } from '../../../domain/fields/field.ts'
import { idShown, labelled } from '../../../domain/plan/numbers.ts'
import { isByUnit } from '../../../domain/rehearsal/steps.ts'
import { type AnyAct, fieldsOf, type Verb } from '../../../domain/supervision/act.ts'
import type { ActType } from '../../../domain/supervision/acts.ts'
import type { Office } from '../../office.ts'
import { actOn } from '../../use/act.ts'
import { date, formatOf, list, moment, wholeNumber, withOutput } from '../args.ts'
import { byOffice, byUnit, eitherActor } from '../as.ts'
import { run } from '../exit.ts'
import { print } from '../output.ts'
import { withDuban } from '../session.ts'

// biome-ignore lint/suspicious/noExplicitAny: commander's options, checked by their own parsers
export type Options = Record<string, any>
type Said = Readonly<Record<string, unknown>>

/** An act whose options are not those of its fields: what it adds, and what of its fields comes of them. */
export interface ByHand {
  readonly options: (command: Command) => Command
  readonly said: (o: Options, duban: Office, plan: string, no: string) => Said | Promise<Said>
}

/** Who acts: the one and the role named, else this role; `actVerb` has put the plan's office where nobody is named. */
export const actor = (role: Actor['role'], o: Options): Actor => ({ role: o.role ?? role, unit: o.as })
export const obligationOf = (o: Options): string | null => (o.obligation ? idShown(o.obligation) : null)
export const obligation = (command: Command): Command =>
  command.option('--obligation <id>', '应办事项编号；只有一项可办时可以不写')

const flagOf = (name: string): string => name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)

/** One field as an option: named after it, needed where the field is. */
function option(name: string, field: Field): Option {
  const help = field.help ?? field.label
  const flag = `--${flagOf(name)}`
  if (field.kind === 'flag') return new Option(flag, help)
  const { kind } = field
  const what =
    kind === 'date' || kind === 'time' ? 'date' : kind === 'number' ? 'n' : kind === 'choice' ? name : 'text'
  const made = new Option(`${flag} <${what}>`, help)
  if (kind === 'choice') made.choices([...field.of])
  else if (kind === 'date') made.argParser(date)
  else if (kind === 'number') made.argParser(wholeNumber)
  else if (kind === 'list') made.argParser(list)
  else if (kind === 'time') made.argParser((text) => moment(text).at)
  return made.makeOptionMandatory(field.need === undefined && kind !== 'list')
}

const askedOf = (def: AnyAct): Fields => {
  const { obligationId: _, ...asked } = fieldsOf(def)
  return asked
}

/** Fields as options. */
export const optionsOf = (command: Command, fields: Fields): Command =>
  Object.entries(fields).reduce((so, [name, field]) => so.addOption(option(name, field)), command)

/** What was written, by the fields; nothing written is null, none or no, as the field has it. */
export const saidOf = (fields: Fields, o: Options): Said =>
  Object.fromEntries(
    Object.entries(fields)
      .map(([name, { kind, need }]) => {
        const unsaid = kind === 'flag' ? false : kind === 'list' ? [] : need === 'optional' ? undefined : null
        return [name, o[name] ?? unsaid]
      })
      .filter(([, value]) => value !== undefined),
  )

/** Adds an act as a verb: its options are those of its fields, what it does is one update. */
export function actVerb(command: Command, def: AnyAct, verb: Verb, byHand?: ByHand): void {
  const on = def.on === null ? command : obligation(command)
  const asked = byHand ? byHand.options(on) : optionsOf(on, askedOf(def))
  const named = isByUnit(def) ? byUnit(asked, verb.as) : byOffice(asked, verb.as)
  withOutput(named, verb.example).action((plan: string, no: string, o: Options) =>
    run(formatOf(o), () =>
      withDuban(async (duban) => {
        const runsAs = await duban.numberOf(plan, no)
        const state = await duban.plan(plan)
        const as = o.as ?? officeOf(state).unit
        const who =
          def.by === 'unitOrOffice'
            ? await eitherActor(duban, plan, { ...o, as })
            : actor(isByUnit(def) ? 'unit' : 'office', { ...o, as })
        const said = byHand ? await byHand.said({ ...o, as }, duban, plan, runsAs) : saidOf(askedOf(def), o)
        const target = def.on === null ? {} : { obligationId: obligationOf(o) }
        const act = { actor: who, ...target, ...said } as never
        const done = await actOn(duban, plan, runsAs, def.type as ActType, act)
        print(formatOf(o), { plan, measure: no, ...done }, () =>
          done.already
            ? '此前已经办理过，没有变化'
            : done.says.map((line) => labelled(state, runsAs, line)).join('\n'),
        )
        return undefined
      }),
    ),
  )
}
