import type { Command } from 'commander'
import { weekdayName } from '../../../domain/calendar/explain.ts'
import { clockOf, dateOf, type PlanTime } from '../../../domain/calendar/time.ts'
import { isPlanMishap } from '../../../domain/events/mishap.ts'
import { numberLabel, shownNumberOf } from '../../../domain/plan/numbers.ts'
import { type StoryLine, storyOf } from '../../../domain/reckoning/story.ts'
import { factsOf, ledger, workflowIdOf } from '../../../records/read.ts'
import { refused } from '../../refusal.ts'
import { planNamed } from '../../views/reading.ts'
import { formatOf, withOutput } from '../args.ts'
import { run } from '../exit.ts'
import { bold, dim, print } from '../output.ts'
import { withDuban, withRecords } from '../session.ts'

type Told = Pick<StoryLine, 'at' | 'who' | 'what' | 'why'> & { readonly row: number; readonly realAt: string }

/** Day by day: the plan's time, who, what; below it why, and when it was really written down. */
function storyText(whose: string, lines: readonly Told[]): string {
  const out: string[] = [bold(`${whose} 的经过，共 ${lines.length} 件`)]
  let today = ''
  for (const line of lines) {
    const on = dateOf(line.at)
    if (on !== today) out.push('', bold(`${on}（${weekdayName(on)}）`))
    today = on
    out.push(`  ${clockOf(line.at)}  ${line.who}  ${line.what}`)
    if (line.why !== null) out.push(`         ${line.why}`)
    out.push(dim(`         实际 ${line.realAt.slice(0, 16).replace('T', ' ')} 记入，台账 #${line.row}`))
  }
  return out.join('\n')
}

export function historyVerb(measure: Command): void {
  withOutput(
    measure.command('history <plan> <no>').description('一项措施从头到尾的经过：何时、谁、做了什么、为什么'),
    'npx duban measure history mz2015 3.6',
  ).action((plan: string, asked: string, options) =>
    run(formatOf(options), () =>
      withDuban(async (duban) => {
        const state = await duban.plan(plan)
        const no = await duban.numberOf(plan, asked)
        const rows = await ledger(duban.db, plan, no)
        if (rows.length === 0)
          throw refused(
            'MEASURE_NOT_FOUND',
            `方案 ${plan} 没有措施 ${asked}`,
            `用 duban measure list ${plan} 查看`,
          )
        const story = storyOf(await factsOf(duban.db, workflowIdOf(plan, no)))
        const told = rows.map((row, i) => ({ ...row, who: story[i]?.who ?? '', why: story[i]?.why ?? null }))
        print(formatOf(options), told, () =>
          storyText(
            numberLabel(shownNumberOf(state, no), no),
            story.map((line, i) => ({ ...line, row: rows[i]?.row ?? 0, realAt: rows[i]?.realAt ?? '' })),
          ),
        )
        return undefined
      }),
    ),
  )
}

/** What a plan itself did and heard; what it could not tell its measures stands here too. */
export function planHistoryVerb(group: Command): void {
  withOutput(
    group
      .command('history <id>')
      .description('方案自己的经过：启动、事件、修订、推进、通报，以及哪些措施没有应答、没有办成')
      .option('--mishaps', '只看没有应答、没有办成的'),
    'npx duban plan history mz2015\n  npx duban plan history mz2015 --mishaps',
  ).action((id: string, options: { readonly mishaps?: boolean; readonly output?: string }) =>
    run(formatOf(options), () =>
      withRecords(async (db) => {
        const { planId } = await planNamed(db, id)
        const rows = (await ledger(db, planId, '')).filter(
          ({ kind }) => options.mishaps !== true || isPlanMishap(kind),
        )
        print(formatOf(options), rows, () =>
          rows.length === 0
            ? `${id} 没有没办成的事`
            : storyText(
                id,
                rows.map(({ row, realAt, actor, planAt, says }) => ({
                  ...{ row, realAt, why: null, at: planAt.slice(0, 16) as PlanTime },
                  ...(says.startsWith(`${actor} `)
                    ? { who: actor, what: says.slice(actor.length + 1) }
                    : { who: '系统', what: says }),
                })),
              ),
        )
        return undefined
      }),
    ),
  )
}
