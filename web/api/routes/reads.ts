import { mayRead } from '../../../accounts/rights.ts'
import { refused } from '../../../client/refusal.ts'
import { remakeBulletin } from '../../../client/use/bulletin.ts'
import { handlersOf } from '../../../client/views/handlers.ts'
import { measureJson } from '../../../client/views/json.ts'
import { type MeasurePage, type MeasureShown, measurePage } from '../../../client/views/measure-list.ts'
import { eventsIn, historyOf, planList, planShow, todayIn, waitingIn } from '../../../client/views/reading.ts'
import { scoresIn } from '../../../client/views/scores.ts'
import { isOneOf } from '../../../domain/basics/unit-name.ts'
import type { IsoDate } from '../../../domain/calendar/date.ts'
import { PLAN_NAMES } from '../../../domain/events/acts/registry.ts'
import { date, optional, text, whole } from '../../../domain/fields/field.ts'
import { CARRIED_FILTERS } from '../../../domain/plan/columns.ts'
import { noticeShown, numbersIn } from '../../../domain/plan/numbers.ts'
import { todayOf } from '../../../domain/reckoning/today.ts'
import { lightOn } from '../../../domain/supervision/board.ts'
import { latestEvidence } from '../../../domain/supervision/obligation.ts'
import { unitsOf } from '../../../domain/supervision/units.ts'
import type { Db } from '../../../records/db.ts'
import { ledger, measureStates, measuresById, notices } from '../../../records/read.ts'
import { slips } from '../../../records/slips.ts'
import { measureFor, plansSeen } from '../../acting.ts'
import type { C } from '../../context.ts'
import * as answers from '../answers.ts'
import { LIMIT, measureQuery } from '../query.ts'
import { type AskedOfPlan, planRoute, type Route, route } from '../route.ts'

export const queryIn = (c: C): URLSearchParams => new URL(c.req.url).searchParams

/** A row of the list: what it filters, sorts and shows, read from the list's own table. */
const rowJson = ({ id, row, shown, today, plan }: MeasureShown) => ({
  no: shown,
  ...(shown === row.no ? {} : { runsAs: row.no }),
  plan: plan.planId,
  title: row.task,
  text: row.text,
  leadUnit: row.leadUnit,
  lead: row.leads,
  units: row.units.filter((unit) => !row.leadUnits.includes(unit)),
  deadline: row.deadline,
  state: row.phase,
  light: lightOn(row, today),
  nextOwedOn: row.owedOn,
  waits: row.waits,
  slip: row.slip,
  workflowId: id,
})

/** A page of measures; `full`: each as it is shown by itself. */
export async function listJson(db: Db, { rows, count, next }: MeasurePage, full: boolean) {
  if (!full) return { items: rows.map(rowJson), count, next }
  const states = await measuresById(
    db,
    rows.map(({ id }) => id),
  )
  const items = rows.flatMap((one) => {
    const state = states.get(one.id)
    return state === undefined
      ? []
      : [{ ...rowJson(one), ...measureJson(state, one.today, one.shown, one.plan) }]
  })
  return { items, count, next }
}

/** 分管领导 and their like, by the beginning of a name. */
export const NAMED = Object.fromEntries(
  CARRIED_FILTERS.map(({ key, name }) => [key, optional(text(name, 60))]),
)

/** What narrows and orders a list of measures; the words are checked as those of the pages are. */
export const LIST = {
  light: optional(text('灯', 20)),
  state: optional(text('状态', 20)),
  unit: optional(text('单位', 200)),
  todo: optional(text('等着办的：office 督查室，unit 单位', 10)),
  part: optional(text('单位的身份：lead 牵头，support 承办或配合', 10)),
  slip: optional(text('督办单级别：blue、orange、red', 10)),
  due: optional(text('none：没有到期日的', 10)),
  due_from: optional(text('到期不早于', 10)),
  due_to: optional(text('到期不晚于', 10)),
  q: optional(text('文字', 200)),
  ...NAMED,
  sort: optional(text('排序', 10)),
  cursor: optional(text('从哪里起', 500)),
  full: optional(text('1：每项都写全，同单独读一项', 1)),
  limit: optional(whole('一页几项', 1, LIMIT.most)),
}

/** Where the next page is, for programs that follow links (RFC 8288). */
export function linkNext(c: C, next: string | null): void {
  if (next === null) return
  const query = queryIn(c)
  query.set('cursor', next)
  c.header('Link', `<${c.req.path}?${query}>; rel="next"`)
}

async function shownPlan({ deps, plan, mine }: AskedOfPlan) {
  const shown = await planShow(deps.db, plan)
  if (mine === null) return shown
  const { late, units, ...rest } = shown
  return {
    ...rest,
    late: late.filter(({ unit }) => isOneOf(unit, mine)),
    units: units.filter(({ unit }) => isOneOf(unit, mine)),
  }
}

const measureAsked = ({ deps, principal, params }: AskedOfPlan) =>
  measureFor(deps, principal, params.plan ?? '', params.no ?? '')

async function bulletinShown({ deps, plan, params, mine }: AskedOfPlan) {
  const issued = plan.bulletins?.find(({ number }) => `${number}` === params.number)
  if (issued === undefined)
    throw refused('BULLETIN_NOT_FOUND', `没有第 ${params.number} 期通报`, '在通报清单里查看')
  const {
    bulletin,
    text: words,
    sha256,
  } = await remakeBulletin(deps.db, deps.duban.blobs, plan.planId, issued)
  const handlers = await handlersOf(deps.db, deps.duban.blobs, plan, issued, mine)
  return { ...issued, unchanged: sha256 === issued.sha256, text: words, bulletin, handlers }
}

const get = { method: 'get', needs: 'reader', scope: 'read' } as const

/** What is read: the same views as the command line's JSON, of what one may know of. */
export const READS: readonly Route[] = [
  route({
    ...{ method: 'get', path: '/plans', says: '方案清单', needs: 'signed', scope: 'read' },
    answer: answers.list(answers.planBrief),
    does: async ({ deps, principal }) => ({
      items: (await planList(deps.db)).filter(({ id }) => mayRead(principal, id) !== null),
    }),
  }),
  planRoute({
    ...{ ...get, path: '/plans/{plan}', says: '一个方案的现状' },
    answer: answers.planShown,
    does: shownPlan,
  }),
  planRoute({
    ...{ ...get, path: '/plans/{plan}/measures', says: '措施台账：筛选、排序、翻页' },
    query: LIST,
    answer: answers.measures,
    does: async ({ c, deps, plan, mine }) => {
      const found = await measurePage(deps.db, [{ plan, mine }], measureQuery(queryIn(c)))
      linkNext(c, found.next)
      return listJson(deps.db, found, queryIn(c).get('full') === '1')
    },
  }),
  route({
    ...{ ...get, path: '/measures', needs: 'signed', says: '措施台账，各方案合在一起' },
    query: { ...LIST, plan: optional(text('只看这些方案', 500)) },
    answer: answers.measures,
    does: async ({ c, deps, principal }) => {
      const query = queryIn(c)
      const found = await measurePage(deps.db, await plansSeen(deps, principal, query), measureQuery(query))
      linkNext(c, found.next)
      return listJson(deps.db, found, queryIn(c).get('full') === '1')
    },
  }),
  planRoute({
    ...{ ...get, path: '/plans/{plan}/measures/{no}', says: '一项措施' },
    answer: answers.measure,
    does: async (asked) => {
      const { state, shown, plan } = await measureAsked(asked)
      const today = todayIn(plan)
      asked.c.header('ETag', `"m-${state.seq}-${today}"`)
      return measureJson(state, today, shown, plan)
    },
  }),
  planRoute({
    ...{ ...get, path: '/plans/{plan}/measures/{no}/history', says: '一项措施的经过' },
    query: { after: optional(whole('只要这以后的', 0, 999_999_999)) },
    answer: answers.history,
    does: async (asked) => {
      const { state } = await measureAsked(asked)
      return { items: await historyOf(asked.deps.db, state, (asked.query.after as number) ?? 0) }
    },
  }),
  planRoute({
    ...{ ...get, needs: 'all', path: '/plans/{plan}/history', says: '方案自己的经过' },
    answer: answers.list(answers.ledgerRow),
    does: async ({ deps, plan }) => ({ items: await ledger(deps.db, plan.planId, '') }),
  }),
  planRoute({
    ...{ ...get, path: '/plans/{plan}/today', says: '今天要办的：待审核、待答复、逾期、将到期、待签收' },
    answer: answers.list(answers.deskItem),
    does: async ({ deps, plan, mine }) => {
      const states = await measureStates(deps.db, plan.planId)
      const own = states.filter((s) => mine === null || unitsOf(s).some((unit) => isOneOf(unit, mine)))
      return { items: todayOf(plan, own, todayIn(plan)).filter(({ unit }) => mine === null || unit !== '') }
    },
  }),
  planRoute({
    ...{ ...get, path: '/plans/{plan}/files/{sha256}', says: '一份材料用在哪些应办事项' },
    answer: answers.list(answers.use),
    does: async ({ deps, plan, mine, params }) => {
      const { sha256 } = params
      const states = await measureStates(deps.db, plan.planId)
      const own = states.filter((s) => mine === null || unitsOf(s).some((unit) => isOneOf(unit, mine)))
      const items = own
        .flatMap(({ obligations }) => obligations)
        .flatMap((o) =>
          o.evidence
            .filter(({ files }) => files.some((file) => file.sha256 === sha256))
            .map((e) => ({
              obligation: o.id,
              by: e.by.unit,
              submittedOn: e.submittedAt.slice(0, 10),
              validUntil: e.validUntil ?? null,
              latest: e === latestEvidence(o),
            })),
        )
      return { items }
    },
  }),
  planRoute({
    ...{ ...get, path: '/plans/{plan}/notices', says: '通知' },
    query: { unit: optional(text('单位', 200)), since: optional(date('不早于')) },
    answer: answers.list(answers.notice),
    does: async ({ deps, plan, mine, query }) => {
      const { unit, since } = query as { unit?: string; since?: IsoDate }
      const items = (await notices(deps.db, plan.planId, { unit }))
        .filter(({ toUnit }) => mine === null || isOneOf(toUnit, mine))
        .filter(({ planAt }) => since === undefined || planAt >= since)
        .map((one) => noticeShown(plan, one))
      return { items }
    },
  }),
  planRoute({
    ...{ ...get, path: '/plans/{plan}/slips', says: '督办单' },
    answer: answers.list(answers.slip),
    does: async ({ deps, plan, mine }) => ({
      items: (await slips(deps.db, plan.planId))
        .filter(({ units }) => mine === null || units.some((unit) => isOneOf(unit, mine)))
        .map((one) => ({ ...one, ...numbersIn(plan, one.no) })),
    }),
  }),
  planRoute({
    ...{ ...get, path: '/plans/{plan}/scores', says: '考核得分，每一分有依据' },
    query: { from: optional(date('起日')), to: optional(date('止日')) },
    answer: answers.scores,
    does: async ({ deps, plan, mine, query }) => {
      const { units, office, ...rest } = await scoresIn(
        deps.db,
        plan,
        query as { from?: IsoDate; to?: IsoDate },
      )
      if (mine === null) return { ...rest, units, office }
      return { ...rest, units: units.filter(({ unit }) => isOneOf(unit, mine)), office: [] }
    },
  }),
  planRoute({
    ...{ ...get, path: '/plans/{plan}/waiting', says: '等待的条件' },
    answer: answers.list(answers.waiting),
    does: async ({ deps, plan, mine }) => ({ items: await waitingIn(deps.db, plan, mine) }),
  }),
  planRoute({
    ...{ ...get, path: '/plans/{plan}/events', says: '事件，单位提出、待确认的也在内' },
    answer: answers.list(answers.event),
    does: async ({ plan }) => ({ items: eventsIn(plan) }),
  }),
  planRoute({
    ...{ ...get, path: '/plans/{plan}/planned', says: PLAN_NAMES.plan },
    answer: answers.list(answers.planned),
    does: async ({ plan }) => ({ items: plan.planned ?? [] }),
  }),
  planRoute({
    ...{ ...get, path: '/plans/{plan}/bulletins', says: '已发布的通报' },
    answer: answers.list(answers.bulletin),
    does: async ({ plan }) => ({ items: plan.bulletins ?? [] }),
  }),
  planRoute({
    ...{ ...get, path: '/plans/{plan}/bulletins/{number}', says: '一期通报，由台账重做' },
    answer: answers.bulletinShown,
    does: bulletinShown,
  }),
]
