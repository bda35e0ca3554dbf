import { forgetLink } from '../../../accounts/submit-link.ts'
import { refused } from '../../../client/refusal.ts'
import { endLinkOf, linkList, makeLinkFor } from '../../../client/use/links.ts'
import { flag, id, LONGEST_REFERENCE, number, optional, text, words } from '../../../domain/fields/field.ts'
import { LINK, LINKS_ASK } from '../../../domain/supervision/link.ts'
import * as answers from '../answers.ts'
import { type AskedOfPlan, planRoute, type Route } from '../route.ts'

const byOf = ({ principal, ip }: AskedOfPlan) =>
  ({ userId: principal.userId, via: principal.via === 'token' ? 'token' : 'session', ip }) as const
const needs = { asks: LINKS_ASK }
const said = (value: unknown): string | null => (typeof value === 'string' ? value : null)

/** 免登录链接, for the office: whole once, then by its id. */
export const LINKS: readonly Route[] = [
  planRoute({
    ...{ method: 'get', path: '/plans/{plan}/links', says: '免登录链接，和谁用过', needs, scope: 'read' },
    query: { no: optional(id('措施', 60)), unit: optional(text('单位', LONGEST_REFERENCE)) },
    answer: answers.list(answers.link),
    does: async ({ deps, plan, query }) => ({
      items: await linkList(deps.db, plan, {
        ...(query.no === undefined ? {} : { no: String(query.no) }),
        ...(query.unit === undefined ? {} : { unit: String(query.unit) }),
      }),
    }),
  }),
  planRoute({
    ...{ method: 'post', path: '/plans/{plan}/links', says: '发一个免登录链接，答一次', needs, scope: 'act' },
    status: 201,
    body: {
      no: id('措施', 60),
      obligation: optional(id('应办事项', 300)),
      unit: optional(text('单位', LONGEST_REFERENCE)),
      recipient: words('发给谁', 100),
      days: optional(number('到期日以后还能用几天', 0, LINK.mostDays)),
      code: optional(flag('另设验证码')),
    },
    answer: answers.linkMade,
    does: async (asked) => {
      const { no, obligation, unit, recipient, days, code } = asked.body
      return makeLinkFor(
        asked.deps.db,
        asked.plan,
        {
          ...{ no: String(no), obligation: said(obligation), unit: said(unit), recipient: String(recipient) },
          ...{ days: typeof days === 'number' ? days : null, code: code === true },
        },
        byOf(asked),
      )
    },
  }),
  planRoute({
    ...{
      method: 'delete',
      path: '/plans/{plan}/links/{link}',
      says: '作废一个免登录链接',
      needs,
      scope: 'act',
    },
    query: { forget: optional(flag('只删除用过它的人的姓名和电话')) },
    answer: answers.linkEnded,
    does: async (asked) => {
      const { deps, plan, params, query } = asked
      const link = params.link ?? ''
      if (!(await linkList(deps.db, plan)).some((one) => one.id === link))
        throw refused('LINK_NOT_FOUND', `没有链接 ${link}`, '在链接清单里查看')
      if (query.forget === true) return { id: link, forgotten: await forgetLink(deps.db, link, byOf(asked)) }
      await endLinkOf(deps.db, plan.planId, link, byOf(asked))
      return { id: link }
    },
  }),
]
