import type { Command } from 'commander'
import { codecEndpoint } from '../../../security/codec-endpoint.ts'
import { addKey, type KeyAdded, type KeyRing, readKeyRing, useKey } from '../../../security/keys.ts'
import { listen, placeOf } from '../../../security/listen.ts'
import { makeToken, readToken } from '../../../security/token.ts'
import { DEFAULT_NAMESPACE, dataFolder, findEndpoint } from '../../../temporal/endpoint.ts'
import { viewUiPlace } from '../../../temporal/view-ui.ts'
import { refused } from '../../refusal.ts'
import { formatOf, list, withOutput } from '../args.ts'
import { EXIT, run } from '../exit.ts'
import { type Format, print, say } from '../output.ts'
import { withRecords } from '../session.ts'

/** The key file a verb works on: the option, else DUBAN_CODEC_KEYS. @throws RefusedError USAGE_KEY_FILE */
function keyFile(option: string | undefined): string {
  const path = option ?? process.env.DUBAN_CODEC_KEYS
  if (path) return path
  throw refused('USAGE_KEY_FILE', '没有说明密钥文件', '用 --keys FILE，或设置 DUBAN_CODEC_KEYS')
}

function shown(format: Format, path: string, done: KeyAdded): number {
  print(format, { file: path, ...done }, () =>
    [
      `${path}：共 ${done.keys} 个密钥，现在用 ${done.current} 加密，其余只解密`,
      '这个文件丢了，加密的数据谁也读不出来：与数据分开备份',
      '工作进程和命令行重新启动后生效',
    ].join('\n'),
  )
  return EXIT.ok
}

/** Origins that may ask when none are given: the UIs that `up` runs here. */
function knownOrigins(uiUrl: string | null | undefined): readonly string[] {
  const view = viewUiPlace()
  return [...(uiUrl ? [new URL(uiUrl).origin] : []), ...(view ? [`http://${view.host}:${view.port}`] : [])]
}

interface ServeOptions {
  readonly keys?: string
  readonly tokenFile?: string
  readonly listen: string
  readonly namespace?: string
  readonly uiOrigin?: readonly string[]
  readonly names?: boolean
}

/** With names it is of use without keys as well. @throws RefusedError USAGE_KEY_FILE */
const keysFor = ({ keys, names }: ServeOptions): KeyRing | null =>
  names === true && keys === undefined && !process.env.DUBAN_CODEC_KEYS ? null : readKeyRing(keyFile(keys))

/** Serves until Ctrl-C or SIGTERM. @param named puts names to accounts */
async function serve(o: ServeOptions, named?: (text: string) => Promise<string>): Promise<number> {
  const keys = keysFor(o)
  const tokenFile = o.tokenFile ?? process.env.DUBAN_CODEC_TOKEN
  if (!tokenFile)
    throw refused(
      'USAGE_TOKEN_FILE',
      '没有说明口令文件',
      '用 duban codec new-token FILE 生成，再用 --token-file FILE 或 DUBAN_CODEC_TOKEN',
    )
  const token = readToken(tokenFile)
  const endpoint = await findEndpoint(dataFolder())
  const origins = o.uiOrigin ?? knownOrigins(endpoint?.uiUrl)
  if (origins.length === 0)
    throw refused(
      'USAGE_UI_ORIGIN',
      '不知道网页界面的地址',
      '用 --ui-origin http://主机:端口 说明，可以写几个',
    )
  const namespace = o.namespace ?? endpoint?.namespace ?? DEFAULT_NAMESPACE
  const app = codecEndpoint({ keys, token, namespace, origins, named })
  const server = await listen(app.fetch, placeOf(o.listen), { origins })
  say(`解密服务：${server.url}，供 ${origins.join('、')} 使用。按 Ctrl-C 停止`)
  say(
    `网页界面里的 Codec Server 地址填它（或设置 DUBAN_CODEC_ENDPOINT 后启动 up），并先在浏览器打开它输入口令`,
  )
  await new Promise<void>((resolve) => {
    process.once('SIGINT', resolve)
    process.once('SIGTERM', resolve)
  })
  await server.close()
  return EXIT.ok
}

/** Keys of the payload encryption, and the endpoint through which the Temporal UI reads what is encrypted. */
export function codecVerbs(program: Command): void {
  const codec = program
    .command('codec')
    .description('数据加密：密钥、供网页界面解密的服务（docs/security.md）')
  withOutput(
    codec
      .command('add-key <id>')
      .description('在密钥文件里加一个新密钥（没有文件就新建，只有本人能读）')
      .option('--keys <file>', '密钥文件；默认 DUBAN_CODEC_KEYS')
      .option('--staged', '先只用来解密，分发到每台机器后再 use-key'),
    'npx duban codec add-key 2026-11 --keys /etc/duban/keys.json',
  ).action((id: string, o) =>
    run(formatOf(o), async () => {
      const path = keyFile(o.keys)
      return shown(formatOf(o), path, addKey(path, id, o.staged === true))
    }),
  )
  withOutput(
    codec
      .command('use-key <id>')
      .description('从现在起用这个密钥加密')
      .option('--keys <file>', '密钥文件；默认 DUBAN_CODEC_KEYS'),
    'npx duban codec use-key 2027-01',
  ).action((id: string, o) =>
    run(formatOf(o), async () => {
      const path = keyFile(o.keys)
      return shown(formatOf(o), path, useKey(path, id))
    }),
  )
  withOutput(
    codec.command('new-token <file>').description('生成解密服务的口令（只有本人能读的文件）'),
    'npx duban codec new-token /etc/duban/codec-token',
  ).action((file: string, o) =>
    run(formatOf(o), async () => {
      makeToken(file)
      print(formatOf(o), { file }, () => `口令写在 ${file}，只有本人能读`)
      return EXIT.ok
    }),
  )
  codec
    .command('serve')
    .description('供 Temporal 网页界面和命令行解密的服务，留在前台')
    .option('--listen <place>', '端口，或 主机:端口；默认只在本机', '8236')
    .option('--token-file <file>', '口令文件；默认 DUBAN_CODEC_TOKEN')
    .option('--keys <file>', '密钥文件；默认 DUBAN_CODEC_KEYS')
    .option('--ui-origin <url>', '允许使用的网页界面地址，可重复；默认本机的网页界面', list)
    .option('--namespace <name>', '请求里没写时的命名空间')
    .option('--names', '把办理记录里的账户编号显示为姓名；没有加密的也可用')
    .addHelpText('after', '\n例：\n  npx duban codec serve --token-file /etc/duban/codec-token')
    .action((o: ServeOptions) =>
      run('text', () =>
        o.names === true
          ? withRecords(async (db) => {
              const { namedIn } = await import('../../views/people.ts')
              return serve(o, (text) => namedIn(db, text))
            })
          : serve(o),
      ),
    )
}
