import type { Hono } from 'hono'
import { RefusedError, refused } from '../../client/refusal.ts'
import type { IsoDate } from '../../domain/calendar/date.ts'
import { compileDeadline } from '../../domain/deadline/compile.ts'
import { date, optional, text, whole, words } from '../../domain/messages/field.ts'
import { parseFields } from '../../domain/messages/parse.ts'
import { deadlineJson } from '../../domain/plan/json.ts'
import { calendarsFolder } from '../../records/places.ts'
import { loadCalendar } from '../../seeds/calendars/load.ts'
import { ACT_TABLES, actTable } from '../act-tables.ts'
import { act, planFor } from '../acting.ts'
import type { WebDeps, WebEnv } from '../context.ts'
import { report } from '../reporting.ts'
import { actIdOf, jsonOf } from './body.ts'
import { principalOf } from './principal.ts'

const EXPLAIN = {
  text: words('时限原文', 2_000),
  planYear: optional(whole('方案年度', 1990, 2100)),
  issuedOn: optional(date('印发日期')),
  eventOn: optional(date('触发事件的日期')),
  until: optional(date('列到哪一天')),
  measure: optional(text('措施原文')),
}

/** What changes something: one route for all acts on a measure, one for events; each once under its Idempotency-Key. */
export function actRoutes(app: Hono<WebEnv>, deps: WebDeps): void {
  const v1 = '/api/v1'
  app.get(`${v1}/acts`, (c) => {
    principalOf(c, 'read')
    return c.json({ items: ACT_TABLES })
  })
  app.post(`${v1}/plans/:plan/measures/:no/acts`, async (c) => {
    const principal = principalOf(c, 'act')
    const { type, obligation, sure, dryRun, ...said } = await jsonOf(c)
    const table = actTable(typeof type === 'string' ? type : '')
    if (table === null)
      throw new RefusedError({
        code: 'FIELD_INVALID',
        message: `没有这种办理：${String(type ?? '（没有写 type）').slice(0, 40)}`,
        remedy: `type 可写：${ACT_TABLES.map((one) => one.type).join('、')}`,
        fields: { field: 'type' },
      })
    const done = await act(deps, principal, c.get('from').ip, {
      planId: c.req.param('plan'),
      no: c.req.param('no'),
      table,
      actId: dryRun === true ? 'dry-run' : actIdOf(c),
      said: obligation === undefined ? said : { ...said, obligationId: obligation },
      sure: sure === true,
      dryRun: dryRun === true,
    })
    const { obligationId, says, already, as } = done
    return c.json({
      obligation: obligationId,
      says,
      already,
      as: as === null ? null : { role: as.role, unit: as.unit },
      ...(dryRun === true ? { dryRun: true } : {}),
    })
  })
  app.post(`${v1}/plans/:plan/events`, async (c) => {
    const principal = principalOf(c, 'act')
    const { plan } = await planFor(deps, principal, c.req.param('plan'))
    const asked = { actId: actIdOf(c), said: await jsonOf(c) }
    return c.json(await report(deps, principal, c.get('from').ip, plan, asked))
  })
  app.post(`${v1}/deadlines:explain`, async (c) => {
    principalOf(c, 'read')
    const said = parseFields(await jsonOf(c), EXPLAIN)
    if (!said.ok) throw new RefusedError(said.error)
    const asked = said.value as { text: string; planYear?: number; measure?: string } & Record<
      'issuedOn' | 'eventOn' | 'until',
      IsoDate | undefined
    >
    const { issuedOn = null, eventOn = null, until = null, measure = null } = asked
    const compiled = compileDeadline(
      asked.text,
      {
        planYear: asked.planYear ?? (issuedOn ? Number(issuedOn.slice(0, 4)) : null),
        issuedOn,
        eventOn,
        eventAt: null,
        until,
        measure,
      },
      loadCalendar(calendarsFolder(deps.duban.dataDir)),
    )
    if (compiled.clauses.length === 0)
      throw refused(
        'NOTHING_PARSED',
        `没有读懂“${asked.text}”，里面没有可识别的期限`,
        '写明日期、周期或触发条件，如“2015年7月底前”',
      )
    return c.json(deadlineJson(compiled))
  })
}
