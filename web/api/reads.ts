import type { Hono } from 'hono'
import { mayRead } from '../../accounts/rights.ts'
import { remakeBulletin } from '../../client/bulletin.ts'
import { refused } from '../../client/refusal.ts'
import { measureJson } from '../../client/views/json.ts'
import { type MeasurePage, measurePage } from '../../client/views/measure-list.ts'
import { eventsIn, historyOf, planList, planShow, todayIn, waitingIn } from '../../client/views/reading.ts'
import { scoresIn } from '../../client/views/scores.ts'
import { nextOwedOn } from '../../domain/supervision/phase.ts'
import { isOneOf } from '../../domain/unit-name.ts'
import { notices } from '../../records/read.ts'
import { slips } from '../../records/slips.ts'
import { measureFor, planFor } from '../acting.ts'
import type { C, WebDeps, WebEnv } from '../context.ts'
import { principalOf } from './principal.ts'
import { dateIn, measureQuery, wholeIn } from './query.ts'

const queryOf = (c: C): URLSearchParams => new URL(c.req.url).searchParams

const listJson = ({ rows, today, plan, count, next }: MeasurePage) => ({
  items: rows.map(({ state, shown }) => ({
    ...measureJson(state, today, shown, plan),
    nextOwedOn: nextOwedOn(state),
  })),
  count,
  next,
})

/** What is read: the same views as the command line's JSON, of what one may know of. */
export function readRoutes(app: Hono<WebEnv>, deps: WebDeps): void {
  const { db } = deps
  const v1 = '/api/v1'
  app.get(`${v1}/me`, (c) => {
    const { userId, login, name, hats, via, scopes } = principalOf(c, 'read')
    return c.json({ userId, login, name, roles: hats, via, scopes })
  })
  app.get(`${v1}/plans`, async (c) => {
    const principal = principalOf(c, 'read')
    return c.json({ items: (await planList(db)).filter(({ id }) => mayRead(principal, id) !== null) })
  })
  app.get(`${v1}/plans/:plan`, async (c) => {
    const { plan, mine } = await planFor(deps, principalOf(c, 'read'), c.req.param('plan'))
    const shown = await planShow(db, plan)
    if (mine === null) return c.json(shown)
    const { late, units, ...rest } = shown
    return c.json({
      ...rest,
      late: late.filter(({ unit }) => isOneOf(unit, mine)),
      units: units.filter(({ unit }) => isOneOf(unit, mine)),
    })
  })
  app.get(`${v1}/plans/:plan/measures`, async (c) => {
    const { plan, mine } = await planFor(deps, principalOf(c, 'read'), c.req.param('plan'))
    const query = queryOf(c)
    const found = await measurePage(db, plan, measureQuery(query), mine)
    if (found.next !== null) {
      query.set('cursor', found.next)
      c.header('Link', `<${c.req.path}?${query}>; rel="next"`)
    }
    return c.json(listJson(found))
  })
  app.get(`${v1}/plans/:plan/measures/:no`, async (c) => {
    const { state, shown, plan } = await measureFor(
      deps,
      principalOf(c, 'read'),
      c.req.param('plan'),
      c.req.param('no'),
    )
    const today = todayIn(plan)
    c.header('ETag', `"m-${state.seq}-${today}"`)
    return c.json(measureJson(state, today, shown, plan))
  })
  app.get(`${v1}/plans/:plan/measures/:no/history`, async (c) => {
    const { state } = await measureFor(deps, principalOf(c, 'read'), c.req.param('plan'), c.req.param('no'))
    const after = wholeIn(queryOf(c), 'after', 0, 999_999_999) ?? 0
    return c.json({ items: await historyOf(db, state, after) })
  })
  app.get(`${v1}/plans/:plan/notices`, async (c) => {
    const { plan, mine } = await planFor(deps, principalOf(c, 'read'), c.req.param('plan'))
    const unit = queryOf(c).get('unit') ?? undefined
    const since = dateIn(queryOf(c), 'since')
    const items = (await notices(db, plan.planId, { unit }))
      .filter(({ toUnit }) => mine === null || isOneOf(toUnit, mine))
      .filter(({ planAt }) => since === undefined || planAt >= since)
    return c.json({ items })
  })
  app.get(`${v1}/plans/:plan/slips`, async (c) => {
    const { plan, mine } = await planFor(deps, principalOf(c, 'read'), c.req.param('plan'))
    const items = await slips(db, plan.planId)
    return c.json({
      items: items.filter(({ units }) => mine === null || units.some((unit) => isOneOf(unit, mine))),
    })
  })
  app.get(`${v1}/plans/:plan/scores`, async (c) => {
    const { plan, mine } = await planFor(deps, principalOf(c, 'read'), c.req.param('plan'))
    const asked = { from: dateIn(queryOf(c), 'from'), to: dateIn(queryOf(c), 'to') }
    const { units, office, ...rest } = await scoresIn(db, plan, asked)
    if (mine === null) return c.json({ ...rest, units, office })
    return c.json({ ...rest, units: units.filter(({ unit }) => isOneOf(unit, mine)), office: [] })
  })
  app.get(`${v1}/plans/:plan/waiting`, async (c) => {
    const { plan, mine } = await planFor(deps, principalOf(c, 'read'), c.req.param('plan'))
    return c.json({ items: mine === null ? await waitingIn(db, plan) : [] })
  })
  app.get(`${v1}/plans/:plan/events`, async (c) => {
    const { plan } = await planFor(deps, principalOf(c, 'read'), c.req.param('plan'))
    return c.json({ items: eventsIn(plan) })
  })
  app.get(`${v1}/plans/:plan/bulletins`, async (c) => {
    const { plan } = await planFor(deps, principalOf(c, 'read'), c.req.param('plan'))
    return c.json({ items: plan.bulletins ?? [] })
  })
  app.get(`${v1}/plans/:plan/bulletins/:number`, async (c) => {
    const { plan } = await planFor(deps, principalOf(c, 'read'), c.req.param('plan'))
    const issued = plan.bulletins?.find(({ number }) => `${number}` === c.req.param('number'))
    if (issued === undefined)
      throw refused('BULLETIN_NOT_FOUND', `没有第 ${c.req.param('number')} 期通报`, '在通报清单里查看')
    const made = await remakeBulletin(db, deps.duban.blobs, plan.planId, issued)
    return c.json({
      ...issued,
      unchanged: made.sha256 === issued.sha256,
      text: made.text,
      bulletin: made.bulletin,
    })
  })
}
