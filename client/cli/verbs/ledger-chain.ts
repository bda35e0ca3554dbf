import type { Command } from 'commander'
import { folderBlobs } from '../../../records/blobs.ts'
import { eraseName } from '../../../records/chain/erase.ts'
import { blobsFolder } from '../../../records/places.ts'
import { planState } from '../../../records/read.ts'
import { dataFolder } from '../../../temporal/endpoint.ts'
import { refused } from '../../refusal.ts'
import { verifierText, verifyLedgerChain, writeLedgerExport } from '../../use/ledger-proof.ts'
import { formatOf, withOutput } from '../args.ts'
import { agreed } from '../ask.ts'
import { EXIT, run } from '../exit.ts'
import { print, table } from '../output.ts'
import { withRecords } from '../session.ts'

const blobs = () => folderBlobs(blobsFolder(dataFolder()))

/** The ledger's chain: verified here, or exported for whoever verifies it elsewhere. */
export function chainVerbs(records: Command): void {
  withOutput(
    records
      .command('verify')
      .description('核验台账：逐行的校验链，发现改动、缺失、重复、换位和插入，逐条指明；不用服务')
      .option('--plan <plan>', '只核验这个方案')
      .option('--against <file>', '再与以前的导出比对：整条重写的也能发现'),
    'npx duban records verify',
  ).action((o) =>
    run(formatOf(o), () =>
      withRecords(async (db) => {
        const verified = await verifyLedgerChain(db, blobs(), o)
        const { found, rows, workflows, chain, bulletins } = verified
        const whole = found.length === 0
        print(formatOf(o), { whole, rows, workflows, chain, bulletins, found }, () =>
          [
            ...(whole
              ? [
                  `${rows} 行台账、${workflows} 条链、${bulletins.length} 期通报：没有发现改动、缺失、重复、换位或插入`,
                ]
              : [
                  table(
                    ['位置', '台账行', '发现'],
                    found.map((one) => [one.workflow, one.row === null ? '' : `#${one.row}`, one.says]),
                    120,
                  ),
                  `${rows} 行台账、${workflows} 条链：发现 ${found.length} 处`,
                ]),
            ...(chain.upTo > 0
              ? [`台账行 #${chain.upTo} 以前的校验值是 ${chain.since} 升级时补上的，只能证明那以后没有改动`]
              : []),
          ].join('\n'),
        )
        return whole ? EXIT.ok : EXIT.system
      }),
    ),
  )
  withOutput(
    records
      .command('export')
      .argument('<file>', '新的文件')
      .description('导出台账供外部核验，一行一条；不带人名也能核验')
      .option('--plan <plan>', '只导出这个方案')
      .option('--names', '带上人名'),
    'npx duban records export 台账.jsonl',
  ).action((file: string, o) =>
    run(formatOf(o), () =>
      withRecords(async (db) => {
        if (o.plan !== undefined && (await planState(db, o.plan)) === null)
          throw refused('PLAN_NOT_FOUND', `没有方案 ${o.plan}`, '用 duban plan list 查看')
        await writeLedgerExport(db, blobs(), file, { plan: o.plan, names: o.names === true })
        print(
          formatOf(o),
          { file },
          () =>
            `已导出到 ${file}\n核验：npx duban records verifier > verify-ledger.mjs && node verify-ledger.mjs ${file}`,
        )
        return undefined
      }),
    ),
  )
  withOutput(
    records
      .command('erase-name')
      .argument('<name>', '人名，与台账里写的一致')
      .description('应本人要求，从台账里删除一个人名；校验链不变，仍可核验。文字材料里提到的不动')
      .option('--yes', '不再询问'),
    'npx duban records erase-name 张三 --yes',
  ).action((name: string, o) =>
    run(formatOf(o), () =>
      withRecords(async (db) => {
        const what = `将从台账里永久删除人名“${name}”，不能恢复；先停下 up（或 cluster）`
        if (!(await agreed(what, { yes: o.yes }))) return undefined
        const rows = await eraseName(db, name)
        print(formatOf(o), { rows }, () => (rows === 0 ? `台账里没有“${name}”` : `已从 ${rows} 行台账里删除`))
        return undefined
      }),
    ),
  )
  records
    .command('verifier')
    .description('印出外部核验用的程序：一个文件，只要有 Node')
    .action(() => {
      process.stdout.write(verifierText())
    })
}
