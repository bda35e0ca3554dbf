import { type Fields, flag, id, optional } from '../../../domain/fields/field.ts'
import { ACT_TABLES, type ActTable, actTable } from '../../act-tables.ts'
import { act } from '../../acting.ts'
import * as answers from '../answers.ts'
import { planRoute, type Route, route } from '../route.ts'

const OBLIGATION = optional(id('应办事项', 300))

/** An act's fields as the interface names them: the obligation by its id, or left out where only one fits. */
export const saidOf = ({ fields }: ActTable): Fields => {
  const { obligationId, ...rest } = fields
  return obligationId === undefined ? rest : { obligation: OBLIGATION, ...rest }
}

/** Every act with what is said of it; `besides` what else the route takes. */
export const actCases = (besides: Fields) => ({
  by: 'type',
  cases: Object.fromEntries(ACT_TABLES.map((table) => [table.type, { ...saidOf(table), ...besides }])),
})

/** The table of the act that a body names, which was read by it. */
export const tableOf = (type: unknown): ActTable => actTable(String(type)) as ActTable

export const ACTS: readonly Route[] = [
  route({
    ...{ method: 'get', path: '/acts', says: '每种办理的字段和由谁办', needs: 'signed', scope: 'read' },
    answer: answers.actTables,
    does: async () => ({ items: ACT_TABLES }),
  }),
  planRoute({
    ...{ method: 'post', path: '/plans/{plan}/measures/{no}/acts', says: '办理一件事' },
    ...{ needs: 'act', scope: 'act', keyed: 'itself' },
    body: actCases({
      sure: optional(flag('看起来不对的日期已经核对')),
      dryRun: optional(flag('只试不办')),
      onBehalfOf: optional(id('委托人账户', 100)),
    }),
    answer: answers.acted,
    does: async ({ c, deps, principal, params, body, ip, actId }) => {
      const { type, obligation, sure, dryRun, onBehalfOf, ...said } = body
      const { obligationId, says, already, as } = await act(deps, principal, ip, {
        planId: params.plan ?? '',
        no: params.no ?? '',
        table: tableOf(type),
        actId: actId || 'dry-run',
        said: obligation === undefined ? said : { ...said, obligationId: obligation },
        sure: sure === true,
        dryRun: dryRun === true,
        onBehalfOf: typeof onBehalfOf === 'string' ? onBehalfOf : null,
        ifMatch: c.req.header('if-match') ?? null,
      })
      return {
        obligation: obligationId,
        says,
        already,
        as: as === null ? null : { role: as.role, unit: as.unit },
        ...(dryRun === true ? { dryRun: true } : {}),
      }
    },
  }),
]
