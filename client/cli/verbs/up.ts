import type { Command } from 'commander'
import { coverageOf, describeCoverage } from '../../../domain/calendar/coverage.ts'
import { dateOf, fromEpochMs } from '../../../domain/calendar/time.ts'
import { type Check, examine } from '../../../temporal/doctor.ts'
import { dataFolder } from '../../../temporal/endpoint.ts'
import { bringUp } from '../../../temporal/up.ts'
import { formatOf, withOutput } from '../args.ts'
import { EXIT, run } from '../exit.ts'
import { orInterrupted } from '../interrupted.ts'
import { print, say } from '../output.ts'
import { calendar } from '../session.ts'
import { startDemo } from '../start.ts'
import { uiAnswers } from '../ui-text.ts'
import { stopAsked } from '../until-asked.ts'
import { setupText } from '../web-text.ts'

/** A missing table is no fault of the machine: it is told, with the way, and the exit code stays. */
async function calendarCheck(): Promise<Check> {
  const coverage = coverageOf(await calendar(), dateOf(fromEpochMs(Date.now())))
  const remedy = '公布后运行 npx duban calendar install 文件（写法见 docs/calendars.md）'
  const ok = coverage.missing.length === 0 ? true : null
  return { name: '节假日安排', ok, found: describeCoverage(coverage), remedy: coverage.due ? remedy : null }
}

export function upVerbs(program: Command): void {
  program
    .command('up')
    .description('启动缺少的部分（Temporal 服务、网页界面、工作进程、督办台），留在前台')
    .addHelpText('after', '\n例：\n  npx duban up')
    .action(() =>
      run('text', async () => {
        const stopping = stopAsked()
        const up = await orInterrupted(bringUp({ dataDir: dataFolder(), say, ...stopping }))
        if (!up.ours) {
          say(
            `已经在运行：${up.endpoint.connect.address}${up.endpoint.uiUrl ? `，网页界面 ${up.endpoint.uiUrl}` : ''}`,
          )
          return EXIT.ok
        }
        say(
          `已启动：${up.endpoint.connect.address}${up.endpoint.uiUrl ? `，网页界面 ${up.endpoint.uiUrl}` : ''}。按 Ctrl-C 停止`,
        )
        if (up.webUrl !== null) {
          say(`督办台：${up.webUrl}`)
          const first = setupText(dataFolder(), up.webUrl)
          if (first !== null) say(first)
        }
        void uiAnswers(up).then((url) => (up.uiComes && url ? say(`网页界面 ${url}`) : undefined))
        await stopping.asked
        say('正在停止：先让工作进程办完手上的事…')
        await up.stop()
        say('已停止')
        return EXIT.ok
      }),
    )
  withOutput(
    program.command('doctor').description('检查环境：有什么、缺什么、怎么补'),
    'npx duban doctor',
  ).action((o) =>
    run(formatOf(o), async () => {
      const checks = [...(await examine(dataFolder())), await calendarCheck()]
      const sign = (ok: boolean | null) => (ok === null ? '－' : ok ? '✓' : '✗')
      print(formatOf(o), checks, () =>
        checks
          .map((c) => `${sign(c.ok)} ${c.name}：${c.found}${c.remedy ? `\n    → ${c.remedy}` : ''}`)
          .join('\n'),
      )
      return checks.some((c) => c.ok === false) ? EXIT.system : EXIT.ok
    }),
  )
  withOutput(
    program
      .command('start')
      .description('准备、启动、导入 2015 年方案并演练一年，打印结果，留在前台（npm start）')
      .option('--exit', '打印结果后结束'),
    'npm start\n  npm start -- --exit\n  npm -s start -- --exit -o json',
  ).action((o) => run(formatOf(o), () => startDemo({ exit: o.exit === true, format: formatOf(o) })))
}
