import { readFileSync } from 'node:fs'
import { basename } from 'node:path'
import { type Command, InvalidArgumentError } from 'commander'
import { forgetPerson } from '../../../accounts/forget.ts'
import { linkPerson, unlinkPerson } from '../../../accounts/link.ts'
import { readOidc } from '../../../accounts/oidc-settings.ts'
import {
  addPerson,
  checkHat,
  codeFor,
  OPERATOR,
  people,
  setDisabled,
  userNamed,
} from '../../../accounts/people.ts'
import { type Hat, ROLES, type Role, roleAsked, roleName } from '../../../accounts/roles.ts'
import { importPeople, type RosterLine } from '../../../accounts/roster.ts'
import { endTotp } from '../../../accounts/second-factor.ts'
import { makeToken, SCOPES, type Scope, TOKEN_DAYS } from '../../../accounts/tokens.ts'
import { peopleTable } from '../../../documents/files/people.ts'
import type { Refusal, Result } from '../../../domain/basics/result.ts'
import { dataFolder } from '../../../temporal/endpoint.ts'
import { fileUnreadable, RefusedError, refused } from '../../refusal.ts'
import { formatOf, wholeNumber, withOutput } from '../args.ts'
import { unitNames } from '../as.ts'
import { agreed } from '../ask.ts'
import { EXIT, run } from '../exit.ts'
import { print, table } from '../output.ts'
import { withRecords } from '../session.ts'

function must<T>(result: Result<T, Refusal>): T {
  if (!result.ok) throw new RefusedError(result.error)
  return result.value
}

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

function scopeAsked(text: string, before: readonly Scope[] = []): readonly Scope[] {
  if (SCOPES.includes(text as Scope)) return [...before, text as Scope]
  throw new InvalidArgumentError(`应为 ${SCOPES.join('、')} 之一`)
}

const STATES: Readonly<Record<string, string>> = { active: '启用', invited: '待设口令', disabled: '停用' }

const codeText = (login: string, code: string) =>
  `账户 ${login} 的一次性码：${code}\n24 小时内有效，只能用一次。本人打开督办台，点“有邀请码或重置码”，设置自己的口令`

const OUTCOMES: Readonly<Record<RosterLine['outcome'], string>> = {
  added: '新建',
  changed: '补充',
  same: '没有变化',
  refused: '没有办',
}

const rosterText = (lines: readonly RosterLine[]): string =>
  table(
    ['位置', '登录名', '姓名', '单位', '结果', '一次性码', '原因'],
    lines.map(({ place, login, name, unit, outcome, code, because }) => [
      ...[place, login, name, unit, OUTCOMES[outcome], code ?? '', because ?? ''],
    ]),
  )

/** @throws RefusedError FILE_NOT_FOUND */
function readRoster(file: string): Uint8Array {
  try {
    return readFileSync(file)
  } catch {
    throw fileUnreadable(file)
  }
}

/** 账户: for whoever owns this machine; a signed-in administrator has pages for it. */
export function userVerbs(program: Command): void {
  const group = program.command('user').description('账户：新建、发码、停用、清单')
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
        const made = must(await addPerson(db, { login, name, phone, mail, hats: role }, OPERATOR))
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
            const code = must(await codeFor(db, login, verb, OPERATOR))
            print(formatOf(o), { login, code }, () => codeText(login, code))
            return undefined
          }),
        ),
    )
  withOutput(
    group
      .command('end-totp <login>')
      .description('取消动态口令：手机和恢复码都丢了时用；必须有的，下次登录时重新设置'),
    'npx duban user end-totp zhangsan',
  ).action((login: string, o) =>
    run(formatOf(o), () =>
      withRecords(async (db) => {
        const user = must(await userNamed(db, login))
        await endTotp(db, user, OPERATOR)
        print(formatOf(o), { login: user.login, totp: false }, () => `账户 ${user.login} 的动态口令已取消`)
        return undefined
      }),
    ),
  )
  withOutput(
    group
      .command('link <login>')
      .description('单点登录：把身份（签发者和编号）关联到账户；本人登录失败的页面上有编号')
      .requiredOption('--subject <subject>', '身份的编号（sub）')
      .option('--issuer <url>', '签发者；不写即 oidc.yaml 里的'),
    'npx duban user link zhangsan --subject 8f2c…',
  ).action((login: string, o) =>
    run(formatOf(o), () =>
      withRecords(async (db) => {
        const issuer = o.issuer ?? readOidc(dataFolder())?.issuer
        if (issuer === undefined)
          throw refused('OIDC_INVALID', '没有设置单点登录', '写好 oidc.yaml，或加上 --issuer')
        const user = must(await linkPerson(db, login, { issuer, subject: o.subject }, OPERATOR))
        print(
          formatOf(o),
          { login: user.login, issuer, subject: o.subject },
          () => `已关联到账户 ${user.login}`,
        )
        return undefined
      }),
    ),
  )
  withOutput(
    group.command('unlink <login>').description('取消账户的单点登录关联，结束它的会话'),
    'npx duban user unlink zhangsan',
  ).action((login: string, o) =>
    run(formatOf(o), () =>
      withRecords(async (db) => {
        const taken = must(await unlinkPerson(db, login, OPERATOR))
        print(formatOf(o), { login, unlinked: taken }, () => `取消了 ${taken} 个关联`)
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
            const { login: known } = must(await setDisabled(db, login, disabled, OPERATOR))
            print(
              formatOf(o),
              { login: known, disabled },
              () => `账户 ${known} 已${disabled ? '停用' : '启用'}`,
            )
            return undefined
          }),
        ),
    )
  withOutput(
    group
      .command('token <login>')
      .description('给程序用的令牌：只显示这一次；它能做的不多于这个账户')
      .requiredOption('--name <name>', '给什么程序用')
      .option('--scope <scope>', '范围，可重复：read 查看，act 办理，upload 上传；不写为 read', scopeAsked)
      .option('--unit <unit>', '只以这个单位的名义（可重复）', unitNames)
      .option('--days <n>', `有效天数，最多 ${TOKEN_DAYS.most}`, wholeNumber, TOKEN_DAYS.usual),
    'npx duban user token zhangsan --name OA系统 --scope read --scope act',
  ).action((login: string, o) =>
    run(formatOf(o), () =>
      withRecords(async (db) => {
        const asked = { name: o.name, scopes: o.scope ?? ['read'], units: o.unit ?? [], days: o.days }
        const made = must(await makeToken(db, must(await userNamed(db, login)).id, asked, OPERATOR))
        print(
          formatOf(o),
          made,
          () => `令牌（只显示这一次）：${made.token}\n编号 ${made.id}，有效到 ${made.endsAt.slice(0, 10)}`,
        )
        return undefined
      }),
    ),
  )
  withOutput(
    group
      .command('import <file>')
      .description('按名册（单位、姓名、角色、登录名、电话、邮箱）建账户，逐行报告；打印一次性码')
      .option('--dry-run', '只试不建'),
    'npx duban user import 名册.xlsx --dry-run',
  ).action((file: string, o) =>
    run(formatOf(o), () =>
      withRecords(async (db) => {
        const rows = must(peopleTable(readRoster(file), basename(file)))
        const lines = await importPeople(db, rows, OPERATOR, o.dryRun ?? false)
        print(formatOf(o), { dryRun: o.dryRun ?? false, lines }, () => rosterText(lines))
        return lines.some(({ outcome }) => outcome === 'refused') ? EXIT.input : undefined
      }),
    ),
  )
  withOutput(
    group
      .command('forget <login>')
      .description('删除个人信息（姓名、登录名、电话、邮箱、角色）；台账不变，只剩账户编号')
      .option('--yes', '不再询问'),
    'npx duban user forget zhangsan',
  ).action((login: string, o) =>
    run(formatOf(o), () =>
      withRecords(async (db) => {
        const { name } = must(await userNamed(db, login))
        if (
          !(await agreed(`将删除 ${login}（${name}）的个人信息，不能恢复；台账里只剩账户编号`, {
            yes: o.yes,
          }))
        )
          return undefined
        const { id } = must(await forgetPerson(db, login, OPERATOR))
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
                .map(
                  ({ role, unit, plan }) =>
                    `${roleName(role as Role)}${unit ? `:${unit}` : ''}${plan ? `@${plan}` : ''}`,
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
