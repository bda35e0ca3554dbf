import { type Command, Option } from 'commander'
import { dateOf } from '../../../domain/calendar/time.ts'
import type { Light } from '../../../domain/supervision/names.ts'
import { isOwed } from '../../../domain/supervision/obligation.ts'
import { lightOf } from '../../../domain/supervision/phase.ts'
import { leadsName, leadsOf } from '../../../domain/supervision/units.ts'
import { isOneOf } from '../../../domain/unit-name.ts'
import { measureStates } from '../../../records/read.ts'
import { RefusedError, refused } from '../../refusal.ts'
import { formatOf, withOutput } from '../args.ts'
import { byOffice, officeActor, unitName } from '../as.ts'
import { run } from '../exit.ts'
import { light, print, table } from '../output.ts'
import { withDuban } from '../session.ts'
import { unitAsked } from '../unit-asked.ts'

interface Reminded {
  readonly no: string
  readonly obligation: string
  readonly unit: string
  readonly light: Light
  /** Why it was not reminded; null when it was (or would be). */
  readonly refused: string | null
}

/** 批量催办: everything that fits is shown first; only --yes sends. */
export function remindMany(program: Command): void {
  withOutput(
    byOffice(
      program
        .command('remind-all <plan>')
        .description('批量催办：先列出会催哪些，加 --yes 才发出')
        .addOption(new Option('--light <light>', '只催这种灯').choices(['red', 'yellow', 'green']))
        .option('--unit <unit>', '只催某个牵头单位（共同牵头的也算）', unitName)
        .option('--note <text>', '催办的话')
        .option('--yes', '发出'),
      '由谁催办',
    ),
    'npx duban remind-all mz2015 --light red\n  npx duban remind-all mz2015 --light red --note 请本周内报送 --yes',
  ).action((plan: string, options) =>
    run(formatOf(options), () =>
      withDuban(async (duban) => {
        if (!options.light && !options.unit)
          throw refused('USAGE', '要写明催哪些', '加上 --light red 或 --unit 单位')
        const running = await duban.plan(plan)
        const actor = officeActor(running, options)
        const today = dateOf(duban.now(running))
        const states = await measureStates(duban.db, plan)
        if (options.unit) unitAsked(plan, states, options.unit)
        const found = states.flatMap((state) =>
          state.obligations
            .filter(
              (o) =>
                isOwed(o) &&
                (!options.light || lightOf(o, today, state.setup.policy.slowShare) === options.light) &&
                (!options.unit || isOneOf(options.unit, leadsOf(state.setup))),
            )
            .map(
              (o): Reminded => ({
                no: state.setup.no,
                obligation: o.id,
                unit: leadsName(state.setup),
                light: lightOf(o, today, state.setup.policy.slowShare),
                refused: null,
              }),
            ),
        )
        const done: Reminded[] = []
        for (const one of found) {
          if (!options.yes) {
            done.push(one)
            continue
          }
          try {
            await duban.act(plan, one.no, 'remind', {
              actor,
              obligationId: one.obligation,
              note: options.note ?? null,
            })
            done.push(one)
          } catch (error) {
            if (!(error instanceof RefusedError)) throw error
            done.push({ ...one, refused: error.message })
          }
        }
        const sent = done.filter((one) => one.refused === null).length
        print(
          formatOf(options),
          { plan, sent: options.yes ? sent : 0, preview: !options.yes, reminded: done },
          () =>
            done.length === 0
              ? '没有符合的事项'
              : `${table(
                  ['应办事项', '单位', '灯', ''],
                  done.map((one) => [one.obligation, one.unit, light(one.light), one.refused ?? '']),
                )}\n${options.yes ? `已催办 ${sent} 项` : `共 ${done.length} 项；加 --yes 发出`}`,
        )
        return undefined
      }),
    ),
  )
}
