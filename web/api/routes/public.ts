import {
  PUBLISH_ASK,
  previewPublic,
  publicationList,
  publishPlan,
  withdrawPublic,
} from '../../../client/use/publish.ts'
import type { IsoDate } from '../../../domain/calendar/date.ts'
import { choice, date, list, number, optional, text, words } from '../../../domain/fields/field.ts'
import { FIELD_NAMES } from '../../../domain/publishing/fields.ts'
import * as answers from '../answers.ts'
import { type AskedOfPlan, planRoute, type Route } from '../route.ts'

const fromOf = ({ deps: { db, duban } }: AskedOfPlan) => ({ db, blobs: duban.blobs, dataDir: duban.dataDir })
const byOf = ({ principal, ip }: AskedOfPlan) =>
  ({ userId: principal.userId, via: principal.via === 'token' ? 'token' : 'session', ip }) as const
const WHAT = {
  number: optional(number('第几期通报', 1, 100_000)),
  fields: optional(list('字段', choice('字段', FIELD_NAMES), 20)),
}
const needs = { asks: PUBLISH_ASK }
const whatOf = (said: Readonly<Record<string, unknown>>) => ({
  number: typeof said.number === 'number' ? said.number : null,
  fields: Array.isArray(said.fields) ? (said.fields as string[]) : null,
})
const or = (value: unknown): string => (typeof value === 'string' ? value : '')

/** 公开: what the public reads, looked at and then published. */
export const PUBLIC: readonly Route[] = [
  planRoute({
    ...{ method: 'get', path: '/plans/{plan}/public', says: '公开的情况，和再公布一次会有的变化' },
    ...{ needs: 'all', scope: 'read', query: WHAT, answer: answers.publication },
    does: async (asked) => {
      const known = await publicationList(asked.deps.db, asked.plan.planId)
      const found =
        (asked.plan.bulletins ?? []).length === 0
          ? null
          : await previewPublic(fromOf(asked), asked.plan, whatOf(asked.query))
      return {
        ...known,
        preview:
          found === null
            ? null
            : { seen: found.seen, changes: found.changes, number: found.issue.bulletin.number },
      }
    },
  }),
  planRoute({
    ...{ method: 'post', path: '/plans/{plan}/public', says: '公布看过的变化', needs, scope: 'act' },
    body: {
      ...WHAT,
      seen: words('看过的变化（GET 答的 seen）', 64),
      nextOn: optional(date('下一次公布的日期')),
      licence: optional(text('使用许可', 300)),
      footer: optional(text('网站标识码、备案号', 300)),
    },
    answer: answers.published,
    does: async (asked) => {
      const { seen, nextOn, licence, footer } = asked.body
      const next = typeof nextOn === 'string' ? (nextOn as IsoDate) : null
      const said = { ...whatOf(asked.body), licence: or(licence), footer: or(footer), nextOn: next }
      const { folder, files, changes } = await publishPlan(
        fromOf(asked),
        asked.plan,
        said,
        or(seen),
        byOf(asked),
      )
      return { path: `/public/${folder}/`, files, changes: changes.length }
    },
  }),
  planRoute({
    ...{ method: 'post', path: '/plans/{plan}/public:withdraw', says: '停止公布，原地址上写明理由' },
    ...{ needs, scope: 'act', body: { reason: words('理由') }, answer: answers.unpublished },
    does: async (asked) => {
      const { folder } = await withdrawPublic(fromOf(asked), asked.plan, or(asked.body.reason), byOf(asked))
      return { path: `/public/${folder}/` }
    },
  }),
]
