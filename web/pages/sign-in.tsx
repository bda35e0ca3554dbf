import { rmSync } from 'node:fs'
import type { Hono } from 'hono'
import { audit } from '../../accounts/audit.ts'
import { loginOf } from '../../accounts/login-name.ts'
import { setPasswordByCode } from '../../accounts/people.ts'
import { hasSecondFactor } from '../../accounts/second-factor.ts'
import { needsSetup, setUp, setupFile } from '../../accounts/setup.ts'
import { signIn } from '../../accounts/sign-in.ts'
import { limited } from '../../accounts/tries.ts'
import type { Refusal } from '../../domain/basics/result.ts'
import { endSession } from '../../records/accounts/sessions.ts'
import { userById } from '../../records/accounts/users.ts'
import type { C, WebDeps, WebEnv } from '../context.ts'
import { deviceOf, dropSession, putLast } from '../cookies.ts'
import { enter } from '../enter.ts'
import { type Form, formOf } from '../form-body.ts'
import { keptForm, keptFrom, keptPage, keptText } from '../kept-form.tsx'
import { FactorCode, NewPassword, OwnPassword, PaperCode, WhoFields } from '../parts/account-fields.tsx'
import { instantText } from '../parts/dates.ts'
import { Input, Refused } from '../parts/form.tsx'
import { ownPath, page, sorry } from '../respond.tsx'
import { W } from '../words/zh-CN.ts'

const statusOf = ({ code }: Refusal) =>
  code === 'SIGN_IN_WAIT' ? 429 : code === 'SIGN_IN_WRONG' || code.startsWith('TOTP_') ? 401 : 422

const signInPage = (c: C, deps: Pick<WebDeps, 'oidc'>, form: Form, refusal: Refusal | null, setup: boolean) =>
  page(
    c,
    { title: W.signIn.title },
    <div class="panel narrow">
      <h1>{W.signIn.title}</h1>
      {form.kept && (
        <p class="notice" role="status">
          {W.kept.note}
        </p>
      )}
      <Refused refusal={refusal} />
      <form method="post" action="/login">
        <input type="hidden" name="next" value={ownPath(form.next)} />
        {form.kept && <input type="hidden" name="kept" value={form.kept} />}
        <Input name="login" label={W.signIn.login} value={form.login} required autocomplete="username" />
        <OwnPassword />
        {refusal?.code.startsWith('TOTP_') && <FactorCode refusal={refusal} />}
        <p>
          <button class="primary" type="submit">
            {W.signIn.submit}
          </button>
        </p>
      </form>
      {deps.oidc && (
        <p>
          <a class="button" href={`/login/oidc?${new URLSearchParams({ next: ownPath(form.next) })}`}>
            {W.oidc.by(deps.oidc.name)}
          </a>
        </p>
      )}
      <p>
        <a href="/code">{W.signIn.code}</a>
      </p>
      {setup && (
        <p>
          <a href="/setup">{W.signIn.first}</a>
        </p>
      )}
      <p class="quiet small">{W.signIn.renderer}</p>
    </div>,
    refusal === null ? 200 : statusOf(refusal),
  )

const setupPage = (c: C, form: Form, refusal: Refusal | null) =>
  page(
    c,
    { title: W.setup.title },
    <div class="panel narrow">
      <h1>{W.setup.title}</h1>
      <p>{W.setup.lead}</p>
      <Refused refusal={refusal} />
      <form method="post" action="/setup">
        <PaperCode label={W.setup.code} form={form} refusal={refusal} />
        <WhoFields form={form} refusal={refusal} own />
        <NewPassword label={W.setup.password} refusal={refusal} />
        <button class="primary" type="submit">
          {W.setup.submit}
        </button>
      </form>
    </div>,
    refusal === null ? 200 : 422,
  )

const codePage = (c: C, form: Form, refusal: Refusal | null) =>
  page(
    c,
    { title: W.code.title },
    <div class="panel narrow">
      <h1>{W.code.title}</h1>
      <p>{W.code.lead}</p>
      <Refused refusal={refusal} />
      <form method="post" action="/code">
        <PaperCode label={W.code.code} form={form} refusal={refusal} />
        <NewPassword label={W.code.password} refusal={refusal} />
        <button class="primary" type="submit">
          {W.code.submit}
        </button>
      </form>
    </div>,
    refusal === null ? 200 : refusal.code === 'SIGN_IN_WAIT' ? 429 : 422,
  )

/** The sign-in in the way of a form that was sent too late: what it said is carried through. */
export async function signInFirst(c: C, deps: Pick<WebDeps, 'oidc'>, path: string) {
  const kept = await keptForm(c)
  return kept === null
    ? c.redirect(`/login?${new URLSearchParams({ next: path })}`, 303)
    : signInPage(c, deps, { next: path, kept: keptText(kept) }, null, false)
}

/** 登录、退出、首次设置、邀请码: what one may do who is nobody yet. */
export function signInRoutes(app: Hono<WebEnv>, deps: WebDeps): void {
  const { db } = deps
  app.get('/login', async (c) =>
    signInPage(c, deps, { next: c.req.query('next') ?? '/' }, null, await needsSetup(db)),
  )
  app.post('/login', async (c) => {
    const form = await formOf(c)
    const { login = '', password = '' } = form
    const known = deviceOf(c, deps)
    const owner = known === null ? undefined : await userById(db, known.userId)
    const device = known !== null && owner?.login === loginOf(login) ? known.device : null
    const done = await signIn(
      db,
      { login, password, device, code: form.code ?? '', key: deps.sealKey },
      c.get('from'),
    )
    if (!done.ok) {
      const wait = done.error.fields?.retryAfter
      if (typeof wait === 'number') c.header('Retry-After', `${wait}`)
      return signInPage(c, deps, form, done.error, await needsSetup(db))
    }
    const { at, missed } = done.value.before
    putLast(c, deps, W.last(at === null ? null : instantText(at), missed))
    const kept = keptFrom(form.kept)
    const entered = await enter(c, deps, done.value.user.id, ownPath(form.next))
    return kept === null ? entered : keptPage(c, ownPath(form.next), kept)
  })
  app.post('/logout', async (c) => {
    const session = c.get('session')
    if (session !== null) {
      await endSession(db, session.row.sha256)
      const { userId } = session.principal
      await audit(db, {
        userId,
        via: 'session',
        ip: c.get('from').ip,
        what: 'signOut',
        target: userId,
        outcome: 'ok',
      })
    }
    dropSession(c, deps)
    c.header('Clear-Site-Data', '"cache", "storage"')
    return c.redirect('/login', 303)
  })
  app.get('/setup', async (c) => {
    if (!(await needsSetup(db)))
      return sorry(c, 404, { title: W.notFound.title, refusal: { message: W.notFound.text } })
    return setupPage(c, {}, null)
  })
  app.post('/setup', async (c) => {
    if (!(await needsSetup(db)))
      return sorry(c, 404, { title: W.notFound.title, refusal: { message: W.notFound.text } })
    const form = await formOf(c)
    const { code = '', login = '', name = '', password = '' } = form
    const done = await limited(db, c.get('from').ip, () =>
      setUp(db, { code, login, name, password }, c.get('from').ip),
    )
    if (!done.ok) return setupPage(c, form, done.error)
    rmSync(setupFile(deps.duban.dataDir), { force: true })
    return enter(c, deps, done.value.id, '/')
  })
  app.get('/code', (c) => codePage(c, {}, null))
  app.post('/code', async (c) => {
    const form = await formOf(c)
    const { code = '', password = '' } = form
    const done = await limited(db, c.get('from').ip, () =>
      setPasswordByCode(db, { code, password }, c.get('from').ip),
    )
    if (!done.ok) return codePage(c, form, done.error)
    // A code stands for the password, never for the second factor.
    return hasSecondFactor(done.value) ? c.redirect('/login', 303) : enter(c, deps, done.value.id, '/')
  })
}
