import type { Command } from 'commander'
import { addKey, type KeyAdded, useKey } from '../../../security/keys.ts'
import { refused } from '../../refusal.ts'
import { formatOf, withOutput } from '../args.ts'
import { EXIT, run } from '../exit.ts'
import { type Format, print } from '../output.ts'

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
}
