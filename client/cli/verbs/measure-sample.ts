import type { Command } from 'commander'
import { sampleOf } from '../../use/sample.ts'
import { formatOf, wholeNumber, withOutput } from '../args.ts'
import { run } from '../exit.ts'
import { print, table } from '../output.ts'
import { withDuban } from '../session.ts'

/** 抽查: a random sample of completed work, by a seed that is written down. */
export function sampleVerb(group: Command): void {
  withOutput(
    group
      .command('sample <plan>')
      .description('抽查抽样：从已办结、没有抽查过的事项里随机抽；种子记入审计日志，同一种子抽得相同')
      .option('--count <n>', '抽几项', wholeNumber, 10)
      .option('--seed <text>', '种子；不写则随机'),
    'npx duban measure sample mz2015 --count 5',
  ).action((id: string, options: { count: number; seed?: string; output?: string }) =>
    run(formatOf(options), () =>
      withDuban(async (duban) => {
        const plan = await duban.plan(id)
        const found = await sampleOf(duban.db, plan, options, { userId: null, via: 'cli' })
        print(formatOf(options), { plan: id, ...found }, () =>
          [
            `种子 ${found.seed}：${found.of} 项里抽 ${found.items.length} 项`,
            table(
              ['应办事项', '单位', '完成', '措施'],
              found.items.map((one) => [one.obligation, one.unit, one.doneOn ?? '', one.text]),
              40,
            ),
            '核实后：npx duban review spot-check 方案 措施 --finding 属实|不实 --text 情况',
          ].join('\n'),
        )
        return undefined
      }),
    ),
  )
}
