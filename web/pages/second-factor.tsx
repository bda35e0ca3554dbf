import type { Hono } from 'hono'
import { mustHaveFactor } from '../../accounts/factor-rule.ts'
import { beginTotp, confirmTotp, endTotp, hasSecondFactor, pendingUri } from '../../accounts/second-factor.ts'
import { RefusedError } from '../../client/refusal.ts'
import type { Refusal } from '../../domain/basics/result.ts'
import { userById } from '../../records/accounts/users.ts'
import type { C, WebDeps, WebEnv } from '../context.ts'
import { formOf } from '../form-body.ts'
import { FactorCode } from '../parts/account-fields.tsx'
import { Refused } from '../parts/form.tsx'
import { qr } from '../parts/qr.tsx'
import { ProveField, proveIn } from '../prove.tsx'
import { page } from '../respond.tsx'
import { W } from '../words/zh-CN.ts'
import { signedIn } from './common.ts'

async function ownRow(c: C, { db }: WebDeps) {
  const user = await userById(db, signedIn(c).userId)
  if (user !== undefined) return user
  throw new RefusedError({ code: 'NOT_SIGNED_IN', message: '没有登录', remedy: '先登录' })
}

/** The key as somebody types it. @example 'ABCD EFGH' */
const keyOf = (uri: string): string =>
  (new URL(uri).searchParams.get('secret') ?? '').replace(/(.{4})(?=.)/g, '$1 ')

const Code = async ({ uri, refusal }: { uri: string; refusal: Refusal | null }) => (
  <>
    <p>{W.factor.scan}</p>
    {await qr(uri, W.factor.image)}
    <p>
      {W.factor.key} <strong class="code">{keyOf(uri)}</strong>
    </p>
    <form method="post" action="/me/totp/confirm">
      <FactorCode label={W.factor.confirm} refusal={refusal} />
      <button class="primary" type="submit">
        {W.factor.submit}
      </button>
    </form>
  </>
)

async function factorPage(c: C, deps: WebDeps, refusal: Refusal | null, uri: string | null = null) {
  const user = await ownRow(c, deps)
  const on = hasSecondFactor(user)
  const must = deps.factor === true && !on && mustHaveFactor(signedIn(c).hats)
  const code = on || uri === null ? null : await Code({ uri, refusal })
  return page(
    c,
    { title: W.factor.title, at: '/me' },
    <div class="panel narrow-left">
      <h1>{W.factor.title}</h1>
      <p>{must ? W.factor.must : on ? W.factor.on : W.factor.lead}</p>
      <Refused refusal={refusal} />
      {code ?? (
        <form method="post" action={on ? '/me/totp/end' : '/me/totp'}>
          <ProveField c={c} refusal={refusal} />
          <button class={on ? undefined : 'primary'} type="submit">
            {on ? W.factor.end : W.factor.begin}
          </button>
        </form>
      )}
    </div>,
    refusal === null ? 200 : 422,
  )
}

const codesPage = (c: C, codes: readonly string[]) =>
  page(
    c,
    { title: W.factor.title, at: '/me' },
    <div class="panel narrow-left">
      <h1>{W.factor.title}</h1>
      <p role="status">{W.factor.done}</p>
      <ul>
        {codes.map((code) => (
          <li class="code">{code}</li>
        ))}
      </ul>
      <p>
        <a class="button" href="/">
          {W.factor.go}
        </a>
      </p>
    </div>,
  )

/** 动态口令: begun, confirmed and ended on one's own account. */
export function secondFactorRoutes(app: Hono<WebEnv>, deps: WebDeps): void {
  const { db, sealKey } = deps
  const by = (c: C) => ({ userId: signedIn(c).userId, via: 'session' as const, ip: c.get('from').ip })
  const refusedOr = async (c: C, work: () => Promise<Response>) => {
    try {
      return await work()
    } catch (error) {
      if (!(error instanceof RefusedError)) throw error
      return factorPage(c, deps, error.refusal)
    }
  }
  app.get('/me/totp', (c) => factorPage(c, deps, null))
  app.post('/me/totp', (c) =>
    refusedOr(c, async () => {
      await proveIn(c, deps, (await formOf(c)).password)
      const begun = await beginTotp(db, await ownRow(c, deps), sealKey)
      return begun.ok ? factorPage(c, deps, null, begun.value.uri) : factorPage(c, deps, begun.error)
    }),
  )
  app.post('/me/totp/confirm', async (c) => {
    const { code = '' } = await formOf(c)
    const user = await ownRow(c, deps)
    const done = await confirmTotp(db, user, code, sealKey, by(c))
    return done.ok ? codesPage(c, done.value) : factorPage(c, deps, done.error, pendingUri(user, sealKey))
  })
  app.post('/me/totp/end', (c) =>
    refusedOr(c, async () => {
      await proveIn(c, deps, (await formOf(c)).password)
      await endTotp(db, await ownRow(c, deps), by(c))
      return c.redirect('/me/totp', 303)
    }),
  )
}
