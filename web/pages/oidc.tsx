import type { Hono } from 'hono'
import { audit } from '../../accounts/audit.ts'
import { secretHash } from '../../accounts/code.ts'
import { personOf } from '../../accounts/link.ts'
import { BEGUN_MS, CALLBACK, type Proven } from '../../accounts/oidc.ts'
import { checkSecond, hasSecondFactor } from '../../accounts/second-factor.ts'
import { readTicket, ticketOf } from '../../accounts/ticket.ts'
import { addressKey, tryFailed, waitFor, waiting } from '../../accounts/tries.ts'
import type { Refusal } from '../../domain/basics/result.ts'
import { changeUser, type UserRow, userById } from '../../records/accounts/users.ts'
import type { C, WebDeps, WebEnv } from '../context.ts'
import { putLast, putTicket, takeTicket } from '../cookies.ts'
import { enter } from '../enter.ts'
import { formOf } from '../form-body.ts'
import { FactorCode } from '../parts/account-fields.tsx'
import { instantText } from '../parts/dates.ts'
import { Refused } from '../parts/form.tsx'
import { ownPath, page, sorry } from '../respond.tsx'
import { W } from '../words/zh-CN.ts'

/** Proven by the provider, while the account's own second factor is still to be asked for. */
const WAITING = 'oidc second factor'
interface Waiting extends Proven {
  readonly userId: string
}

const refusedPage = (c: C, refusal: Refusal) =>
  sorry(c, refusal.code === 'OIDC_UNREACHABLE' ? 503 : refusal.code === 'SIGN_IN_WAIT' ? 429 : 401, {
    title: W.oidc.failed,
    refusal,
  })

const codePage = (c: C, ticket: string, refusal: Refusal | null) =>
  page(
    c,
    { title: W.signIn.title },
    <div class="panel narrow">
      <h1>{W.signIn.title}</h1>
      <Refused refusal={refusal} />
      <form method="post" action="/login/oidc/code">
        <input type="hidden" name="ticket" value={ticket} />
        <FactorCode refusal={refusal} />
        <button class="primary" type="submit">
          {W.signIn.submit}
        </button>
      </form>
    </div>,
    refusal === null ? 200 : 401,
  )

async function enterAs(c: C, deps: WebDeps, user: UserRow, proven: Proven) {
  await changeUser(deps.db, user.id, { seen_at: new Date().toISOString(), missed: 0 })
  await audit(deps.db, {
    ...{ userId: user.id, via: 'oidc', ip: c.get('from').ip, what: 'signIn', target: user.id },
    outcome: 'ok',
  })
  putLast(c, deps, W.last(user.seen_at === null ? null : instantText(user.seen_at), user.missed))
  return enter(c, deps, user.id, ownPath(proven.next), {
    ...{ via: proven.second ? 'oidc+' : 'oidc', provedMs: proven.askedMs },
  })
}

/** 单点登录: to the provider and back. */
export function oidcRoutes(app: Hono<WebEnv>, deps: WebDeps): void {
  const { db, oidc, sealKey } = deps
  if (!oidc) return
  app.get('/login/oidc', async (c) => {
    const begun = await oidc.begin(ownPath(c.req.query('next')), c.req.query('again') === '1')
    if (!begun.ok) return refusedPage(c, begun.error)
    putTicket(c, deps, begun.value.ticket, BEGUN_MS / 1000)
    return c.redirect(begun.value.url, 303)
  })
  app.get(CALLBACK, async (c) => {
    const { ip } = c.get('from')
    const refuse = async (refusal: Refusal, userId: string | null = null) => {
      await tryFailed(db, `oidc:${secretHash(ip)}`, addressKey(ip), Date.now())
      const detail = refusal.fields?.subject ? `${refusal.code} ${refusal.fields.subject}` : refusal.code
      await audit(db, {
        userId,
        via: 'none',
        ip,
        what: 'signIn',
        target: oidc.issuer,
        outcome: 'refused',
        detail,
      })
      return refusedPage(c, refusal)
    }
    const held = await waitFor(db, [addressKey(ip)], Date.now())
    if (held > 0) return refusedPage(c, waiting(held).error)
    const proven = await oidc.finish(new URL(c.req.url).search, takeTicket(c, deps))
    if (!proven.ok) return refuse(proven.error)
    const user = await personOf(db, proven.value)
    if (!user.ok) return refuse(user.error)
    if (proven.value.second || !hasSecondFactor(user.value)) return enterAs(c, deps, user.value, proven.value)
    const waits: Waiting = { ...proven.value, userId: user.value.id }
    return codePage(c, ticketOf(sealKey, WAITING, waits, Date.now() + BEGUN_MS), null)
  })
  app.post('/login/oidc/code', async (c) => {
    const { ticket = '', code = '' } = await formOf(c)
    const { ip } = c.get('from')
    const waits = readTicket<Waiting>(sealKey, WAITING, ticket)
    const user = waits === null ? undefined : await userById(db, waits.userId)
    if (waits === null || user === undefined || user.state === 'disabled') return c.redirect('/login', 303)
    const [account, address, now] = [`account:${secretHash(user.login)}`, addressKey(ip), Date.now()]
    const held = await waitFor(db, [account, address], now)
    if (held > 0) return codePage(c, ticket, waiting(held).error)
    const second = await checkSecond(db, user, code, sealKey, now)
    if (second.ok) return enterAs(c, deps, user, { ...waits, second: true })
    await tryFailed(db, account, address, now)
    await audit(db, {
      ...{ userId: user.id, via: 'none', ip, what: 'signIn', target: user.id, outcome: 'refused' },
      detail: second.error.code,
    })
    return codePage(c, ticket, second.error)
  })
}
