import type { Command } from 'commander'
import { dataFolder } from '../../../temporal/endpoint.ts'
import { planNamed } from '../../views/reading.ts'
import { formatOf, withOutput } from '../args.ts'
import { EXIT, run } from '../exit.ts'
import { print, table } from '../output.ts'
import { withRecords } from '../session.ts'

const STATES: Readonly<Record<string, string>> = {
  dead: '没有送到',
  pending: '待发',
  sent: '已发',
  muted: '本人不收',
}

/** 通知渠道: what is set up, a test, and who was told what. */
export function channelVerbs(program: Command): void {
  const group = program.command('channels').description('通知渠道：邮件和群机器人（docs/channels.md）')
  withOutput(
    group.command('list', { isDefault: true }).description('已设置的渠道和名册'),
    'npx duban channels',
  ).action((o) =>
    run(formatOf(o), async () => {
      const { reachIn } = await import('../../use/channels.ts')
      const { channels, people } = reachIn(dataFolder())
      const json = { channels: [...channels.keys()], people: people.length }
      print(formatOf(o), json, () => `渠道：${json.channels.join('、') || '（无）'}；名册 ${json.people} 人`)
      return undefined
    }),
  )
  withOutput(
    group
      .command('test <channel>')
      .description('发一条测试消息')
      .requiredOption('--to <address>', '邮件写地址；群机器人写任意说明'),
    'npx duban channels test mail --to zhangsan@example.gov.cn',
  ).action((id: string, o) =>
    run(formatOf(o), async () => {
      const { testSend } = await import('../../use/channels.ts')
      const outcome = await testSend(dataFolder(), id, o.to)
      const fine = outcome.kind === 'sent'
      print(formatOf(o), outcome, () => (fine ? `已送出：${outcome.receipt}` : `没有送出：${outcome.error}`))
      return fine ? EXIT.ok : EXIT.system
    }),
  )
  withOutput(
    group.command('sends <plan>').description('通知的送达情况，没有送到的在前'),
    'npx duban channels sends mz2015',
  ).action((plan: string, o) =>
    run(formatOf(o), () =>
      withRecords(async (db) => {
        const { sendsOf } = await import('../../use/channels.ts')
        await planNamed(db, plan)
        const rows = await sendsOf(db, plan)
        print(formatOf(o), rows, () =>
          table(
            ['情况', '渠道', '收件人', '通知', '试过', '说明'],
            rows.map((row) => [
              STATES[row.state] ?? row.state,
              row.channel || '—',
              row.recipient,
              row.notice,
              `${row.tries}`,
              row.error ?? row.receipt ?? '',
            ]),
          ),
        )
        return undefined
      }),
    ),
  )
  withOutput(
    group.command('retry <plan>').description('改好以后，没有送到的重新找人、重新发送'),
    'npx duban channels retry mz2015',
  ).action((plan: string, o) =>
    run(formatOf(o), () =>
      withRecords(async (db) => {
        const { sendAgain } = await import('../../../records/sends.ts')
        await planNamed(db, plan)
        const rows = await sendAgain(db, plan)
        print(formatOf(o), { rows }, () => `${rows} 条将重新发送`)
        return undefined
      }),
    ),
  )
}
