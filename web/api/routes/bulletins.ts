import { refused } from '../../../client/refusal.ts'
import { draftBulletin, issueBulletin, withdrawBulletin } from '../../../client/use/bulletin.ts'
import { bulletinUntil } from '../../../client/views/bulletin-until.ts'
import type { IsoDate } from '../../../domain/calendar/date.ts'
import type { PlanTime } from '../../../domain/calendar/time.ts'
import { date, flag, moment, optional, words } from '../../../domain/fields/field.ts'
import { onPlan } from '../../plan-actor.ts'
import * as answers from '../answers.ts'
import { type AskedOfPlan, planRoute, type Route } from '../route.ts'

/** @throws RefusedError BULLETIN_IN_FUTURE */
export function asOfIn({ deps, plan, body, query }: AskedOfPlan): PlanTime {
  const said = body.asOf ?? query.asOf
  return bulletinUntil(deps.duban.now(plan), typeof said === 'string' ? said : undefined)
}

export const fromIn = ({ body, query }: AskedOfPlan) =>
  ((body.from ?? query.from) as IsoDate | undefined) ?? null

export const PERIOD = { asOf: optional(moment('截至')), from: optional(date('从哪天起')) }

export const BULLETINS: readonly Route[] = [
  planRoute({
    ...{ method: 'get', path: '/plans/{plan}/bulletins:draft', says: '起草通报，不编号' },
    ...{ needs: 'all', scope: 'read' },
    query: PERIOD,
    answer: answers.bulletinDraft,
    does: (asked) => draftBulletin(asked.deps.db, asked.plan.planId, asOfIn(asked), fromIn(asked)),
  }),
  planRoute({
    ...{ method: 'post', path: '/plans/{plan}/bulletins', says: '发布通报：编号，记入台账' },
    ...{ needs: { update: 'bulletin' }, scope: 'act', keyed: true },
    body: { ...PERIOD, dryRun: optional(flag('只试不办')) },
    answer: answers.bulletinIssued,
    does: (asked) =>
      onPlan(asked.deps, asked, asked.plan, 'bulletin', async (actor) => {
        const { deps, plan, body } = asked
        const [asOf, from] = [asOfIn(asked), fromIn(asked)]
        if (body.dryRun === true)
          return {
            dryRun: true,
            already: false,
            issued: null,
            made: await draftBulletin(deps.db, plan.planId, asOf, from),
          }
        return issueBulletin(deps.duban, plan.planId, { asOf, from, actor })
      }),
  }),
  planRoute({
    ...{ method: 'post', path: '/plans/{plan}/bulletins/{number}/withdraw', says: '撤回已发布的一期' },
    ...{ needs: { update: 'withdrawBulletin' }, scope: 'act', keyed: true },
    body: { reason: words('理由') },
    answer: answers.done,
    does: (asked) =>
      onPlan(asked.deps, asked, asked.plan, 'withdrawBulletin', async (actor) => {
        const number = Number(asked.params.number)
        if (!Number.isSafeInteger(number) || number < 1)
          throw refused('BULLETIN_NOT_FOUND', `没有第 ${asked.params.number} 期通报`, '在通报清单里查看')
        await withdrawBulletin(asked.deps.duban, asked.plan.planId, {
          number,
          reason: asked.body.reason as string,
          actor,
        })
        return { already: false, number }
      }),
  }),
]
