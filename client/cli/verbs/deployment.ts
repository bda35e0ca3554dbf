import { type Command, InvalidArgumentError } from 'commander'
import { openRecords } from '../../../records/open.ts'
import { recordsOf, shownRecords } from '../../../records/places.ts'
import {
  DEPLOYMENT_NAME,
  moveRunning,
  promote,
  type Release,
  releasesOf,
} from '../../../temporal/deployment.ts'
import { dataFolder, findEndpoint } from '../../../temporal/endpoint.ts'
import { ensureNamespace, ensureSearchAttributes } from '../../../temporal/namespace.ts'
import { connectClient } from '../../connect.ts'
import { refused } from '../../refusal.ts'
import { formatOf, withOutput } from '../args.ts'
import { EXIT, run } from '../exit.ts'
import { print, say, table } from '../output.ts'
import { withDuban } from '../session.ts'

const STATES: Record<Release['state'], string> = {
  current: '当前：新开始的都用它',
  draining: '还有在办的，工作进程要留着',
  drained: '已办完，工作进程可以停',
  idle: '没有启用过',
}

const nameOf = (): string => process.env.DUBAN_DEPLOYMENT ?? DEPLOYMENT_NAME

const notEmpty = (text: string): string => {
  if (text.trim() === '') throw new InvalidArgumentError('不能是空的')
  return text
}

const notFound = (build: string) =>
  refused(
    'RELEASE_NOT_FOUND',
    `没有版本 ${build} 的工作进程在运行`,
    `先以 DUBAN_BUILD_ID=${build} 启动它的工作进程`,
  )

export function deploymentVerbs(program: Command): void {
  program
    .command('prepare')
    .description('为集群做一次性准备：命名空间、历史保留期、搜索属性、记录库的表；可以重复运行')
    .addHelpText('after', '\n例：\n  npx duban prepare')
    .action(() =>
      run('text', async () => {
        const endpoint = await findEndpoint(dataFolder())
        if (endpoint === null)
          throw refused('SERVER_NOT_RUNNING', '没有指定 Temporal 服务', '设置 TEMPORAL_ADDRESS（或配置文件）')
        const { client, close } = await connectClient(endpoint)
        try {
          await ensureNamespace(client.connection as never, endpoint.namespace)
          await ensureSearchAttributes(client.connection as never, endpoint.namespace)
        } finally {
          await close()
        }
        const records = recordsOf(dataFolder())
        await (await openRecords(records)).destroy()
        say(`准备好了：命名空间 ${endpoint.namespace}，记录库 ${shownRecords(records)}`)
        return EXIT.ok
      }),
    )
  const deployment = program.command('deployment').description('工作进程的版本：滚动升级')
  withOutput(
    deployment.command('show').description('各版本的工作进程和状态'),
    'npx duban deployment show',
  ).action((o) =>
    run(formatOf(o), () =>
      withDuban(async ({ client }) => {
        const releases = (await releasesOf(client, nameOf())) ?? []
        print(formatOf(o), { deployment: nameOf(), releases }, () =>
          releases.length === 0
            ? '没有分版本的工作进程（启动时设置 DUBAN_BUILD_ID 才分版本）'
            : table(
                ['版本', '状态'],
                releases.map((r) => [r.buildId, STATES[r.state]]),
              ),
        )
        return EXIT.ok
      }),
    ),
  )
  withOutput(
    deployment
      .command('promote')
      .argument('<build>', 'DUBAN_BUILD_ID 的值', notEmpty)
      .description('启用一个版本：新开始的用它；在办的按各自的规定留在旧版本或换过来'),
    'npx duban deployment promote 0.3.0',
  ).action((build: string, o) =>
    run(formatOf(o), () =>
      withDuban(async ({ client }) => {
        if (!(await promote(client, nameOf(), build))) throw notFound(build)
        print(formatOf(o), { deployment: nameOf(), current: build }, () => `已启用 ${build}`)
        return EXIT.ok
      }),
    ),
  )
  withOutput(
    deployment
      .command('move')
      .argument('<build>', 'DUBAN_BUILD_ID 的值', notEmpty)
      .description(
        '把留在别的版本上的在办工作流都换到这个版本：旧版本的工作进程就可以停了；卡住的换过来接着办',
      )
      .option('--dry-run', '只看有哪些，不换'),
    'npx duban deployment move 0.3.0 --dry-run',
  ).action((build: string, o) =>
    run(formatOf(o), () =>
      withDuban(async ({ client, taskQueue }) => {
        const known = (await releasesOf(client, nameOf())) ?? []
        if (!known.some(({ buildId }) => buildId === build)) throw notFound(build)
        const to = { deploymentName: nameOf(), buildId: build, taskQueue }
        const dryRun = o.dryRun === true
        const { moved, there } = await moveRunning(client, to, dryRun)
        print(formatOf(o), { deployment: nameOf(), buildId: build, dryRun, moved, there }, () =>
          [
            `${dryRun ? '将换到' : '已换到'} ${build}：${moved.length} 个；原来就在的：${there} 个`,
            ...moved.slice(0, 20).map((id) => `  ${id}`),
            ...(moved.length > 20 ? [`  … 等 ${moved.length} 个`] : []),
          ].join('\n'),
        )
        return EXIT.ok
      }),
    ),
  )
}
