import { resolve } from 'node:path'
import { DefaultLogger, Runtime } from '@temporalio/worker'
import type { Command } from 'commander'
import { backup, type Part, readManifest, restore } from '../../../temporal/backup.ts'
import { dataFolder } from '../../../temporal/endpoint.ts'
import { refused } from '../../refusal.ts'
import { reconcile } from '../../use/reconcile.ts'
import { formatOf, withOutput } from '../args.ts'
import { EXIT, run } from '../exit.ts'
import { print, say, table } from '../output.ts'
import { withDuban } from '../session.ts'

const NAMES: Record<Part, string> = { records: '记录库', temporal: 'Temporal 的数据库' }

function partsOf(only: string | undefined): readonly Part[] | null {
  if (only === undefined) return null
  if (only === 'records' || only === 'temporal') return [only]
  throw refused('USAGE', `--only 只能是 records 或 temporal（现在是 ${only}）`)
}

export function backupVerbs(records: Command): void {
  withOutput(
    records
      .command('backup')
      .argument('<folder>', '新的文件夹')
      .description('备份记录库、佐证文件和（由督办自己运行的）Temporal 数据库；不必停下来'),
    'npx duban records backup backups/2026-11-25',
  ).action((folder: string, o) =>
    run(formatOf(o), async () => {
      const manifest = await backup(dataFolder(), resolve(folder), say)
      const rest = manifest.parts.includes('temporal') ? '' : '；Temporal 服务由别人运行，请其管理员备份'
      print(
        formatOf(o),
        manifest,
        () => `已备份 ${manifest.parts.map((p) => NAMES[p]).join('、')}到 ${folder}${rest}`,
      )
      return EXIT.ok
    }),
  )
  withOutput(
    records
      .command('restore')
      .argument('<folder>', 'records backup 做的文件夹')
      .description('用备份替换现有的数据；先停止 up 或 cluster')
      .option('--only <part>', 'records 或 temporal：只恢复一部分')
      .option('--yes', '确认替换现有的数据'),
    'npx duban records restore backups/2026-11-25 --yes',
  ).action((folder: string, o) =>
    run(formatOf(o), async () => {
      const from = resolve(folder)
      const manifest = readManifest(from)
      const parts = partsOf(o.only) ?? manifest.parts
      if (o.yes !== true)
        throw refused(
          'RESTORE_UNCONFIRMED',
          `将用 ${manifest.at} 的备份替换 ${dataFolder()} 的${parts.map((p) => NAMES[p]).join('、')}`,
          '确认无误后加 --yes；现在的数据可以先用 records backup 备份',
        )
      await restore(dataFolder(), from, parts, say)
      print(formatOf(o), { restored: parts, at: manifest.at }, () =>
        [
          '已恢复。接着：',
          '  npx duban records reconcile --dry-run   # 看两边差多少',
          '  npx duban records check',
        ].join('\n'),
      )
      return EXIT.ok
    }),
  )
  withOutput(
    records
      .command('reconcile')
      .description('恢复备份以后，把台账和工作流重新对上：台账缺的从历史补记')
      .option('--dry-run', '只看，不改')
      .option('--restart-behind', '落后于台账的工作流（恢复了较早的 Temporal 备份）按台账重新开始'),
    'npx duban records reconcile --dry-run',
  ).action((o) =>
    run(formatOf(o), () =>
      withDuban(async (duban) => {
        const dryRun = o.dryRun === true
        // Playing back is done by a worker of the SDK, whose comings and goings are nobody's news here.
        // Its core writes to stdout unless it is told otherwise, where programs expect one JSON document.
        Runtime.install({
          logger: new DefaultLogger('ERROR'),
          telemetryOptions: { logging: { forward: {}, filter: 'ERROR' } },
        })
        say('读历史…')
        const onRun = (n: number) => n % 200 === 0 && say(`  已读 ${n} 段历史…`)
        const done = await reconcile(duban, { dryRun, restartBehind: o.restartBehind === true, onRun })
        print(formatOf(o), { dryRun, ...done }, () => reconciledText(done, dryRun))
        const open = done.unsettled.length > 0 || done.behind.some((one) => !one.restarted)
        return open ? EXIT.system : EXIT.ok
      }),
    ),
  )
}

function reconciledText(done: Awaited<ReturnType<typeof reconcile>>, dryRun: boolean): string {
  const parts: string[] = []
  const will = dryRun ? '台账缺，将补记' : '台账缺的已补记'
  if (done.refilled.length > 0)
    parts.push(
      table(
        ['位置', will],
        done.refilled.map((r) => [r.where, `${r.facts} 条`]),
      ),
    )
  if (done.rebuilt.length > 0)
    parts.push(`现状与台账不一致的，已按台账重写（${done.rebuilt.length} 个工作流的现状都重算过）`)
  if (done.noticesRefilled > 0)
    parts.push(
      `补回 ${done.noticesRefilled} 条通知，都是待发：备份以后已经发过的会再发一次，网关按通知的 key 认得出来。备份以后的督办单按写入先后重新编号，请与发出的核对`,
    )
  if (done.behind.length > 0)
    parts.push(
      table(
        ['落后于台账的工作流', '台账', '工作流', ''],
        done.behind.map((b) => [
          b.where,
          `${b.ledger}`,
          `${b.workflow}`,
          b.restarted ? '已按台账重新开始' : '没有动',
        ]),
      ),
    )
  if (done.behind.some((b) => !b.restarted))
    parts.push('按台账重新开始：npx duban records reconcile --restart-behind')
  if (done.unsettled.length > 0)
    parts.push(
      table(
        ['要人来看', ''],
        done.unsettled.map((u) => [u.where, u.message]),
        80,
      ),
    )
  return parts.length > 0 ? parts.join('\n\n') : '台账和历史对得上，没有要补的'
}
