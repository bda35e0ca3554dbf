import type { Command } from 'commander'
import { endFeed, makeFeed } from '../../../accounts/feeds.ts'
import { OPERATOR, userNamed } from '../../../accounts/people.ts'
import { orThrow, refused } from '../../refusal.ts'
import { feedList } from '../../use/feeds.ts'
import { formatOf, withOutput } from '../args.ts'
import { unitName } from '../as.ts'
import { run } from '../exit.ts'
import { print, table } from '../output.ts'
import { withRecords } from '../session.ts'

/** 日历和订阅, by whoever owns this machine; people make their own on their page. */
export function feedVerbs(program: Command): void {
  const group = program.command('feed').description('日历（.ics）和变化订阅（Atom）的地址')
  withOutput(
    group
      .command('make')
      .description('生成一个单位或一个人的地址，只打印这一次')
      .option('--unit <unit>', '单位', unitName)
      .option('--plan <plan>', '单位的只看这个方案')
      .option('--user <login>', '账户：他看得到的全部'),
    'npx duban feed make --unit 市财政局',
  ).action((o) =>
    run(formatOf(o), () =>
      withRecords(async (db) => {
        if ((o.unit === undefined) === (o.user === undefined))
          throw refused('USAGE', '写 --unit 或 --user 中的一个', '如 duban feed make --unit 市财政局')
        const user = o.user === undefined ? undefined : orThrow(await userNamed(db, o.user))
        const of =
          user === undefined
            ? ({ kind: 'unit', unit: o.unit, planId: o.plan ?? '' } as const)
            : ({ kind: 'person', userId: user.id } as const)
        const made = await makeFeed(db, of, user?.name ?? o.unit, OPERATOR)
        print(formatOf(o), made, () => `编号 ${made.id}\n日历 ${made.ics}\n变化 ${made.atom}`)
        return undefined
      }),
    ),
  )
  withOutput(group.command('list').description('全部地址的编号，没有地址本身'), 'npx duban feed list').action(
    (o) =>
      run(formatOf(o), () =>
        withRecords(async (db) => {
          const rows = await feedList(db, null)
          print(formatOf(o), rows, () =>
            table(
              ['编号', '名称', '单位', '生成', '情况'],
              rows.map((row) => [
                ...[row.id, row.name, row.unit, row.madeAt.slice(0, 10)],
                row.revokedAt === null ? '有效' : '已作废',
              ]),
            ),
          )
          return undefined
        }),
      ),
  )
  withOutput(
    group.command('revoke <feed>').description('作废一个地址，随即失效'),
    'npx duban feed revoke f-0123456789ab',
  ).action((id: string, o) =>
    run(formatOf(o), () =>
      withRecords(async (db) => {
        orThrow(await endFeed(db, null, id, OPERATOR))
        print(formatOf(o), { id }, () => `${id} 已作废`)
        return undefined
      }),
    ),
  )
}
