import type { Hono } from 'hono'
import type { WebDeps, WebEnv } from '../context.ts'
import { page } from '../respond.tsx'
import { needName, openApi } from './openapi.ts'
import { principalOf } from './principal.ts'
import { isCases, type Route } from './route.ts'
import { ROUTES } from './tables.ts'

const bodyName = ({ body }: Route): string => {
  if (body === undefined) return ''
  if (body === 'bytes') return '原样的文件'
  return isCases(body) ? `${body.by} 与各种办理的字段` : Object.keys(body).join('、')
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
      { title: '接口' },
      <>
        <h1>接口 /api/v1</h1>
        <p>
          程序用令牌（“我的账户”里建）；全文 <a href="/api/openapi.json">openapi.json</a>（OpenAPI 3.1）。
        </p>
        <table>
          <caption>每个地址</caption>
          <thead>
            <tr>
              <th scope="col">方法</th>
              <th scope="col">地址</th>
              <th scope="col">做什么</th>
              <th scope="col">由谁</th>
              <th scope="col">内容</th>
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
