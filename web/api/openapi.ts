import type { Who } from '../../domain/basics/rights.ts'
import { PLAN_WHO } from '../../domain/events/offices.ts'
import type { Field } from '../../domain/fields/field.ts'
import { PLAN_NAMES } from '../../domain/messages/plan.ts'
import { isCases, type Need, paramsOf, type Route } from './route.ts'
import { answerSchema, casesSchema, fieldsSchema, type Schema, schemaOf } from './schema.ts'
import { ROUTES } from './tables.ts'

const WHO: Readonly<Record<Who, string>> = {
  unit: '承办单位',
  head: '牵头、责任、配合单位的负责人',
  supporting: '配合单位',
  office: '督查机构',
  judge: '督查机构，不是自己提交的',
  unitOrOffice: '承办单位或督查机构',
  officeOrLeader: '督查机构或领导',
  plan: '督查机构',
  issue: '有签发权的督查机构',
  report: '督查机构',
  propose: '任何单位',
}

export const whoName = (who: Who): string => WHO[who]

/** Who may, in words. */
export function needName(need: Need): string {
  if (typeof need === 'object' && 'asks' in need) return `${need.asks.what}：${WHO[need.asks.who]}`
  if (typeof need === 'object') return `${PLAN_NAMES[need.update]}：${WHO[PLAN_WHO[need.update] ?? 'plan']}`
  return {
    signed: '登录的人',
    admin: '管理员',
    reader: '看得到这个方案的人',
    all: '看得到整个方案的人',
    act: '随办理的种类（GET /acts 的 who）',
  }[need]
}

const PROBLEM: Schema = {
  type: 'object',
  properties: {
    type: { type: 'string' },
    title: { type: 'string' },
    status: { type: 'integer' },
    detail: { type: 'string' },
    code: { type: 'string' },
    class: { type: 'string', enum: ['input', 'usage', 'missing', 'conflict', 'forbidden', 'system'] },
    remedy: { type: ['string', 'null'] },
    fields: { type: 'object' },
    errors: {
      type: 'array',
      items: {
        type: 'object',
        properties: { pointer: { type: 'string' }, message: { type: 'string' } },
        required: ['pointer', 'message'],
      },
    },
    requestId: { type: ['string', 'null'] },
  },
  required: ['type', 'title', 'status', 'detail', 'code', 'class', 'remedy', 'fields', 'requestId'],
}

const REFUSED: Readonly<Record<number, string>> = {
  401: '没有登录，或令牌不对',
  403: '不该由您办',
  404: '没有，或您看不到',
  409: '现在的状态不行',
  412: '您查看以后又有变化（If-Match）',
  413: '太大',
  415: '内容的格式不对',
  422: '内容不对',
  429: '太频繁，Retry-After 秒以后再试',
  503: '连不上服务：可以查看，暂不能办理',
}

/** Statuses with which a route may refuse. */
function refusalsOf({ method, body, path }: Route): readonly number[] {
  const writes = method !== 'get'
  return [
    401,
    403,
    404,
    409,
    ...(path.endsWith('/acts') ? [412] : []),
    ...(writes ? [413] : []),
    ...(body === undefined ? [] : [415]),
    422,
    429,
    503,
  ]
}

const parameter = (where: 'query' | 'path' | 'header', name: string, schema: Schema, required: boolean) => ({
  ...{ name, in: where, required, schema },
})

/** A query knows no null: what is not said is left out. */
const inQuery = (field: Field): Schema => {
  const { need: _, ...said } = field
  return schemaOf(said)
}

function parametersOf({ path, query, keyed, method }: Route) {
  return [
    ...paramsOf(path).map((name) => parameter('path', name, { type: 'string', minLength: 1 }, true)),
    ...Object.entries(query ?? {}).map(([name, field]) => parameter('query', name, inQuery(field), false)),
    ...(keyed ? [parameter('header', 'Idempotency-Key', { type: 'string', format: 'uuid' }, false)] : []),
    ...(path.endsWith('/acts') && method === 'post'
      ? [parameter('header', 'If-Match', { type: 'string' }, false)]
      : []),
  ]
}

function requestOf(route: Route) {
  const { body } = route
  if (body === undefined) return {}
  const content =
    body === 'bytes'
      ? { 'application/octet-stream': { schema: {} } }
      : {
          'application/json': {
            schema: isCases(body) ? shapesOf(route) : fieldsSchema(body),
          },
        }
  return { requestBody: { required: true, content } }
}

function responsesOf(route: Route) {
  const { answer, status = 200, method } = route
  const content =
    'media' in answer
      ? { [answer.media]: { schema: {} } }
      : { 'application/json': { schema: answerSchema(answer) } }
  return Object.fromEntries([
    [status, { description: '好', content }],
    ...(method === 'get' ? [[304, { description: '没有变化（If-None-Match）' }]] : []),
    ...refusalsOf(route).map((code) => [code, { $ref: `#/components/responses/${code}` }]),
  ])
}

/** Each shape of such a body has a name of its own, and a line in the document. */
const shapeName = (route: Route, name: string) => `${operationId(route)}.${name}`
const shapesOf = (route: Route): Schema => ({
  oneOf: namedShapes(route).map(([name]) => ({ $ref: `#/components/schemas/${name}` })),
})
const namedShapes = (route: Route): readonly (readonly [string, Schema])[] =>
  route.body === undefined || route.body === 'bytes' || !isCases(route.body)
    ? []
    : casesSchema(route.body.by, route.body.cases).map(([name, schema]) => [shapeName(route, name), schema])

/** Stable names for programs that are generated. @example 'post_plans_plan_events' */
const operationId = ({ method, path }: Route) =>
  `${method}${path.replace(/[{}]/g, '').replace(/[/:.]/g, '_')}`

/** The document as text, a line an operation, so that a change of one shows as one. */
export function openApiText(): string {
  const text = (value: unknown, depth: number): string => {
    if (depth === 0 || typeof value !== 'object' || value === null || Array.isArray(value))
      return JSON.stringify(value)
    const lines = Object.entries(value).map(([key, one]) => `${JSON.stringify(key)}: ${text(one, depth - 1)}`)
    return `{\n${lines.join(',\n')}\n}`
  }
  return `${text(openApi(), 3)}\n`
}

/** The interface as OpenAPI 3.1, from the rows by which it is served. */
export function openApi() {
  const paths: Record<string, Record<string, unknown>> = {}
  for (const route of ROUTES)
    paths[route.path] = {
      ...paths[route.path],
      [route.method]: {
        operationId: operationId(route),
        summary: route.says,
        description: `由谁：${needName(route.needs)}。令牌范围：${route.scope}。`,
        ...{ parameters: parametersOf(route), ...requestOf(route), responses: responsesOf(route) },
      },
    }
  const problem = { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } }
  return {
    openapi: '3.1.0',
    info: { title: '督办 Duban', version: '1', description: '说明见 docs/api.md。v1 里只增不减。' },
    servers: [{ url: '/api/v1' }],
    security: [{ token: [] }, { session: [] }],
    paths,
    components: {
      securitySchemes: {
        token: { type: 'http', scheme: 'bearer', description: 'dbn_…' },
        session: { type: 'apiKey', in: 'cookie', name: 'duban' },
      },
      schemas: { Problem: PROBLEM, ...Object.fromEntries(ROUTES.flatMap(namedShapes)) },
      responses: Object.fromEntries(
        Object.entries(REFUSED).map(([code, description]) => [code, { description, content: problem }]),
      ),
    },
  }
}
