import type { Command } from 'commander'
import { weekdayName } from '../../../domain/calendar/explain.ts'
import { clockOf, dateOf } from '../../../domain/calendar/time.ts'
import { numberLabel, shownNumberOf } from '../../../domain/plan/numbers.ts'
import { type StoryLine, storyOf } from '../../../domain/reckoning/story.ts'
import { factsOf, ledger, workflowIdOf } from '../../../records/read.ts'
import { refused } from '../../refusal.ts'
import { formatOf, withOutput } from '../args.ts'
import { run } from '../exit.ts'
import { bold, dim, print } from '../output.ts'
import { withDuban } from '../session.ts'

type Told = StoryLine & { readonly row: number; readonly realAt: string }

/** Day by day: the plan's time, who, what; below it why, and when it was really written down. */
function storyText(no: string, lines: readonly Told[]): string {
  const out: string[] = [bold(`${no} 的经过，共 ${lines.length} 件`)]
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
