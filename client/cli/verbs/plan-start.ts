import type { Command } from 'commander'
import { date, formatOf, withOutput } from '../args.ts'
import { byOffice } from '../as.ts'
import { run } from '../exit.ts'
import type { Options } from '../plan-starting.ts'

export function startVerb(group: Command): void {
  withOutput(
    byOffice(
      group
        .command('start <id>')
        .description('启动方案：每项措施一个持久工作流；年中启动的先登记起点')
        .option(
          '--clock <clock>',
          'wall（真实时钟）、stepped@日期（演练，手动推进）、3600@日期（每秒走 3600 秒）',
          'wall',
        )
        .option('--accept-review', '待确认事项按建议读法接受（记入台账）')
        .option(
          '--baseline <how>',
          '启动时已过的日期：as-is 照旧，done 启动前已办结（单列，不计分），from-today 从今起催办，或一张每项一行的表',
        )
        .option('--baseline-due <date>', '从今起催办的新到期日', date)
        .option('--dry-run', '只列出已过的日期和怎么处理，不启动')
        .option('--write <file>', '把已过的事项写成表格（.xlsx 或 .tsv），填好后用 --baseline'),
      '由谁启动',
    ),
    'npx duban plan start mz2015 --clock stepped@2015-07-01 --accept-review\n  npx duban plan start gz2026 --dry-run --write 起点.xlsx\n  npx duban plan start gz2026 --baseline 起点.xlsx --baseline-due 2026-07-31',
  ).action((id: string, options: Options) =>
    run(formatOf(options), async () => (await import('../plan-starting.ts')).start(id, options)),
  )
}
