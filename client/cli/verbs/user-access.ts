import { type Command, InvalidArgumentError } from 'commander'
import { linkPerson, unlinkPerson } from '../../../accounts/link.ts'
import { readOidc } from '../../../accounts/oidc-settings.ts'
import { OPERATOR, userNamed } from '../../../accounts/people.ts'
import { endTotp } from '../../../accounts/second-factor.ts'
import { makeToken, SCOPES, type Scope, TOKEN_DAYS } from '../../../accounts/tokens.ts'
import { dataFolder } from '../../../temporal/endpoint.ts'
import { orThrow, refused } from '../../refusal.ts'
import { formatOf, wholeNumber, withOutput } from '../args.ts'
import { unitNames } from '../as.ts'
import { run } from '../exit.ts'
import { print } from '../output.ts'
import { withRecords } from '../session.ts'

function scopeAsked(text: string, before: readonly Scope[] = []): readonly Scope[] {
  if (SCOPES.includes(text as Scope)) return [...before, text as Scope]
  throw new InvalidArgumentError(`应为 ${SCOPES.join('、')} 之一`)
}

/** How an account gets in, beside its password: 动态口令, 单点登录, tokens of programs. */
export function userAccessVerbs(group: Command): void {
  withOutput(
    group
      .command('end-totp <login>')
      .description('取消动态口令：手机和恢复码都丢了时用；必须有的，下次登录时重新设置'),
    'npx duban user end-totp zhangsan',
  ).action((login: string, o) =>
    run(formatOf(o), () =>
      withRecords(async (db) => {
        const user = orThrow(await userNamed(db, login))
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
        const user = orThrow(await linkPerson(db, login, { issuer, subject: o.subject }, OPERATOR))
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
        const taken = orThrow(await unlinkPerson(db, login, OPERATOR))
        print(formatOf(o), { login, unlinked: taken }, () => `取消了 ${taken} 个关联`)
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
        const made = orThrow(await makeToken(db, orThrow(await userNamed(db, login)).id, asked, OPERATOR))
        print(
          formatOf(o),
          made,
          () => `令牌（只显示这一次）：${made.token}\n编号 ${made.id}，有效到 ${made.endsAt.slice(0, 10)}`,
        )
        return undefined
      }),
    ),
  )
}
