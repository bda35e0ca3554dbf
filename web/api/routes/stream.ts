import { optional, text } from '../../../domain/fields/field.ts'
import { planFor } from '../../acting.ts'
import { type Route, route } from '../route.ts'
import { changes } from '../stream.ts'

export const STREAM: readonly Route[] = [
  route({
    ...{ method: 'get', path: '/stream', says: '变化（SSE）：台账行号、方案、措施、种类' },
    ...{ needs: 'signed', scope: 'read' },
    query: { plan: optional(text('只听这个方案', 60)) },
    answer: { media: 'text/event-stream' },
    does: async ({ c, deps, principal, query }) => {
      const plan = typeof query.plan === 'string' ? query.plan : null
      if (plan !== null) await planFor(deps, principal, plan)
      return changes(c, deps, principal, plan)
    },
  }),
]
