import type { Hono } from 'hono'
import { RefusedError } from '../../client/refusal.ts'
import type { Refusal } from '../../domain/basics/result.ts'
import type { C, WebDeps, WebEnv } from '../context.ts'
import { formOf } from '../form-body.ts'
import { type Kept, keptFrom, keptPage, keptText } from '../kept-form.tsx'
import { OwnPassword } from '../parts/account-fields.tsx'
import { Refused } from '../parts/form.tsx'
import { prove } from '../prove.tsx'
import { ownPath, page } from '../respond.tsx'
import { W } from '../words/zh-CN.ts'

interface Asked {
  readonly next: string
  /** What was being sent when the password was asked for; null: nothing. */
  readonly kept: Kept | null
  readonly refusal?: Refusal | null
}

/** Grave acts ask that the password was given lately; what was being done comes back afterwards. */
export const provePage = (c: C, deps: WebDeps, { next, kept, refusal = null }: Asked) =>
  page(
    c,
    { title: W.prove.title },
    <div class="panel narrow">
      <h1>{W.prove.title}</h1>
      <p>{W.prove.lead}</p>
      {kept !== null && <p>{W.prove.kept}</p>}
      <Refused refusal={refusal} />
      <form method="post" action="/me/prove">
        <input type="hidden" name="next" value={ownPath(next)} />
        {kept !== null && <input type="hidden" name="kept" value={keptText(kept)} />}
        <OwnPassword />
        <button class="primary" type="submit">
          {W.prove.submit}
        </button>
      </form>
      {deps.oidc && c.get('session')?.principal.via === 'oidc' && (
        <p>
          <a href={`/login/oidc?${new URLSearchParams({ next: ownPath(next), again: '1' })}`}>
            {W.oidc.again(deps.oidc.name)}
          </a>
        </p>
      )}
    </div>,
    refusal === null ? 200 : 401,
  )

export function proveRoutes(app: Hono<WebEnv>, deps: WebDeps): void {
  app.get('/me/prove', (c) => provePage(c, deps, { next: c.req.query('next') ?? '/', kept: null }))
  app.post('/me/prove', async (c) => {
    const { password = '', next = '/', kept: text } = await formOf(c)
    const kept = keptFrom(text)
    try {
      await prove(c, deps, password)
    } catch (error) {
      if (!(error instanceof RefusedError)) throw error
      return provePage(c, deps, { next, kept, refusal: error.refusal })
    }
    return kept === null ? c.redirect(ownPath(next), 303) : keptPage(c, next, kept)
  })
}
