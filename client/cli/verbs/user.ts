import type { Command } from 'commander'
import { forgetPerson } from '../../../accounts/forget.ts'
import { addPerson, codeFor, OPERATOR, people, setDisabled, userNamed } from '../../../accounts/people.ts'
import type { Role } from '../../../accounts/roles.ts'
import { orThrow } from '../../refusal.ts'
import { formatOf, withOutput } from '../args.ts'
import { agreed } from '../ask.ts'
import { run } from '../exit.ts'
import { print, table } from '../output.ts'
import { withRecords } from '../session.ts'
import { userAccessVerbs } from './user-access.ts'
import { hatAsked, hatText, userRolesVerb } from './user-roles.ts'
import { userRosterVerb } from './user-roster.ts'

const STATES: Readonly<Record<string, string>> = { active: '启用', invited: '待设口令', disabled: '停用' }

const codeText = (login: string, code: string) =>
  `账户 ${login} 的一次性码：${code}\n24 小时内有效，只能用一次。本人打开督办台，点“有邀请码或重置码”，设置自己的口令`

/** 账户: for whoever owns this machine; a signed-in administrator has pages for it. */
export function userVerbs(program: Command): void {
  const group = program.command('user').description('账户：新建、发码、角色、停用、清单')
  withOutput(
    group
      .command('add <login>')
      .description('新建账户，打印一次性邀请码')
      .requiredOption('--name <name>', '姓名')
      .requiredOption(
        '--role <role>',
        '角色，可重复：联络员:单位、督查室:单位、领导:单位、签发、观察员、管理员',
        hatAsked,
      )
      .option('--phone <phone>', '电话')
      .option('--mail <mail>', '邮箱'),
    'npx duban user add zhangsan --name 张三 --role 联络员:市财政局\n  npx duban user add lisi --name 李四 --role 督查室:督查室 --role 签发',
  ).action((login: string, o) =>
    run(formatOf(o), () =>
      withRecords(async (db) => {
        const { name, role, phone = null, mail = null } = o
        const made = orThrow(await addPerson(db, { login, name, phone, mail, hats: role }, OPERATOR))
        print(formatOf(o), made, () => codeText(made.login, made.code))
        return undefined
      }),
    ),
  )
  for (const [verb, what] of [
    ['invite', '再发一个邀请码（以前的作废）'],
    ['reset', '发一个重置码：忘了口令时用；设好新口令以前，旧口令仍有效'],
  ] as const)
    withOutput(group.command(`${verb} <login>`).description(what), `npx duban user ${verb} zhangsan`).action(
      (login: string, o) =>
        run(formatOf(o), () =>
          withRecords(async (db) => {
            const code = orThrow(await codeFor(db, login, verb, OPERATOR))
            print(formatOf(o), { login, code }, () => codeText(login, code))
            return undefined
          }),
        ),
    )
  for (const [verb, disabled, what] of [
    ['disable', true, '停用：立即结束它的会话，不能再登录'],
    ['enable', false, '重新启用'],
  ] as const)
    withOutput(group.command(`${verb} <login>`).description(what), `npx duban user ${verb} zhangsan`).action(
      (login: string, o) =>
        run(formatOf(o), () =>
          withRecords(async (db) => {
            const { login: known } = orThrow(await setDisabled(db, login, disabled, OPERATOR))
            print(
              formatOf(o),
              { login: known, disabled },
              () => `账户 ${known} 已${disabled ? '停用' : '启用'}`,
            )
            return undefined
          }),
        ),
    )
  userRolesVerb(group)
  userAccessVerbs(group)
  userRosterVerb(group)
  withOutput(
    group
      .command('forget <login>')
      .description('删除个人信息（姓名、登录名、电话、邮箱、角色）；台账不变，只剩账户编号')
      .option('--yes', '不再询问'),
    'npx duban user forget zhangsan',
  ).action((login: string, o) =>
    run(formatOf(o), () =>
      withRecords(async (db) => {
        const { name } = orThrow(await userNamed(db, login))
        if (
          !(await agreed(`将删除 ${login}（${name}）的个人信息，不能恢复；台账里只剩账户编号`, {
            yes: o.yes,
          }))
        )
          return undefined
        const { id } = orThrow(await forgetPerson(db, login, OPERATOR))
        print(formatOf(o), { userId: id }, () => `已删除，账户编号 ${id}`)
        return undefined
      }),
    ),
  )
  withOutput(group.command('list').description('所有账户、角色、状态'), 'npx duban user list').action((o) =>
    run(formatOf(o), () =>
      withRecords(async (db) => {
        const all = await people(db)
        print(formatOf(o), all, () =>
          table(
            ['登录名', '姓名', '角色', '状态', '上次登录'],
            all.map((one) => [
              one.login,
              one.name,
              one.roles
                .map(({ role, unit, plan }) =>
                  hatText({ role: role as Role, unit: unit ?? '', planId: plan ?? '' }),
                )
                .join('，'),
              STATES[one.state] ?? one.state,
              one.lastSignIn?.slice(0, 10) ?? '',
            ]),
          ),
        )
        return undefined
      }),
    ),
  )
}
