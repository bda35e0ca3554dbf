import { spawn } from 'node:child_process'
import type { Command } from 'commander'
import { placeOf } from '../../../security/listen.ts'
import { dataFolder, findEndpoint } from '../../../temporal/endpoint.ts'
import { ANY_PORT } from '../../../temporal/ports.ts'
import { programOf } from '../../../temporal/program.ts'
import { webEnv, webPlace } from '../../../temporal/web-child.ts'
import { refused } from '../../refusal.ts'
import { EXIT, run } from '../exit.ts'
import { say } from '../output.ts'
import { stopAsked } from '../until-asked.ts'
import { setupText } from '../web-text.ts'

/** 督办台 alone: for machines on which `up` is not what runs. */
export function webVerb(program: Command): void {
  program
    .command('web')
    .description('单独启动督办台（网页和接口），留在前台；npx duban up 已经带着它')
    .option('--at <place>', '监听：端口，或 主机:端口；不写为 DUBAN_WEB，或 127.0.0.1:8234', placeOf)
    .addHelpText('after', '\n例：\n  npx duban web --at 8300')
    .action((o) =>
      run('text', async () => {
        const dataDir = dataFolder()
        const endpoint = await findEndpoint(dataDir)
        if (endpoint === null)
          throw refused(
            'SERVER_NOT_RUNNING',
            '督办服务没有在运行，也没有配置 TEMPORAL_ADDRESS',
            '另开一个终端运行 npx duban up，或设置 TEMPORAL_ADDRESS',
          )
        const place = o.at ?? (await webPlace()) ?? placeOf('8234')
        const anyPort = 'anyPort' in place ? [ANY_PORT] : []
        const child = spawn(process.execPath, [...programOf('web'), ...anyPort, dataDir], {
          env: { ...process.env, ...webEnv(dataDir, endpoint, place) },
          stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
          detached: true,
        })
        const ended = new Promise<number>((resolve) => child.once('exit', (code) => resolve(code ?? 0)))
        const ready = await Promise.race([
          new Promise<string>((resolve) =>
            child.on('message', (said) => resolve((said as { url: string }).url)),
          ),
          ended.then(() => null),
        ])
        if (ready === null) return EXIT.system
        say(`督办台：${ready}。按 Ctrl-C 停止`)
        const first = setupText(dataDir, ready)
        if (first !== null) say(first)
        const asked = stopAsked().asked.then(() => {
          child.kill('SIGTERM')
          return ended
        })
        return (await Promise.race([ended, asked])) === 0 ? EXIT.ok : EXIT.system
      }),
    )
}
