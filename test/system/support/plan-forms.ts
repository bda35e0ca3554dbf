import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll } from 'vitest'
import { setPolicy } from '../../../client/use/amend-plan.ts'
import { issueBulletin } from '../../../client/use/bulletin.ts'
import { closePlan } from '../../../client/use/close-plan.ts'
import { changeEvent, reportEvent } from '../../../client/use/events.ts'
import { bulletinUntil } from '../../../client/views/bulletin-until.ts'
import { shippedText } from '../../../documents/files/policy.ts'
import { mustDate } from '../../../domain/calendar/date.ts'
import type { PlanUpdate } from '../../../domain/events/acts/registry.ts'
import { THREE_COLOURS } from '../../../domain/policy/policy.ts'
import { type SmallRow, smallPlanText } from '../../small-plan.ts'
import { duban, liaison, type Person } from './web.ts'

// What each act on a plan as a whole is given: in the form of its page, and at the command line.

const WAIT = '省出台丙办法'
export const ROWS: readonly SmallRow[] = [
  ['市甲局牵头，市乙局配合', '公开甲信息。', '2015年7月'],
  ['市甲局', '公开乙信息。', `待${WAIT}后30日内`],
  ['市乙局', '公开丙信息。', '2015年9月底前'],
]
const REVISED: readonly SmallRow[] = [
  ROWS[0],
  ROWS[1],
  ['市乙局', '公开丙信息和目录。', '2015年10月底前'],
] as never
export const NOS = ['1.1', '2.1', '3.1']
const OFFICE = { role: 'office', unit: '督查室' } as const
const UNIT = { role: 'unit', unit: '市甲局' } as const
export const TODAY = '2015-07-01'
const d = mustDate

const folder = mkdtempSync(join(tmpdir(), 'duban-plan-forms-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))
const paper = (name: string, rows: readonly SmallRow[]) => {
  const path = join(folder, name)
  writeFileSync(path, smallPlanText(rows))
  return path
}
const [FIRST, SECOND] = [paper('方案.txt', ROWS), paper('修订.txt', REVISED)]

export interface Case {
  readonly type: PlanUpdate
  /** How it is told apart from another of its kind. */
  readonly what?: string
  readonly by?: () => Person | undefined
  /** What the plan is before it: running, when nothing else is said. */
  readonly is?: 'none' | 'draft'
  /** What has to have happened; answers with the event that the act is about. */
  readonly before?: (plan: string) => Promise<string>
  readonly page: (plan: string, event: string) => string
  /** A document that the page asks for first. */
  readonly document?: string
  readonly form: (plan: string, event: string) => string
  readonly says: (plan: string) => Readonly<Record<string, string>>
  /** The button, where it is not the form's first. */
  readonly button?: string
  readonly cli: (plan: string, event: string) => readonly string[]
}

const EVENT = { eventId: null, dueOn: null, title: null, document: null, url: null, measures: null }
const reported = async (plan: string) =>
  (await reportEvent(duban, plan, { ...EVENT, condition: WAIT, effectiveOn: d(TODAY), actor: OFFICE }))
    .eventId
const changed = async (plan: string, type: Parameters<typeof changeEvent>[2], said: object) =>
  (await changeEvent(duban, plan, type, { actor: OFFICE, ...said })).eventId
const planned = (plan: string) =>
  changed(plan, 'plan', {
    ...{ condition: WAIT, expectedOn: d('2015-07-10') },
    ...{ dueOn: null, title: null, document: null, measures: null },
  })
const proposed = (plan: string) =>
  changed(plan, 'propose', {
    ...{ condition: WAIT, effectiveOn: d(TODAY), actor: UNIT },
    ...{ title: null, document: null, url: null },
  })
const issued = async (plan: string) => {
  const asOf = bulletinUntil(duban.now(await duban.plan(plan)), undefined)
  await issueBulletin(duban, plan, { asOf, from: null, actor: OFFICE })
  return ''
}

const events = (plan: string) => `/p/${plan}/events`
const ofEvent = (type: string) => (_: string, event: string) => `form[action$="/events/${event}/${type}"]`
const form = (ending: string) => () => `form[method=post][action$="${ending}"]`

export const CASES: readonly Case[] = [
  {
    type: 'import',
    is: 'none',
    page: () => '/plans/new',
    document: FIRST,
    form: () => 'form[action^="/plans/new/"]:has([name=offices])',
    says: (plan) => ({ id: plan, offices: '督查室' }),
    cli: (plan) => ['plan', 'import', FIRST, '--id', plan, '--issued-on', TODAY],
  },
  {
    type: 'start',
    is: 'draft',
    page: (plan) => `/p/${plan}/start`,
    form: form('/start'),
    says: () => ({ clock: 'stepped', on: TODAY, mode: 'as-is' }),
    button: '[value=start]',
    cli: (plan) => ['plan', 'start', plan, '--clock', `stepped@${TODAY}`],
  },
  {
    type: 'delete',
    is: 'draft',
    page: (plan) => `/p/${plan}`,
    form: form('/delete'),
    says: () => ({}),
    cli: (plan) => ['plan', 'delete', plan, '--yes'],
  },
  {
    type: 'report',
    page: events,
    form: form('/events'),
    says: () => ({
      ...{ condition: WAIT, effectiveOn: TODAY, document: '粤办〔2015〕1号', title: '丙办法' },
      ...{ url: 'https://www.example.gov.cn/b', dueOn: '2015-09-30', measures: '2.1' },
    }),
    cli: (plan) => [
      ...['event', 'report', plan, WAIT, '--on', TODAY, '--document', '粤办〔2015〕1号', '--title', '丙办法'],
      ...['--url', 'https://www.example.gov.cn/b', '--due-on', '2015-09-30', '--measure', '2.1'],
    ],
  },
  {
    type: 'report',
    what: '又一来源',
    before: reported,
    page: events,
    form: form('/events'),
    says: () => ({ condition: WAIT, effectiveOn: TODAY, sameAs: 'EVENT', document: '粤府〔2015〕9号' }),
    cli: (plan, event) => [
      ...['event', 'report', plan, WAIT, '--on', TODAY, '--same-as', event, '--document', '粤府〔2015〕9号'],
    ],
  },
  {
    type: 'report',
    what: '有时刻',
    page: events,
    form: form('/events'),
    says: () => ({ condition: WAIT, effectiveOn: '2015-06-30', effectiveAt: '15:30', units: '市甲局' }),
    cli: (plan) => ['event', 'report', plan, WAIT, '--on', '2015-06-30T15:30', '--unit', '市甲局'],
  },
  {
    type: 'report',
    what: '另一次',
    before: reported,
    page: events,
    form: form('/events'),
    says: () => ({ condition: WAIT, effectiveOn: '2015-06-29', another: '1' }),
    cli: (plan) => ['event', 'report', plan, WAIT, '--on', '2015-06-29', '--another'],
  },
  {
    type: 'correct',
    before: reported,
    page: events,
    form: ofEvent('correct'),
    says: () => ({
      effectiveOn: '2015-06-29',
      dueOn: '2015-08-20',
      document: '粤办〔2015〕2号',
      reason: '抄错',
    }),
    cli: (plan, event) => [
      ...['event', 'correct', plan, event, '--on', '2015-06-29', '--due-on', '2015-08-20'],
      ...['--document', '粤办〔2015〕2号', '--reason', '抄错'],
    ],
  },
  {
    type: 'revoke',
    before: reported,
    page: events,
    form: ofEvent('revoke'),
    says: () => ({ reason: '误报' }),
    cli: (plan, event) => ['event', 'revoke', plan, event, '--reason', '误报', '--yes'],
  },
  {
    type: 'restore',
    before: async (plan) => {
      const eventId = await reported(plan)
      await changed(plan, 'revoke', { eventId, reason: '误报' })
      return eventId
    },
    page: events,
    form: ofEvent('restore'),
    says: () => ({ reason: '确有其事' }),
    cli: (plan, event) => ['event', 'restore', plan, event, '--reason', '确有其事'],
  },
  {
    type: 'propose',
    by: () => liaison,
    page: events,
    form: form('/proposals'),
    says: () => ({
      ...{ condition: WAIT, effectiveOn: '2015-06-30', effectiveAt: '9:05', title: '丙办法' },
      ...{ document: '粤办〔2015〕1号', url: 'https://www.example.gov.cn/b' },
    }),
    cli: (plan) => [
      ...['event', 'propose', plan, '--condition', WAIT, '--effective-on', '2015-06-30', '--as', '市甲局'],
      ...['--effective-at', '2015-06-30T09:05', '--title', '丙办法', '--document', '粤办〔2015〕1号'],
      ...['--url', 'https://www.example.gov.cn/b'],
    ],
  },
  {
    type: 'assign',
    before: proposed,
    page: events,
    form: ofEvent('assign'),
    says: () => ({ condition: WAIT }),
    cli: (plan, event) => ['event', 'assign', plan, event, WAIT],
  },
  {
    type: 'plan',
    page: events,
    form: form('/events/new/plan'),
    says: () => ({
      ...{ condition: WAIT, expectedOn: '2015-07-20', dueOn: '2015-09-30', title: '丙办法' },
      ...{ document: '粤办〔2015〕1号', measures: '2.1' },
    }),
    cli: (plan) => [
      ...['event', 'plan', plan, WAIT, '--on', '2015-07-20', '--due-on', '2015-09-30', '--title', '丙办法'],
      ...['--document', '粤办〔2015〕1号', '--measures', '2.1'],
    ],
  },
  {
    type: 'move',
    before: planned,
    page: events,
    form: ofEvent('move'),
    says: () => ({ expectedOn: '2015-07-30', reason: '会议推迟' }),
    cli: (plan, event) => ['event', 'move', plan, event, '--on', '2015-07-30', '--reason', '会议推迟'],
  },
  {
    type: 'cancel',
    before: planned,
    page: events,
    form: ofEvent('cancel'),
    says: () => ({ reason: '议程取消' }),
    cli: (plan, event) => ['event', 'cancel', plan, event, '--reason', '议程取消'],
  },
  {
    type: 'confirm',
    before: planned,
    page: events,
    form: ofEvent('confirm'),
    says: () => ({ effectiveOn: TODAY, document: '粤办〔2015〕3号', url: 'https://www.example.gov.cn/c' }),
    cli: (plan, event) => [
      ...['event', 'confirm', plan, event, '--on', TODAY, '--document', '粤办〔2015〕3号'],
      ...['--url', 'https://www.example.gov.cn/c'],
    ],
  },
  {
    type: 'subscribe',
    page: (plan) => `/p/${plan}/m/1.1/act/suspend`,
    form: form('/act/suspend'),
    says: () => ({
      ...{ reason: '等办法', reviewOn: '2015-08-03', ground: '粤办〔2015〕4号' },
      ...{ 'until.text': WAIT, 'until.dueOn': '2015-08-31' },
    }),
    cli: (plan) => [
      ...['obligation', 'suspend', plan, '1.1', '--reason', '等办法', '--review-on', '2015-08-03'],
      ...['--ground', '粤办〔2015〕4号', '--until-event', WAIT, '--resume-due-on', '2015-08-31'],
    ],
  },
  {
    type: 'advance',
    page: (plan) => `/p/${plan}/advance`,
    form: form('/advance'),
    says: () => ({ to: '2015-07-10' }),
    cli: (plan) => ['plan', 'advance', plan, '--to', '2015-07-10'],
  },
  {
    type: 'amend',
    page: (plan) => `/p/${plan}/amend`,
    document: SECOND,
    form: () => 'form:has([name=reference])',
    says: () => ({ reference: '粤办〔2015〕5号', reason: '任务调整' }),
    cli: (plan) => [
      ...['plan', 'amend', plan, SECOND, '--issued-on', TODAY, '--accept-review'],
      ...['--reference', '粤办〔2015〕5号', '--reason', '任务调整'],
    ],
  },
  {
    type: 'policy',
    before: async (plan) => {
      await setPolicy(duban, plan, { ...THREE_COLOURS, id: 'qian', name: '从前的' })
      return ''
    },
    page: (plan) => `/p/${plan}/policy?ships=ji-jian`,
    form: form('/policy'),
    says: () => ({ text: shippedText('ji-jian'), reason: '市政府要求' }),
    button: '[value=do]',
    cli: (plan) => ['policy', 'set', plan, 'ji-jian', '--reason', '市政府要求'],
  },
  {
    type: 'close',
    page: (plan) => `/p/${plan}/close`,
    form: form('/close'),
    says: () => ({ reason: '年度结束' }),
    button: '[value=close]',
    cli: (plan) => ['plan', 'close', plan, '--reason', '年度结束', '--yes'],
  },
  {
    type: 'reopen',
    before: async (plan) => {
      await closePlan(duban, plan, '年度结束', OFFICE)
      return ''
    },
    page: (plan) => `/p/${plan}/reopen`,
    form: form('/reopen'),
    says: () => ({ reason: '误操作' }),
    cli: (plan) => ['plan', 'reopen', plan, '--reason', '误操作'],
  },
  {
    type: 'bulletin',
    page: (plan) => `/p/${plan}/bulletins/draft`,
    form: form('/bulletins/draft'),
    says: () => ({}),
    cli: (plan) => ['bulletin', 'issue', plan, '--yes'],
  },
  {
    type: 'withdrawBulletin',
    before: issued,
    page: (plan) => `/p/${plan}/bulletins/1`,
    form: form('/withdraw'),
    says: () => ({ reason: '数字有误' }),
    cli: (plan) => ['bulletin', 'withdraw', plan, '1', '--reason', '数字有误'],
  },
]

/** What a form does not ask by the field's own name, and how it comes about. */
export const NOT_BY_NAME: Partial<Record<PlanUpdate, readonly string[]>> = {
  // The document that was uploaded and read; the rules are changed once it is there.
  import: ['document', 'policy'],
  // Dates that are past and readings that are open have their own questions on the page.
  start: ['startOn', 'acceptedReview', 'accepted', 'baseline'],
  // A number is made for it; the hour of one that was reported comes with a second report.
  report: ['eventId', 'addsHour'],
  correct: ['eventId', 'effectiveAt', 'cleared'],
  revoke: ['eventId'],
  restore: ['eventId'],
  assign: ['eventId'],
  move: ['plannedId'],
  cancel: ['plannedId'],
  confirm: ['plannedId'],
  // Comes of 挂账 until something has happened.
  subscribe: ['condition', 'no'],
  amend: ['document', 'from', 'numbers', 'counts', 'accepted'],
  policy: ['policy'],
  close: ['yearEnd'],
  reopen: ['leave'],
  bulletin: ['bulletin'],
  withdrawBulletin: ['number'],
}
