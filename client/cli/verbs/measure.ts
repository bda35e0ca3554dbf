import type { Command } from 'commander'
import { Option } from 'commander'
import { dateOf } from '../../../domain/calendar/time.ts'
import type { PlanState } from '../../../domain/plan/life.ts'
import { numberLabel, numberOf, shownNumberOf } from '../../../domain/plan/numbers.ts'
import { expectedFor } from '../../../domain/plan/planned.ts'
import { MEASURE_PHASES, phaseName } from '../../../domain/supervision/names.ts'
import { measureLight, nextDueOn, outstandingWaits, phaseOf } from '../../../domain/supervision/phase.ts'
import type { MeasureState } from '../../../domain/supervision/state.ts'
import { leadsName, partName, partOf } from '../../../domain/supervision/units.ts'
import { measureState, measureStates } from '../../../records/read.ts'
import { refused } from '../../refusal.ts'
import { formatOf, withOutput } from '../args.ts'
import { unitName } from '../as.ts'
import { run } from '../exit.ts'
import { measureText } from '../measure-text.ts'
import { light, print, table } from '../output.ts'
import { withDuban } from '../session.ts'
import { unitAsked } from '../unit-asked.ts'
import { measureJson } from '../views.ts'
import { historyVerb } from './history.ts'

/** What a measure without a date waits for, and when that is expected. */
function waitShown(plan: PlanState, state: MeasureState): string {
  const [wait] = outstandingWaits(state)
  if (wait === undefined) return ''
  const expected = expectedFor(plan, wait.conditionId, state.setup.no)
  return `${wait.text}${expected ? `（预计 ${expected.expectedOn}）` : ''}`
}

export function measureVerbs(program: Command): void {
  const group = program.command('measure').description('措施：清单、详情、经过')
  withOutput(
    group
      .command('list <plan>')
      .description('措施清单')
      .addOption(new Option('--light <light>', '只看某种灯').choices(['red', 'yellow', 'green', 'grey']))
      .option('--unit <unit>', '只看某个单位牵头、共同牵头、承办或配合的', unitName)
      .addOption(new Option('--state <state>', '只看某种状态').choices(MEASURE_PHASES)),
    'npx duban measure list mz2015 --light red',
  ).action((plan: string, options) =>
    run(formatOf(options), () =>
      withDuban(async (duban) => {
        const ledgerNow = await duban.plan(plan)
        const today = dateOf(duban.now(ledgerNow))
        const shown = (s: MeasureState) => shownNumberOf(ledgerNow, s.setup.no)
        const all = await measureStates(duban.db, plan)
        const unit: string | null = options.unit ? unitAsked(plan, all, options.unit) : null
        const part = (s: MeasureState) => (unit === null ? null : partOf(s.setup, unit))
        const states = all.filter(
          (s) =>
            (!options.light || measureLight(s, today) === options.light) &&
            (unit === null || part(s) !== null) &&
            (!options.state || phaseOf(s) === options.state),
        )
        print(
          formatOf(options),
          states.map((s) => ({
            ...measureJson(s, today, shown(s), ledgerNow),
            ...(unit === null ? {} : { as: part(s) }),
          })),
          () =>
            table(
              ['编号', '牵头单位', ...(unit === null ? [] : ['身份']), '状态', '灯', '到期日', '措施'],
              states.map((s) => [
                numberLabel(shown(s), s.setup.no),
                leadsName(s.setup),
                ...[part(s)].flatMap((own) => (own === null ? [] : [partName(own)])),
                phaseName(phaseOf(s)),
                light(measureLight(s, today)),
                nextDueOn(s) ?? waitShown(ledgerNow, s),
                s.setup.text,
              ]),
              36,
            ),
        )
        return undefined
      }),
    ),
  )
  withOutput(
    group.command('show <plan> <no>').description('一项措施的现状，和每个日期的来历'),
    'npx duban measure show mz2015 14.4',
  ).action((plan: string, no: string, options) =>
    run(formatOf(options), () =>
      withDuban(async (duban) => {
        const ledgerNow = await duban.plan(plan)
        const today = dateOf(duban.now(ledgerNow))
        const state = await measureState(duban.db, plan, numberOf(ledgerNow, no))
        if (state === null)
          throw refused(
            'MEASURE_NOT_FOUND',
            `方案 ${plan} 没有措施 ${no}`,
            `用 duban measure list ${plan} 查看`,
          )
        const shown = shownNumberOf(ledgerNow, state.setup.no)
        print(formatOf(options), measureJson(state, today, shown, ledgerNow), () =>
          measureText(state, today, shown, ledgerNow),
        )
        return undefined
      }),
    ),
  )
  historyVerb(group)
}
