import { endFeed, makeFeed } from '../../../accounts/feeds.ts'
import { feedFor } from '../../../accounts/rights.ts'
import { orThrow } from '../../../client/refusal.ts'
import { feedList } from '../../../client/use/feeds.ts'
import { id, LONGEST_REFERENCE, optional, text, words } from '../../../domain/fields/field.ts'
import * as answers from '../answers.ts'
import { type Asked, type Route, route } from '../route.ts'

const byOf = ({ principal, ip }: Asked) =>
  ({ userId: principal.userId, via: principal.via === 'token' ? 'token' : 'session', ip }) as const

/** 日历和订阅 of whoever asks: addresses whole once, then by their ids. */
export const FEEDS: readonly Route[] = [
  route({
    ...{ method: 'get', path: '/me/feeds', says: '自己生成的日历和订阅', needs: 'signed', scope: 'read' },
    answer: answers.list(answers.feed),
    does: async ({ deps, principal }) => ({ items: await feedList(deps.db, principal.userId) }),
  }),
  route({
    ...{
      method: 'post',
      path: '/me/feeds',
      says: '生成日历和订阅的地址，答一次',
      needs: 'signed',
      scope: 'act',
    },
    status: 201,
    body: {
      name: words('名称', 100),
      unit: optional(text('单位；不写为自己看得到的全部', LONGEST_REFERENCE)),
      plan: optional(id('只看这个方案', 60)),
    },
    answer: answers.feedMade,
    does: async (asked) => {
      const { name, unit, plan } = asked.body
      const of = orThrow(
        feedFor(asked.principal, {
          unit: typeof unit === 'string' ? unit : null,
          planId: typeof plan === 'string' ? plan : '',
        }),
      )
      return makeFeed(asked.deps.db, of, String(name), byOf(asked))
    },
  }),
  route({
    ...{ method: 'delete', path: '/me/feeds/{feed}', says: '作废一个订阅', needs: 'signed', scope: 'act' },
    answer: answers.feedEnded,
    does: async (asked) => {
      const { deps, principal, params } = asked
      orThrow(await endFeed(deps.db, principal.userId, params.feed ?? '', byOf(asked)))
      return { id: params.feed }
    },
  }),
]
