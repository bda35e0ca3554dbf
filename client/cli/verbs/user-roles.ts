import { type Command, InvalidArgumentError } from 'commander'
import { changeHats, changeShown } from '../../../accounts/hats.ts'
import { checkHat, OPERATOR } from '../../../accounts/people.ts'
import { type Hat, ROLES, roleAsked, roleName } from '../../../accounts/roles.ts'
import { orThrow } from '../../refusal.ts'
import { formatOf, withOutput } from '../args.ts'
import { run } from '../exit.ts'
import { print } from '../output.ts'
import { withRecords } from '../session.ts'

/** `角色`, `角色:单位` or `角色:单位@方案`, as often as there are hats. */
export function hatAsked(text: string, before: readonly Hat[] = []): readonly Hat[] {
  const [, said = '', unit = '', planId = ''] =
    /^([^:：@]+)(?:[:：]([^@]+))?(?:@(.+))?$/.exec(text.trim()) ?? []
  const role = roleAsked(said)
  if (role === null)
    throw new InvalidArgumentError(
      `没有角色“${said}”；可写 ${ROLES.map((one) => `${roleName(one)}（${one}）`).join('、')}`,
    )
  const hat = checkHat({ role, unit, planId: planId.trim() })
  if (!hat.ok) throw new InvalidArgumentError(`${hat.error.message}；${hat.error.remedy}`)
  return [...before, hat.value]
}

/** @example hatText({ role: 'unit', unit: '市财政局', planId: 'p' }) // '单位联络员:市财政局@p' */
export const hatText = ({ role, unit, planId }: Hat): string =>
  `${roleName(role)}${unit ? `:${unit}` : ''}${planId ? `@${planId}` : ''}`

/** The roles of an account: looked at, given and taken, all that is asked at once or nothing. */
export function userRolesVerb(group: Command): void {
  withOutput(
    group
      .command('roles <login>')
      .description('账户的角色：不带选项只看；增加、收回一起办，有一项不行就都不办；本人要重新登录')
      .option(
        '--give <role>',
        '增加的角色，可重复，写法同 user add：角色、角色:单位、角色:单位@方案',
        hatAsked,
      )
      .option('--take <role>', '收回的角色，可重复，写法相同', hatAsked),
    'npx duban user roles zhangsan --give 单位负责人:市财政局 --take 联络员:市财政局',
  ).action((login: string, o) =>
    run(formatOf(o), () =>
      withRecords(async (db) => {
        const asked = { give: o.give ?? [], take: o.take ?? [] }
        const changed = orThrow(await changeHats(db, login, asked, OPERATOR))
        const { user, hats, given, taken } = changed
        print(formatOf(o), changeShown(changed), () =>
          [
            ...given.map((hat) => `增加了 ${hatText(hat)}`),
            ...taken.map((hat) => `收回了 ${hatText(hat)}`),
            `账户 ${user.login} 的角色：${hats.map(hatText).join('，') || '没有'}`,
          ].join('\n'),
        )
        return undefined
      }),
    ),
  )
}
