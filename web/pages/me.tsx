import type { Hono } from 'hono'
import type { Child } from 'hono/jsx'
import { changePassword } from '../../accounts/change-password.ts'
import { delegate, endDelegation } from '../../accounts/delegation.ts'
import { endOthers, ownAccount, revokeOwn } from '../../accounts/own.ts'
import type { By } from '../../accounts/people.ts'
import { setPreferences, TEXT_SIZES } from '../../accounts/preferences.ts'
import { makeToken, SCOPES, type Scope, TOKEN_DAYS } from '../../accounts/tokens.ts'
import { orThrow, RefusedError, refused } from '../../client/refusal.ts'
import type { Refusal } from '../../domain/basics/result.ts'
import type { IsoDate } from '../../domain/calendar/date.ts'
import type { C, WebDeps, WebEnv } from '../context.ts'
import { formFields } from '../form-body.ts'
import { NewPassword, OwnPassword } from '../parts/account-fields.tsx'
import { instantText, typedDate } from '../parts/dates.ts'
import { Input, Refused } from '../parts/form.tsx'
import { hatsText } from '../parts/layout.tsx'
import { List } from '../parts/list.tsx'
import { statusOf } from '../problem.ts'
import { ProveField, proveIn } from '../prove.tsx'
import { page } from '../respond.tsx'
import { W } from '../words/zh-CN.ts'
import { signedIn } from './common.ts'
import { Delegations, Tokens } from './me-lists.tsx'

const T = W.me

interface Shown {
  readonly said?: Child
  /** Of which form, and what was typed there. */
  readonly of?: 'password' | 'token' | 'delegation'
  readonly typed?: URLSearchParams
  readonly refusal?: Refusal | null
}

async function mePage(c: C, deps: WebDeps, { said, of, typed, refusal = null }: Shown = {}) {
  const principal = signedIn(c)
  const account = await ownAccount(deps.db, principal.userId)
  const own = c.get('session')?.row.sha256
  const preferences = c.get('session')?.preferences
  const value = (form: Shown['of'], name: string) => (of === form ? (typed?.get(name) ?? '') : '')
  const wrong = (form: Shown['of']) => (of === form ? refusal : null)
  return page(
    c,
    { title: W.nav.me, at: '/me' },
    <>
      <h1>{principal.name}</h1>
      <p>{hatsText(principal)}</p>
      <Refused refusal={refusal} />
      {said && (
        <div class="notice done" role="status">
          {said}
        </div>
      )}
      <List
        caption={T.sessions}
        heads={T.heads}
        nowrap={[0, 1]}
        rows={account.sessions.map(({ sha256, created_at, seen_at, ip, agent }) => [
          instantText(created_at),
          instantText(seen_at),
          ip,
          sha256 === own ? T.thisOne : agent.slice(0, 60),
        ])}
      />
      <form method="post" action="/me/end-others">
        <button type="submit">{T.endOthers}</button>
      </form>
      {principal.demo === undefined && (
        <>
          <h2>{T.preferences}</h2>
          <form class="panel" method="post" action="/me/preferences">
            <fieldset class="field">
              <legend>{T.textSize}</legend>
              {TEXT_SIZES.map((size) => (
                <label class="choice" for={`f-size-${size}`}>
                  <input
                    id={`f-size-${size}`}
                    type="radio"
                    name="textSize"
                    value={size}
                    checked={(preferences?.textSize ?? 'usual') === size}
                  />
                  {T.sizes[size]}
                </label>
              ))}
            </fieldset>
            <div class="field">
              <label class="choice line" for="f-keys">
                <input
                  id="f-keys"
                  type="checkbox"
                  name="keys"
                  value="on"
                  checked={preferences?.keys !== false}
                />
                {T.keys}
              </label>
            </div>
            <p>
              <button type="submit">{T.save}</button>
            </p>
          </form>
          <h2>{T.password}</h2>
          <p>
            <a href="/me/totp">{W.factor.title}</a> <a href="/me/feeds">{W.feeds.title}</a>
          </p>
          <form class="panel" method="post" action="/me/password">
            <OwnPassword name="before" label={T.before} refusal={wrong('password')} />
            <NewPassword label={T.after} refusal={wrong('password')} />
            <button type="submit">{T.password}</button>
          </form>
          <h2>{T.tokens}</h2>
          <Tokens rows={account.tokens} />
          <details class="panel" open={of === 'token'}>
            <summary>{T.addToken}</summary>
            <form method="post" action="/me/tokens">
              <Input
                name="name"
                label={T.tokenName}
                value={value('token', 'name')}
                required
                refusal={wrong('token')}
              />
              <fieldset class="field">
                <legend>{T.tokenScopes}</legend>
                {SCOPES.map((scope) => (
                  <label class="choice" for={`f-scope-${scope}`}>
                    <input
                      id={`f-scope-${scope}`}
                      type="checkbox"
                      name="scope"
                      value={scope}
                      checked={of === 'token' ? typed?.getAll('scope').includes(scope) : scope === 'read'}
                    />
                    {T.scopes[scope]}
                  </label>
                ))}
              </fieldset>
              <Input
                name="days"
                type="number"
                label={T.tokenDays(TOKEN_DAYS.usual, TOKEN_DAYS.most)}
                value={value('token', 'days')}
                refusal={wrong('token')}
              />
              <ProveField c={c} refusal={wrong('token')} />
              <button type="submit">{T.addToken}</button>
            </form>
          </details>
          <h2>{T.delegations}</h2>
          <Delegations own={account} userId={principal.userId} />
          <details class="panel" open={of === 'delegation'}>
            <summary>{T.addDelegation}</summary>
            <form method="post" action="/me/delegations">
              {(['to', 'unit', 'from', 'until'] as const).map((name) => (
                <Input
                  name={name}
                  type={name === 'from' || name === 'until' ? 'date' : 'text'}
                  label={T[name]}
                  value={
                    value('delegation', name) ||
                    (name === 'unit' ? (principal.hats.find(({ unit }) => unit !== '')?.unit ?? '') : '')
                  }
                  required
                  refusal={wrong('delegation')}
                />
              ))}
              <ProveField c={c} refusal={wrong('delegation')} />
              <button type="submit">{T.addDelegation}</button>
            </form>
          </details>
        </>
      )}
    </>,
    refusal === null ? 200 : statusOf(refusal),
  )
}

const byOf = (c: C): By => ({ userId: signedIn(c).userId, via: 'session', ip: c.get('from').ip })

/** What a form of this page does; refused, it comes back with what was typed. */
const done =
  (deps: WebDeps, of: NonNullable<Shown['of']>, work: (c: C, typed: URLSearchParams) => Promise<Child>) =>
  async (c: C) => {
    const typed = await formFields(c)
    try {
      return mePage(c, deps, { said: await work(c, typed) })
    } catch (error) {
      if (!(error instanceof RefusedError)) throw error
      return mePage(c, deps, { of, typed, refusal: error.refusal })
    }
  }

/** 我的账户: sign-ins, password, tokens, 委托. */
export function meRoutes(app: Hono<WebEnv>, deps: WebDeps): void {
  const { db } = deps
  app.get('/me', (c) => mePage(c, deps, c.req.query('saved') === undefined ? {} : { said: T.saved }))
  app.post('/me/end-others', async (c) => {
    await endOthers(db, signedIn(c).userId, c.get('session')?.row.sha256, byOf(c))
    return c.redirect('/me', 303)
  })
  app.post('/me/preferences', async (c) => {
    const typed = await formFields(c)
    const said = { textSize: typed.get('textSize') ?? '', keys: typed.get('keys') === 'on' }
    orThrow(await setPreferences(db, signedIn(c).userId, said))
    return c.redirect('/me?saved=1', 303)
  })
  app.post(
    '/me/password',
    done(deps, 'password', async (c, typed) => {
      const said = { before: typed.get('before') ?? '', after: typed.get('password') ?? '' }
      const keep = c.get('session')?.row.sha256
      const how = { ip: c.get('from').ip, ...(keep ? { keep } : {}) }
      orThrow(await changePassword(db, signedIn(c).userId, said, how))
      return T.changed
    }),
  )
  app.post(
    '/me/tokens',
    done(deps, 'token', async (c, typed) => {
      await proveIn(c, deps, typed.get('password') ?? undefined)
      const scopes = SCOPES.filter((scope) => typed.getAll('scope').includes(scope)) as readonly Scope[]
      if (scopes.length === 0) throw refused('SCOPE_MISSING', '没有选令牌能做什么', '至少选一项')
      const days = typed.get('days')?.trim()
      const asked = { name: typed.get('name')?.trim() ?? '', scopes, units: [] }
      const made = orThrow(
        await makeToken(
          db,
          signedIn(c).userId,
          { ...asked, days: days ? Number(days) : TOKEN_DAYS.usual },
          byOf(c),
        ),
      )
      return (
        <>
          {T.tokenMade} <code class="url">{made.token}</code>
        </>
      )
    }),
  )
  app.post('/me/tokens/revoke', async (c) => {
    await revokeOwn(db, signedIn(c).userId, (await formFields(c)).get('id') ?? '', byOf(c))
    return c.redirect('/me', 303)
  })
  app.post(
    '/me/delegations',
    done(deps, 'delegation', async (c, typed) => {
      await proveIn(c, deps, typed.get('password') ?? undefined)
      const text = (name: string) => typed.get(name)?.trim() ?? ''
      const [from, until] = [typedDate(text('from')), typedDate(text('until'))]
      for (const [field, day] of [
        ['from', from],
        ['until', until],
      ] as const)
        if (!/^\d{4}-\d{2}-\d{2}$/.test(day ?? ''))
          throw new RefusedError({
            code: 'DELEGATION_INVALID',
            message: `“${T[field]}”不是日期`,
            remedy: W.date.title,
            fields: { field },
          })
      const said = { to: text('to'), unit: text('unit'), from: from as IsoDate, until: until as IsoDate }
      orThrow(await delegate(db, signedIn(c).userId, said, byOf(c)))
      return T.delegated
    }),
  )
  app.post('/me/delegations/end', async (c) => {
    await endDelegation(db, signedIn(c).userId, (await formFields(c)).get('id') ?? '', byOf(c))
    return c.redirect('/me', 303)
  })
}
