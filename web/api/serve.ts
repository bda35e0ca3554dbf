import type { Hono } from 'hono'
import { isAdmin } from '../../accounts/roles.ts'
import { orThrow, RefusedError, refused } from '../../client/refusal.ts'
import type { Field, Fields } from '../../domain/fields/field.ts'
import { parseFields } from '../../domain/fields/parse.ts'
import { rawText } from '../../domain/fields/unreadable.ts'
import { planFor } from '../acting.ts'
import type { C, WebDeps, WebEnv } from '../context.ts'
import { once } from '../once.ts'
import { actorAs } from '../plan-actor.ts'
import { mustProve } from '../prove.tsx'
import { actIdOf, jsonOf } from './body.ts'
import { principalOf, proveAgain } from './principal.ts'
import { type Asked, type Cases, isCases, isGrave, paramsOf, type Route } from './route.ts'

/** A query's texts as the values that the route's table names. */
const valueIn = (text: string, { kind }: Field): unknown => {
  if (kind === 'number') return /^-?\d{1,12}$/.test(text) ? Number(text) : text
  if (kind === 'flag')
    return text === '1' || text === 'true' ? true : text === '0' || text === 'false' ? false : text
  if (kind === 'list') return text.split(',')
  return text
}

/** What may be left out and is given as null was left out: routes know one way of saying nothing, at every depth. */
function withoutNulls(value: unknown, field: Field): unknown {
  if (typeof value !== 'object' || value === null) return value
  if (field.kind === 'list') return (value as readonly unknown[]).map((one) => withoutNulls(one, field.of))
  if (field.kind === 'record')
    return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, withoutNulls(one, field.of)]))
  return field.kind === 'object' ? saidOf(value, field.fields) : value
}
const saidOf = (value: object, fields: Fields): Readonly<Record<string, unknown>> =>
  Object.fromEntries(
    Object.entries(value).flatMap(([name, one]) => {
      const field = fields[name]
      if (field === undefined) return [[name, one]]
      return one === null && field.need === 'optional' ? [] : [[name, withoutNulls(one, field)]]
    }),
  )

const parsed = (said: unknown, fields: Fields): Readonly<Record<string, unknown>> => {
  const found = parseFields(said, fields)
  if (found.ok) return saidOf(found.value, fields)
  throw new RefusedError(found.error)
}

/** By the shape that the body names: nothing of another one is taken, and a flag that is none is no "no". */
function shaped(said: Readonly<Record<string, unknown>>, { by, cases }: Cases) {
  const name = said[by]
  const fields = typeof name === 'string' && Object.hasOwn(cases, name) ? cases[name] : undefined
  if (fields !== undefined) {
    const { [by]: _, ...rest } = said
    return { [by]: name, ...parsed(rest, fields) }
  }
  const written = name === undefined ? `（没有写 ${by}）` : rawText(name).slice(0, 40)
  throw new RefusedError({
    code: 'FIELD_INVALID',
    message: `这里没有这一种：${written}`,
    remedy: `${by} 可写：${Object.keys(cases).join('、')}`,
    fields: { field: by },
  })
}

/** What stands behind the question mark; a word that the route does not know is refused, one that is empty counts as left out. */
function queryOf(c: C, fields: Fields): Readonly<Record<string, unknown>> {
  const said: Record<string, unknown> = {}
  for (const [name, text] of new URL(c.req.url).searchParams)
    if (text !== '') said[name] = fields[name] === undefined ? text : valueIn(text, fields[name])
  return parsed(said, fields)
}

async function bodyOf(c: C, body: Route['body']): Promise<Readonly<Record<string, unknown>>> {
  if (body === undefined || body === 'bytes') return {}
  const said = await jsonOf(c)
  return isCases(body) ? shaped(said, body) : parsed(said, body)
}

async function asked(c: C, deps: WebDeps, route: Route): Promise<Asked> {
  const principal = principalOf(c, route.scope)
  if (route.needs === 'admin' && !isAdmin(principal))
    throw refused('ROUTE_NOT_FOUND', '没有这个接口', '看 /api/openapi.json')
  const body = await bodyOf(c, route.body)
  return {
    c,
    deps,
    principal,
    params: Object.fromEntries(paramsOf(route.path).map((name) => [name, c.req.param(name) ?? ''])),
    query: queryOf(c, route.query ?? {}),
    body,
    actId: route.keyed && body.dryRun !== true ? actIdOf(c) : '',
    ip: c.get('from').ip,
  }
}

/** A key stands for one content, of a route that does not see to it itself. */
function keyed<T>(route: Route, said: Asked, work: () => Promise<T>): Promise<T> {
  const { deps, principal, actId, params, query, body } = said
  if (route.keyed !== true || actId === '') return work()
  const asked = [route.method, route.path, params, query, body]
  return once(deps.db, { actId, userId: principal.userId, asked }, work)
}

async function answered(c: C, deps: WebDeps, route: Route): Promise<Response> {
  const said = await asked(c, deps, route)
  let found: unknown
  if (route.of === 'plan') {
    const known = await planFor(deps, said.principal, said.params.plan ?? '')
    if (route.needs === 'all' && known.mine !== null)
      throw refused('FORBIDDEN_ACT', '这里是整个方案的情况，您只看得到本单位的', '由督查室、领导或观察员查看')
    if (typeof route.needs === 'object' && 'asks' in route.needs)
      orThrow(actorAs(said.principal, known.plan, route.needs.asks))
    if (isGrave(route) && mustProve(c) && said.body.dryRun !== true) throw proveAgain()
    found = await keyed(route, said, () => route.does({ ...said, ...known }))
  } else found = await keyed(route, said, () => route.does(said))
  return found instanceof Response ? found : c.json(found as object, route.status ?? 200)
}

const pathOf = ({ path }: Route) => `/api/v1${path.replace(/\{(\w+)\}/g, ':$1')}`

/** Serves the routes of a table; what is not in one is not served. */
export function serve(app: Hono<WebEnv>, deps: WebDeps, routes: readonly Route[]): void {
  for (const route of routes) app.on(route.method, pathOf(route), (c) => answered(c, deps, route))
  for (const path of new Set(routes.map(pathOf)))
    app.all(path, (c) => {
      const allowed = routes
        .filter((route) => pathOf(route) === path)
        .map(({ method }) => method.toUpperCase())
      c.header('Allow', allowed.join(', '))
      throw refused('METHOD_NOT_ALLOWED', `这里不能用 ${c.req.method}`, `可用：${allowed.join('、')}`)
    })
}
