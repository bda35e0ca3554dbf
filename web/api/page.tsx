import type { Hono } from 'hono'
import type { WebDeps, WebEnv } from '../context.ts'
import { page } from '../respond.tsx'
import { INTERFACE as T } from '../words/interface.ts'
import { needName, openApi } from './openapi.ts'
import { principalOf } from './principal.ts'
import { isCases, type Route } from './route.ts'
import { ROUTES } from './tables.ts'

const bodyName = ({ body }: Route): string => {
  if (body === undefined) return ''
  if (body === 'bytes') return T.bytes
  return isCases(body) ? T.cases(body.by) : Object.keys(body).join('、')
}

/** The document of the interface, and a page of it for people; both for who is signed in. */
export function documentRoutes(app: Hono<WebEnv>, _: WebDeps): void {
  app.get('/api/openapi.json', (c) => {
    principalOf(c, 'read')
    return c.json(openApi())
  })
  app.get('/api', (c) =>
    page(
      c,
      { title: T.title },
      <>
        <h1>{T.heading}</h1>
        <p>
          {T.lead}
          <a href="/api/openapi.json">openapi.json</a>
          {T.version}
        </p>
        <table>
          <caption>{T.caption}</caption>
          <thead>
            <tr>
              {T.heads.map((head) => (
                <th scope="col">{head}</th>
              ))}
            </tr>
          </thead>
          <tbody>
            {ROUTES.map((route) => (
              <tr>
                <td>{route.method.toUpperCase()}</td>
                <th scope="row">
                  <code>{route.path}</code>
                </th>
                <td>{route.says}</td>
                <td>{needName(route.needs)}</td>
                <td>
                  {[bodyName(route), ...Object.keys(route.query ?? {}).map((name) => `?${name}`)]
                    .filter(Boolean)
                    .join(' ')}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </>,
    ),
  )
}
