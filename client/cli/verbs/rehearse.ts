import type { Command } from 'commander'
import { loadScript } from '../../../documents/files/script.ts'
import { rehearse } from '../../use/rehearse.ts'
import { date, formatOf, withOutput } from '../args.ts'
import { run } from '../exit.ts'
import { print, say } from '../output.ts'
import { withDuban } from '../session.ts'
import { planShowText, showPlan } from './plan-shown.ts'

/** One line that is rewritten on a terminal; every tenth day elsewhere. */
export function progressLine(): (p: { day: string; acts: number; days: number }) => void {
  const tty = process.stderr.isTTY === true
  return ({ day, acts, days }) => {
    if (tty) process.stderr.write(`\r演练到 ${day}，已有 ${acts} 件事 `)
    else if (days % 20 === 0) say(`演练到 ${day}，已有 ${acts} 件事`)
  }
}

export function rehearseVerb(program: Command): void {
  withOutput(
    program
      .command('rehearse <plan>')
      .description('按剧本演练一个用步进时钟启动的方案；中断后再运行，从停下的地方继续')
      .requiredOption('--script <file>', '剧本文件，如 seeds/rehearsals/2015.json')
      .option('--to <date>', '只演到哪一天', date),
    'npx duban rehearse mz2015 --script seeds/rehearsals/2015.json --to 2015-09-07',
  ).action((plan: string, o) =>
    run(formatOf(o), () =>
      withDuban(async (duban) => {
        const script = loadScript(o.script)
        const done = await rehearse(duban, plan, script, { to: o.to, onDay: progressLine() })
        if (process.stderr.isTTY) say('')
        for (const r of done.refusals) say(`${r.day} ${r.what} 被拒绝：${r.message}`)
        const shown = await showPlan(duban, plan)
        print(formatOf(o), { ...shown, rehearsal: done }, () => planShowText(shown))
        return undefined
      }),
    ),
  )
}
