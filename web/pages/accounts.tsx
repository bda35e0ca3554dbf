import type { Hono } from 'hono'
import { addPerson, codeFor, people, setDisabled } from '../../accounts/people.ts'
import { isAdmin, type Role } from '../../accounts/roles.ts'
import { RefusedError } from '../../client/refusal.ts'
import type { Refusal } from '../../domain/basics/result.ts'
import type { C, WebDeps, WebEnv } from '../context.ts'
import { type Form, formOf } from '../form-body.ts'
import { keptForm } from '../kept-form.tsx'
import { GivenCode, HatFields, WhoFields } from '../parts/account-fields.tsx'
import { instantText } from '../parts/dates.ts'
import { Input, Refused } from '../parts/form.tsx'
import { hatName } from '../parts/layout.tsx'
import { mustProve } from '../prove.tsx'
import { page, sorry } from '../respond.tsx'
import { W } from '../words/zh-CN.ts'
import { signedIn } from './common.ts'
import { adminBy as by, hatIn, personRoutes } from './person.tsx'
import { provePage } from './prove.tsx'
import { rosterRoutes } from './roster.tsx'

const notFound = (c: C) => sorry(c, 404, { title: W.notFound.title, refusal: { message: W.notFound.text } })

interface UsersShown {
  readonly form: Form
  readonly refusal: Refusal | null
  readonly code?: { readonly login: string; readonly code: string }
}

async function usersPage(c: C, deps: WebDeps, { form, refusal, code }: UsersShown) {
  const all = await people(deps.db)
  return page(
    c,
    { title: W.users.title, at: '/admin/users' },
    <>
      <div class="bar">
        <h1>{W.users.title}</h1>
        <a class="button" href="/admin/roster">
          {W.account.roster}
        </a>
      </div>
      <Refused refusal={refusal} />
      {code && <GivenCode {...code} />}
      <div class="scroll">
        <table class="list">
          <caption>{W.users.count(all.length)}</caption>
          <thead>
            <tr>
              {W.users.heads.map((head) => (
                <th scope="col">{head}</th>
              ))}
            </tr>
          </thead>
          <tbody>
            {all.map((one) => (
              <tr>
                <td data-label={W.users.heads[0]}>
                  <a href={`/admin/user/${encodeURIComponent(one.login)}`}>{one.login}</a>
                </td>
                <td data-label={W.users.heads[1]}>{one.name}</td>
                <td data-label={W.users.heads[2]}>
                  {one.roles.map(({ role, unit }) => hatName(role as Role, unit)).join('，')}
                </td>
                <td data-label={W.users.heads[3]}>{W.users.states[one.state as 'active'] ?? one.state}</td>
                <td data-label={W.users.heads[4]}>{one.lastSignIn ? instantText(one.lastSignIn) : '—'}</td>
                <td data-label={W.users.heads[5]}>
                  <form method="post" action="/admin/users/change" class="inline">
                    <input type="hidden" name="login" value={one.login} />
                    <button type="submit" name="what" value="reset">
                      {W.users.reset}
                      <span class="visually-hidden"> {one.login}</span>
                    </button>{' '}
                    <button type="submit" name="what" value={one.state === 'disabled' ? 'enable' : 'disable'}>
                      {one.state === 'disabled' ? W.users.enable : W.users.disable}
                      <span class="visually-hidden"> {one.login}</span>
                    </button>
                  </form>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <section class="panel narrow-left">
        <h2>{W.users.add}</h2>
        <form method="post" action="/admin/users">
          <WhoFields form={form} refusal={refusal} />
          <HatFields form={form} refusal={refusal} />
          <button class="primary" type="submit">
            {W.users.add}
          </button>
        </form>
      </section>
      <section class="panel narrow-left">
        <h2>{W.account.codes}</h2>
        <p>{W.account.codesLead}</p>
        <form method="post" action="/admin/codes">
          <Input name="invited" label={W.account.codesUnit} />
          <button type="submit">{W.account.codesMake}</button>
        </form>
      </section>
    </>,
    refusal === null ? 200 : 422,
  )
}

/** 账户, for administrators. */
export function accountRoutes(app: Hono<WebEnv>, deps: WebDeps): void {
  const { db } = deps
  app.use('/admin/*', async (c, next) => {
    if (!isAdmin(signedIn(c))) return notFound(c)
    // What was filled in goes on when the password is given.
    if (c.req.method !== 'GET' && mustProve(c))
      return provePage(c, deps, { next: c.req.path, kept: await keptForm(c) })
    return next()
  })
  personRoutes(app, deps)
  rosterRoutes(app, deps)
  app.get('/admin/users', (c) => usersPage(c, deps, { form: {}, refusal: null }))
  app.post('/admin/users', async (c) => {
    const form = await formOf(c)
    const { login = '', name = '' } = form
    let hat: ReturnType<typeof hatIn>
    try {
      hat = hatIn({ role: form.role, unit: form.unit })
    } catch (error) {
      if (error instanceof RefusedError) return usersPage(c, deps, { form, refusal: error.refusal })
      throw error
    }
    const made = await addPerson(db, { login, name, hats: [hat] }, by(c))
    if (!made.ok) return usersPage(c, deps, { form, refusal: made.error })
    return usersPage(c, deps, { form: {}, refusal: null, code: made.value })
  })
  app.post('/admin/users/change', async (c) => {
    const { login = '', what = '' } = await formOf(c)
    if (what === 'reset') {
      const code = await codeFor(db, login, 'reset', by(c))
      return usersPage(
        c,
        deps,
        code.ok
          ? { form: {}, refusal: null, code: { login, code: code.value } }
          : { form: {}, refusal: code.error },
      )
    }
    if (what !== 'disable' && what !== 'enable') return notFound(c)
    const done = await setDisabled(db, login, what === 'disable', by(c))
    return done.ok ? c.redirect('/admin/users', 303) : usersPage(c, deps, { form: {}, refusal: done.error })
  })
}
