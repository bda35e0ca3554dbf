import type { Command } from 'commander'
import { OPERATOR } from '../../../accounts/people.ts'
import { forgetLink } from '../../../accounts/submit-link.ts'
import { readReach } from '../../../notices/settings.ts'
import { dataFolder } from '../../../temporal/endpoint.ts'
import { refused } from '../../refusal.ts'
import { endLinkOf, linkList, makeLinkFor } from '../../use/links.ts'
import { planNamed } from '../../views/reading.ts'
import { formatOf, wholeNumber, withOutput } from '../args.ts'
import { unitName } from '../as.ts'
import { run } from '../exit.ts'
import { print, table } from '../output.ts'
import { withRecords } from '../session.ts'

/** Where the pages are, as channels.yaml says; without it the path alone is told. */
const baseOf = (said: string | undefined): string =>
  (said ?? readReach(dataFolder())?.link ?? '').replace(/\/+$/, '')

/** 免登录链接: for whom has no account, one obligation and one unit each. */
export function linkVerbs(program: Command): void {
  const group = program.command('link').description('免登录链接：没有账户的人凭它提交一件佐证')
  withOutput(
    group
      .command('make <plan> <measure>')
      .description('发一个链接，只打印这一次')
      .option('--obligation <id>', '哪一件；只有一件时可不写')
      .option('--unit <unit>', '以哪个承办单位的名义；不写为牵头单位', unitName)
      .option('--for <whom>', '发给谁；不写为单位名')
      .option('--days <n>', '到期日以后还能用几天；不写为 15', wholeNumber)
      .option('--code', '另设六位验证码，电话告诉对方')
      .option('--base <url>', '网页的地址；不写为 channels.yaml 的 link'),
    'npx duban link make mz2015 3.1 --for 张三',
  ).action((id: string, no: string, o) =>
    run(formatOf(o), () =>
      withRecords(async (db) => {
        const plan = await planNamed(db, id)
        const made = await makeLinkFor(
          db,
          plan,
          {
            ...{ no, obligation: o.obligation ?? null, unit: o.unit ?? null, recipient: o.for ?? '' },
            ...{ days: o.days ?? null, code: o.code === true },
          },
          OPERATOR,
        )
        const url = `${baseOf(o.base)}${made.path}`
        print(formatOf(o), { ...made, url }, () =>
          [
            `${made.obligation} ${made.unit}，有效期到 ${made.endsOn}，编号 ${made.id}`,
            url,
            ...(made.code === null ? [] : [`验证码 ${made.code}（电话里告诉对方）`]),
            '只显示这一次；发给本人，不要转发到群里',
          ].join('\n'),
        )
        return undefined
      }),
    ),
  )
  withOutput(
    group
      .command('list <plan>')
      .description('发过的链接，谁用过')
      .option('--measure <no>', '只看这项措施')
      .option('--unit <unit>', '只看这个单位', unitName),
    'npx duban link list mz2015 --unit 市财政局',
  ).action((id: string, o) =>
    run(formatOf(o), () =>
      withRecords(async (db) => {
        const { measure: no, unit } = o
        const rows = await linkList(db, await planNamed(db, id), { no, unit })
        print(formatOf(o), rows, () =>
          rows.length === 0
            ? `${id} 没有发过链接`
            : table(
                ['编号', '应办事项', '单位', '发给', '有效期到', '情况', '提交过'],
                rows.map((row) => [
                  ...[row.id, row.obligation, row.unit, row.recipient, row.endsOn],
                  row.holds ? '有效' : (row.because ?? ''),
                  row.submissions
                    .map(({ at, name, phone }) => `${at.slice(0, 10)} ${name || '（已删除）'} ${phone}`)
                    .join('；'),
                ]),
              ),
        )
        return undefined
      }),
    ),
  )
  withOutput(
    group.command('revoke <plan> <link>').description('作废一个链接，随即失效'),
    'npx duban link revoke mz2015 l-0123456789ab',
  ).action((id: string, link: string, o) =>
    run(formatOf(o), () =>
      withRecords(async (db) => {
        await planNamed(db, id)
        await endLinkOf(db, id, link, OPERATOR)
        print(formatOf(o), { id: link }, () => `链接 ${link} 已作废`)
        return undefined
      }),
    ),
  )
  withOutput(
    group.command('forget <plan> <link>').description('删除用过这个链接的人的姓名和电话；台账不变，仍能核验'),
    'npx duban link forget mz2015 l-0123456789ab',
  ).action((id: string, link: string, o) =>
    run(formatOf(o), () =>
      withRecords(async (db) => {
        const known = await linkList(db, await planNamed(db, id))
        if (!known.some((one) => one.id === link))
          throw refused('LINK_NOT_FOUND', `方案 ${id} 没有链接 ${link}`, `用 duban link list ${id} 查看`)
        const forgotten = await forgetLink(db, link, OPERATOR)
        print(formatOf(o), { id: link, forgotten }, () => `已删除 ${forgotten} 次提交的姓名和电话`)
        return undefined
      }),
    ),
  )
}
