import type { C, WebDeps } from './context.ts'
import { W } from './words/zh-CN.ts'

/** What a proxy puts in: then somebody else is at the other end, whatever the address says. */
const FORWARDED = ['x-forwarded-for', 'forwarded', 'x-real-ip', 'via']

const isLoopback = (ip: string): boolean => ip === '::1' || /^127\.\d+\.\d+\.\d+$/.test(ip)

/** Whether a request comes from this very machine, where 演示账户 are let in at all. */
export const demoHere = (c: C, { demo }: Pick<WebDeps, 'demo'>): boolean =>
  demo === true && isLoopback(c.get('from').ip) && FORWARDED.every((name) => c.req.header(name) === undefined)

const SAFE = new Set(['GET', 'HEAD', 'OPTIONS'])
/** Where a 演示账户 changes something: in plans, of which it knows the rehearsals. Accounts, rules, calendars are everybody's. */
const REACH = /^\/(p|plans|logout|demo)(\/|$)|^\/api\/v1\/(plans|blobs|deadlines)([/:]|$)/

export const demoReaches = (c: C): boolean => SAFE.has(c.req.method) || REACH.test(c.req.path)

export const NOT_FOR_DEMO = { code: 'DEMO_ACCOUNT', message: W.demo.only, remedy: W.demo.remedy } as const
