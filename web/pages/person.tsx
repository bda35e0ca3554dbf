import type { Hono } from 'hono'
import { changeHats } from '../../accounts/hats.ts'
import { linkPerson, unlinkPerson } from '../../accounts/link.ts'
import { type By, checkHat, codeFor, setDisabled, userNamed } from '../../accounts/people.ts'
import { personShown } from '../../accounts/person.ts'
import { ROLES, type Role, roleName } from '../../accounts/roles.ts'
import { endTotp } from '../../accounts/second-factor.ts'
import { orThrow, RefusedError, refused } from '../../client/refusal.ts'
import type { Refusal } from '../../domain/basics/result.ts'
import type { C, WebDeps, WebEnv } from '../context.ts'
import { type Form, formOf } from '../form-body.ts'
import { identityIn } from '../identity.ts'
import { GivenCode, HatFields } from '../parts/account-fields.tsx'
import { instantText } from '../parts/dates.ts'
import { Input, Refused } from '../parts/form.tsx'
import { List } from '../parts/list.tsx'
import { statusOf } from '../problem.ts'
import { page } from '../respond.tsx'
import { W } from '../words/zh-CN.ts'
import { signedIn } from './common.ts'

const T = W.account

export const adminBy = (c: C): By => ({ userId: signedIn(c).userId, via: 'session', ip: c.get('from').ip })

interface Shown {
  readonly said?: string
  readonly code?: string
  readonly form?: Form
  readonly refusal?: Refusal | null
}

const Act = ({ path, what, label, hint }: { path: string; what: string; label: string; hint?: string }) => (
  <form method="post" action={path} class="inline">
    <input type="hidden" name="what" value={what} />
    <button type="submit">{label}</button>
    {hint && <span class="small quiet"> {hint}</span>}
  </form>
)

/** One account: who it is, what they may, how they sign in; each change asks for the administrator's own password first. */
async function personPage(c: C, deps: WebDeps, { said, code, form = {}, refusal = null }: Shown = {}) {
  const one = orThrow(await personShown(deps.db, c.req.param('login') ?? ''))
  const path = `/admin/user/${encodeURIComponent(one.login)}`
  const facts = [
    one.login,
    W.users.states[one.state as 'active'] ?? one.state,
    one.phone ?? '—',
    one.mail ?? '—',
    instantText(one.createdAt),
    one.lastSignIn === null ? '—' : instantText(one.lastSignIn),
    one.totp ? T.totpOn : T.totpOff,
  ]
  const disabled = one.state === 'disabled'
  return page(
    c,
    { title: one.name || one.login, at: '/admin/users' },
    <>
      <p class="small">
        <a href="/admin/users">{T.back}</a>
      </p>
      <h1>{one.name || one.login}</h1>
      <Refused refusal={refusal} />
      {said && (
        <div class="notice done" role="status">
          {said}
        </div>
      )}
      {code && <GivenCode login={one.login} code={code} />}
      <dl class="facts panel">
        {T.facts.map((name, i) => (
          <>
            <dt>{name}</dt>
            <dd>{facts[i]}</dd>
          </>
        ))}
      </dl>
      {one.state !== 'demo' && (
        <>
          <h2>{T.roles}</h2>
          {one.hats.length === 0 ? (
            <p class="panel">{T.noRoles}</p>
          ) : (
            <List
              caption={T.roles}
              heads={T.roleHeads}
              rows={one.hats.map(({ role, unit, planId }) => [
                roleName(role),
                unit || '—',
                planId || T.allPlans,
                <form method="post" action={path} class="inline">
                  <input type="hidden" name="what" value="take" />
                  <input type="hidden" name="role" value={role} />
                  <input type="hidden" name="unit" value={unit} />
                  <input type="hidden" name="planId" value={planId} />
                  <button type="submit">
                    {T.take}
                    <span class="visually-hidden">
                      {' '}
                      {roleName(role)} {unit}
                    </span>
                  </button>
                </form>,
              ])}
            />
          )}
          <form class="panel narrow-left" method="post" action={path}>
            <h3>{T.give}</h3>
            <p class="hint">{T.giveHint}</p>
            <input type="hidden" name="what" value="give" />
            <HatFields form={form} refusal={refusal} />
            <Input name="planId" label={T.plan} value={form.planId} />
            <button type="submit">{T.give}</button>
          </form>
          <h2>{T.enter}</h2>
          <div class="panel">
            <Act path={path} what="reset" label={W.users.reset} />{' '}
            <Act
              path={path}
              what={disabled ? 'enable' : 'disable'}
              label={disabled ? W.users.enable : W.users.disable}
            />
            {one.totp && <Act path={path} what="endTotp" label={T.endTotp} hint={T.endTotpHint} />}
          </div>
          <h2>{T.identities}</h2>
          {one.identities.length === 0 ? (
            <p class="panel">{T.noIdentities}</p>
          ) : (
            <>
              <List
                caption={T.identities}
                heads={T.identityHeads}
                rows={one.identities.map(({ issuer, subject, linked_at }) => [
                  issuer,
                  subject,
                  instantText(linked_at),
                ])}
              />
              <Act path={path} what="unlink" label={T.unlink} />
            </>
          )}
          <form class="panel narrow-left" method="post" action={path}>
            <h3>{T.link}</h3>
            <input type="hidden" name="what" value="link" />
            <Input name="subject" label={T.subject} value={form.subject} required refusal={refusal} />
            <Input name="issuer" label={T.issuer} value={form.issuer} refusal={refusal} />
            <button type="submit">{T.link}</button>
          </form>
        </>
      )}
    </>,
    refusal === null ? 200 : statusOf(refusal),
  )
}

/** The role that a form asks for. @throws RefusedError ROLE_UNKNOWN, ROLE_NEEDS_UNIT */
export const hatIn = ({ role = '', unit, planId }: Form) => {
  const known = (ROLES as readonly string[]).includes(role) ? (role as Role) : null
  if (known === null) throw refused('ROLE_UNKNOWN', `没有角色“${role}”`, '从清单里选')
  return orThrow(checkHat({ role: known, unit, planId: planId?.trim() ?? '' }))
}

/** What each button of the page does. @throws RefusedError */
const DOES: Readonly<Record<string, (c: C, deps: WebDeps, login: string, form: Form) => Promise<Shown>>> = {
  give: async (c, { db }, login, form) => {
    orThrow(await changeHats(db, login, { give: [hatIn(form)] }, adminBy(c)))
    return { said: T.given }
  },
  take: async (c, { db }, login, form) => {
    orThrow(await changeHats(db, login, { take: [hatIn(form)] }, adminBy(c)))
    return { said: T.taken }
  },
  reset: async (c, { db }, login) => ({ code: orThrow(await codeFor(db, login, 'reset', adminBy(c))) }),
  enable: async (c, { db }, login) => {
    orThrow(await setDisabled(db, login, false, adminBy(c)))
    return {}
  },
  disable: async (c, { db }, login) => {
    orThrow(await setDisabled(db, login, true, adminBy(c)))
    return {}
  },
  endTotp: async (c, { db }, login) => {
    await endTotp(db, orThrow(await userNamed(db, login)), adminBy(c))
    return { said: T.totpEnded }
  },
  link: async (c, deps, login, { subject = '', issuer }) => {
    orThrow(await linkPerson(deps.db, login, identityIn(deps, subject, issuer ?? null), adminBy(c)))
    return { said: T.linked }
  },
  unlink: async (c, { db }, login) => ({
    said: T.unlinked(orThrow(await unlinkPerson(db, login, adminBy(c)))),
  }),
}

/** One account, for administrators; what changes it stands behind the gate of /admin (accounts.tsx). */
export function personRoutes(app: Hono<WebEnv>, deps: WebDeps): void {
  app.get('/admin/user/:login', (c) => personPage(c as C, deps))
  app.post('/admin/user/:login', async (context) => {
    const c = context as C
    const form = await formOf(c)
    try {
      const does = Object.hasOwn(DOES, form.what ?? '') ? DOES[form.what ?? ''] : undefined
      if (does === undefined) throw refused('USAGE', '不知道要做什么', '用页面上的按钮')
      return personPage(c, deps, await does(c, deps, c.req.param('login') ?? '', form))
    } catch (error) {
      if (!(error instanceof RefusedError) || error.refusal.code === 'USER_NOT_FOUND') throw error
      return personPage(c, deps, { form, refusal: error.refusal })
    }
  })
}
