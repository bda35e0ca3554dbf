import type { Command } from 'commander'
import type { Actor } from '../../../domain/actor.ts'
import { officeOf } from '../../../domain/plan/offices.ts'
import type { Act } from '../../../domain/supervision/acts.ts'
import type { Duban } from '../../duban.ts'
import { formatOf, withOutput } from '../args.ts'
import { run } from '../exit.ts'
import { print } from '../output.ts'
import { withDuban } from '../session.ts'

// biome-ignore lint/suspicious/noExplicitAny: commander's options, checked by their own parsers
export type Options = Record<string, any>
type Rest<T extends Act['type']> = Omit<Extract<Act, { type: T }>, 'type' | 'actId'>

/** Who acts: the one and the role named, else this role; `actVerb` has put the plan's office where nobody is named. */
export const actor = (role: Actor['role'], o: Options): Actor => ({ role: o.role ?? role, unit: o.as })
export const obligationOf = (o: Options): string | null => o.obligation ?? null
export const obligation = (command: Command): Command =>
  command.option('--obligation <id>', '应办事项编号；只有一项可办时可以不写')

/** Adds one act of a person as a verb: its options are the command's, what it does is one update. */
export function actVerb<T extends Act['type']>(
  command: Command,
  example: string,
  type: T,
  rest: (o: Options, duban: Duban, plan: string, no: string) => Rest<T> | Promise<Rest<T>>,
): void {
  withOutput(command, example).action((plan: string, no: string, o: Options) =>
    run(formatOf(o), () =>
      withDuban(async (duban) => {
        const runsAs = await duban.numberOf(plan, no)
        const as = o.as ?? officeOf(await duban.plan(plan)).unit
        const done = await duban.act(plan, runsAs, type, await rest({ ...o, as }, duban, plan, runsAs))
        print(formatOf(o), { plan, measure: no, ...done }, () =>
          done.already ? '此前已经办理过，没有变化' : done.says.join('\n'),
        )
        return undefined
      }),
    ),
  )
}
