import type { Child } from 'hono/jsx'
import type { ContentfulStatusCode } from 'hono/utils/http-status'
import { secondsLeft } from '../accounts/sessions.ts'
import type { Refusal } from '../domain/basics/result.ts'
import type { C } from './context.ts'
import { Layout, type Shell } from './parts/layout.tsx'
import { Reader, toldTo } from './told.ts'
import { W } from './words/zh-CN.ts'

/** A whole page. */
export const page = (
  c: C,
  shell: Omit<Shell, 'principal' | 'seconds' | 'preferences'>,
  body: Child,
  status: ContentfulStatusCode = 200,
) => {
  const [principal, session] = [c.get('principal') ?? null, c.get('session')]
  const own = session ? { seconds: secondsLeft(session.row), preferences: session.preferences } : {}
  const whole = { ...shell, principal, ...own }
  const html = (
    <Reader.Provider value={principal}>
      <Layout shell={whole}>{body}</Layout>
    </Reader.Provider>
  ).toString()
  return c.html(`<!doctype html>${html}`, status)
}

/** A page that says why there is no other. */
export const sorry = (
  c: C,
  status: ContentfulStatusCode,
  {
    title,
    refusal: found,
  }: { readonly title: string; readonly refusal: Pick<Refusal, 'message' | 'remedy'> & { code?: string } },
) => {
  const refusal = toldTo(c.get('principal') ?? null, found)
  if (refusal.code !== undefined) c.set('refused', refusal.code)
  return page(
    c,
    { title },
    <div class="panel narrow">
      <h1>{title}</h1>
      <p>{refusal.message}</p>
      {refusal.remedy && (
        <p>
          {W.remedy}
          {refusal.remedy}
        </p>
      )}
      {status >= 500 && (
        <p class="quiet small">
          {W.requestId} {c.get('requestId')}
        </p>
      )}
      <p>
        <a href="/">{W.home}</a>
      </p>
    </div>,
    status,
  )
}

/** Only a path of our own: no other host, no scheme, nothing that a browser would read as one (ASVS 3.7.2). */
export const ownPath = (text: string | undefined): string =>
  text !== undefined && /^\/(?![/\\])[^\\\s]*$/.test(text) && text.length <= 2_000 ? text : '/'
