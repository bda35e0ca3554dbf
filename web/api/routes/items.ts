import { orThrow } from '../../../client/refusal.ts'
import { addItem, draftItem } from '../../../client/use/add-item.ts'
import { ANSWERS, ITEM_FIELDS, itemAsked } from '../../../client/use/item-fields.ts'
import { sampleOf } from '../../../client/use/sample.ts'
import { itemJson } from '../../../client/views/item.ts'
import { flag, id, optional, text, whole } from '../../../domain/fields/field.ts'
import { itemPlan } from '../../items.ts'
import { onPlan, planActor } from '../../plan-actor.ts'

import { calendarOf } from '../../uploaded.ts'
import * as answers from '../answers.ts'
import { planRoute, type Route, route } from '../route.ts'

/** 立项 of one item by hand. */
export const ITEMS: readonly Route[] = [
  route({
    ...{
      method: 'post',
      path: '/measures',
      says: '立项：一件事，立到当年的日常督办事项或一个方案；先试再立',
    },
    ...{ needs: { update: 'amend' }, scope: 'act', keyed: 'itself' },
    body: {
      ...ITEM_FIELDS,
      plan: optional(id('方案编号', 61)),
      answers: ANSWERS,
      dryRun: optional(flag('只试不立')),
    },
    answer: answers.itemAdded,
    does: async (said) => {
      const { deps, principal, body, actId } = said
      const { plan, planId, by } = await itemPlan(deps, principal, (body.plan as string | undefined) ?? null)
      return onPlan(deps, said, plan, 'amend', async (actor) => {
        const given = (body.answers as Parameters<typeof itemAsked>[1]['answers'] | undefined) ?? []
        const asked = itemAsked(body, { planId, by, answers: given })
        const calendar = calendarOf(deps)
        if (body.dryRun === true) {
          const draft = await draftItem(deps.duban, asked, 'dry-run', calendar)
          return { ...itemJson(draft), dryRun: true, already: false }
        }
        const { draft, already } = await addItem(deps.duban, asked, { actor, actId }, calendar)
        return { ...itemJson(draft), already }
      })
    },
  }),
  planRoute({
    ...{ method: 'post', path: '/plans/{plan}/sample', says: '抽查抽样：种子记入审计日志' },
    ...{ needs: { update: 'amend' }, scope: 'act' },
    body: { count: whole('抽几项', 1, 200), seed: optional(text('种子', 100)) },
    answer: answers.sample,
    does: async (said) => {
      const { deps, plan, body, principal, ip } = said
      orThrow(planActor(principal, plan, 'amend'))
      const by = {
        userId: principal.userId,
        via: principal.via === 'token' ? 'token' : 'session',
        ip,
      } as const
      const asked = { count: body.count as number, seed: (body.seed as string | undefined) ?? null }
      return sampleOf(deps.db, plan, asked, by)
    },
  }),
]
