import type { Hono } from 'hono'
import type { Principal } from '../../accounts/roles.ts'
import { forgetView, savedViews, saveView, VIEW_LIMITS } from '../../client/use/saved-views.ts'
import type { WebDeps, WebEnv } from '../context.ts'
import { formOf } from '../form-body.ts'
import { ownPath } from '../respond.tsx'
import { W } from '../words/zh-CN.ts'
import { signedIn } from './common.ts'

const T = W.savedViews

const officesOf = ({ hats }: Principal): readonly string[] =>
  hats.flatMap(({ role, unit }) => (role === 'office' ? [unit] : []))

/** Views that somebody may choose from, and a form that keeps the one he looks at. */
export async function Views(
  deps: WebDeps,
  principal: Principal,
  { at, query, todo }: { readonly at: string; readonly query: URLSearchParams; readonly todo: string | null },
) {
  const views = await savedViews(deps, principal.userId, officesOf(principal))
  const back = `${at}?${query}`
  const here = (text: string) => (query.toString() === text ? 'page' : undefined)
  return (
    <nav class="views no-print" aria-label={T.title}>
      {todo !== null && (
        <a href={`${at}?todo=${todo}`} aria-current={here(`todo=${todo}`)}>
          {T.mine}
        </a>
      )}{' '}
      {views.map((view) => (
        <>
          <a href={`${at}?${view.query}`} aria-current={here(view.query)}>
            {view.name}
            {view.office !== null && T.shared}
          </a>{' '}
        </>
      ))}
      <details>
        <summary>{T.save}</summary>
        <form class="filters" method="post" action="/views">
          <input type="hidden" name="back" value={back} />
          <input type="hidden" name="query" value={query.toString()} />
          <div class="field">
            <label for="f-view-name">{T.name}</label>
            <input id="f-view-name" name="name" required maxlength={VIEW_LIMITS.name} />
          </div>
          {officesOf(principal).length > 0 && (
            <div class="field">
              <label class="choice" for="f-view-share">
                <input id="f-view-share" type="checkbox" name="share" value="1" />
                {T.share}
              </label>
            </div>
          )}
          <div class="field">
            <button type="submit">{T.save}</button>
          </div>
        </form>
        {views
          .filter(({ user_id }) => user_id === principal.userId)
          .map(({ id, name }) => (
            <form method="post" action={`/views/${id}/drop`}>
              <input type="hidden" name="back" value={back} />
              <button type="submit">{T.drop(name)}</button>
            </form>
          ))}
      </details>
    </nav>
  )
}

/** 视图: kept in the record store, one's own or shared by an office. */
export function viewRoutes(app: Hono<WebEnv>, deps: WebDeps): void {
  app.post('/views', async (c) => {
    const form = await formOf(c)
    const principal = signedIn(c)
    const [office = null] = form.share === '1' ? officesOf(principal) : []
    const said = { userId: principal.userId, name: form.name ?? '', query: form.query ?? '', office }
    await saveView(deps, said)
    return c.redirect(ownPath(form.back), 303)
  })
  app.post('/views/:id/drop', async (c) => {
    const form = await formOf(c)
    await forgetView(deps, c.req.param('id'), signedIn(c).userId)
    return c.redirect(ownPath(form.back), 303)
  })
}
