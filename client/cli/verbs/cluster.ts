import { join } from 'node:path'
import type { Command } from 'commander'
import { recordsOf, shownRecords } from '../../../records/places.ts'
import { bringUpCluster } from '../../../temporal/cluster.ts'
import { dataFolder } from '../../../temporal/endpoint.ts'
import { wholeNumber } from '../args.ts'
import { EXIT, run } from '../exit.ts'
import { orInterrupted } from '../interrupted.ts'
import { bold, say } from '../output.ts'
import { stopAsked } from '../until-asked.ts'

/** Enough for a machine to try things on; a real cluster chooses (docs/operations.md). */
const SHARDS = 64

/** A cluster has a data folder of its own, so that what `npm start` keeps beside it stays as it is. */
const clusterFolder = (): string => (process.env.DUBAN_DATA ? dataFolder() : join(dataFolder(), 'cluster'))

export function clusterVerb(program: Command): void {
  program
    .command('cluster')
    .description('在本机启动一个完整的集群：PostgreSQL、官方 Temporal 服务、多个工作进程（npm run cluster）')
    .option('--workers <n>', '几个工作进程', wholeNumber, 2)
    .option('--shards <n>', '历史分片数；建库以后不能再改', wholeNumber, SHARDS)
    .addHelpText('after', '\n例：\n  npm run cluster\n  npm run cluster -- --workers 3')
    .action((o: { workers: number; shards: number }) =>
      run('text', async () => {
        const dataDir = clusterFolder()
        const began = Date.now()
        const stopping = stopAsked()
        const up = await orInterrupted(
          bringUpCluster({ dataDir, workers: o.workers, shards: o.shards, say, ...stopping }),
        )
        say(
          [
            up.ours ? `集群就绪，用了 ${((Date.now() - began) / 1000).toFixed(1)} 秒` : '集群已经在运行',
            `  Temporal 服务  ${up.endpoint.connect.address}`,
            `  网页界面       ${up.endpoint.uiUrl}`,
            `  记录库         ${shownRecords(recordsOf(dataDir))}`,
            `  日志           ${join(dataDir, 'logs')}`,
            bold('在另一个终端里使用它'),
            `  DUBAN_DATA=${dataDir} npm start -- --exit    # 导入 2015 年方案并演练`,
            `  DUBAN_DATA=${dataDir} npx duban doctor`,
          ].join('\n'),
        )
        if (!up.ours) return EXIT.ok
        say('按 Ctrl-C 停止')
        await stopping.asked
        say('正在停止：先让工作进程办完手上的事…')
        await up.stop()
        say('已停止；再次启动会接着办')
        return EXIT.ok
      }),
    )
}
