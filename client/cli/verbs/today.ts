import type { Command } from 'commander'
import { dateOf } from '../../../domain/calendar/time.ts'
import { idLabel } from '../../../domain/plan/numbers.ts'
import { DESK, type DeskKind, todayOf } from '../../../domain/reckoning/today.ts'
import { measureStates, planStates } from '../../../records/read.ts'
import { formatOf, withOutput } from '../args.ts'
import { run } from '../exit.ts'
import { bold, print, table } from '../output.ts'
import { withDesk } from '../session.ts'

const MOST = 30

/** 今天: what waits for the office, in one plan or in all that run. */
export function todayVerb(program: Command): void {
  withOutput(
    program
      .command('today [plan]')
      .description(
        '督查机构今天要办的：待审核、延期待答复、待定、请核对、逾期、将到期、待签收；不写方案即所有执行中的',
      ),
    'npx duban today\n  npx duban today mz2015',
  ).action((asked: string | undefined, options) =>
    run(formatOf(options), () =>
      withDesk(async (desk) => {
        const plans = asked
          ? [await desk.plan(asked)]
          : (await planStates(desk.db)).filter((plan) => plan.phase === 'running')
        const desks = await Promise.all(
          plans.map(async (plan) => {
            const today = dateOf(desk.now(plan))
            return { plan, today, items: todayOf(plan, await measureStates(desk.db, plan.planId), today) }
          }),
        )
        print(
          formatOf(options),
          desks.map(({ plan, today, items }) => ({ id: plan.planId, title: plan.title, today, items })),
          () =>
            desks.length === 0
              ? '没有执行中的方案'
              : desks
                  .map(({ plan, today, items }) =>
                    [
                      bold(`${plan.planId} ${plan.title}  今天 ${today}`),
                      ...(items.length === 0 ? ['没有要办的'] : []),
                      ...(Object.keys(DESK) as DeskKind[]).flatMap((kind) => {
                        const own = items.filter((item) => item.kind === kind)
                        if (own.length === 0) return []
                        const rows = own
                          .slice(0, MOST)
                          .map((item) => [idLabel(plan, item.about), item.unit, item.on ?? '', item.says])
                        const more = own.length > MOST ? [`… 共 ${own.length} 项`] : []
                        return [
                          '',
                          `${DESK[kind]} ${own.length} 项`,
                          table(['', '单位', '日期', ''], rows, 40),
                          ...more,
                        ]
                      }),
                    ].join('\n'),
                  )
                  .join('\n\n'),
        )
        return undefined
      }),
    ),
  )
}
