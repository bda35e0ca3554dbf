import type { Command } from 'commander'
import { type AnyPlanAct, planFieldsOf } from '../../../domain/events/act.ts'
import { PLAN_ACTS } from '../../../domain/events/acts/registry.ts'
import { changeEvent, type EventUpdate } from '../../use/events.ts'
import { formatOf, withOutput } from '../args.ts'
import { byOffice, eitherActor } from '../as.ts'
import { run } from '../exit.ts'
import { print } from '../output.ts'
import { withDuban } from '../session.ts'
import { type Options, optionsOf, saidOf } from './act-verb.ts'
import { replyJson, withDates } from './event-reply.ts'

/** Acts on a plan of which nothing more than their fields is said: each a verb of its group, by its own words (domain/events/acts). */
export function planActVerbs(group: Command): void {
  for (const def of PLAN_ACTS as readonly AnyPlanAct[]) {
    const { name, type, verb } = def
    if (verb === undefined) continue
    const [first, second] = verb.path.split(' ')
    if (first !== group.name()) continue
    const command = group.command(`${second} <plan>`).description(verb.about)
    const asked = byOffice(optionsOf(command, planFieldsOf(def)), verb.as)
    withOutput(asked, verb.example).action((plan: string, o: Options) =>
      run(formatOf(o), () =>
        withDuban(async (duban) => {
          const said = { ...saidOf(planFieldsOf(def), o), actor: await eitherActor(duban, plan, o) }
          const reply = await withDates(
            duban,
            plan,
            await changeEvent(duban, plan, type as EventUpdate, said),
          )
          print(formatOf(o), replyJson(reply), () =>
            reply.already ? '此前已经办理过，没有变化' : `已${name}${reply.eventId && ` ${reply.eventId}`}`,
          )
          return undefined
        }),
      ),
    )
  }
}
