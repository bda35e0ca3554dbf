import type { Actor } from '../../domain/basics/actor.ts'
import { addDays, type IsoDate } from '../../domain/calendar/date.ts'
import type { MeasureState } from '../../domain/plan/measure/state.ts'
import { laddersAfterReopening } from '../../domain/supervision/acts/reopening.ts'
import type { Act } from '../../domain/supervision/acts.ts'
import { calendar, OFFICE, UNIT } from './support.ts'

interface Now {
  /** Makes the acts' ids. */
  readonly acts: number
  readonly today: IsoDate
  /** Absent: what is made from where it stands is left out. */
  readonly state?: MeasureState
}

type Make = (now: Now, pick: number, obligationId: string | null) => Act | null
export const evidence = { urls: ['http://a.cn'], files: [], note: null }
const id = (now: Now) => `m-${now.acts}`
const base = (now: Now, actor: Actor, obligationId: string | null) => ({
  actId: id(now),
  actor,
  obligationId,
})

/** A life for every registered act: one that has none here does not compile. */
const WELL: { readonly [T in Act['type']]: Make } = {
  submit: (r, _, o) => ({ type: 'submit', ...base(r, UNIT, o), doneOn: r.today, ...evidence }),
  accept: (r, _, o) => ({ type: 'accept', ...base(r, OFFICE, o), note: null, grade: '良' }),
  return: (r, _, o) => ({ type: 'return', ...base(r, OFFICE, o), reason: '缺', reworkOn: null }),
  setDue: (r, n, o) => ({
    type: 'setDue',
    ...base(r, OFFICE, o),
    dueOn: addDays(r.today, 20 - (n % 30)),
    reason: null,
  }),
  remind: (r, _, o) => ({ type: 'remind', ...base(r, OFFICE, o), note: null }),
  extend: (r, n, o) => ({
    type: 'extend',
    ...base(r, UNIT, o),
    dueOn: addDays(r.today, n % 60),
    reason: n % 7 === 0 ? ' ' : '量大',
    measures: null,
  }),
  grantExtension: (r, n, o) => ({
    type: 'grantExtension',
    ...base(r, OFFICE, o),
    dueOn: n % 2 ? addDays(r.today, n % 50) : null,
    note: null,
  }),
  refuseExtension: (r, _, o) => ({ type: 'refuseExtension', ...base(r, OFFICE, o), reason: '不宜' }),
  suspend: (r, n, o) => ({
    type: 'suspend',
    ...base(r, OFFICE, o),
    reason: '等政策',
    ground: null,
    reviewOn: addDays(r.today, (n % 40) - 2),
  }),
  resume: (r, n, o) => ({
    type: 'resume',
    ...base(r, OFFICE, o),
    reason: null,
    dueOn: n % 3 ? null : addDays(r.today, n % 50),
    keepDue: n % 2 === 0,
  }),
  undoAccept: (r, _, o) => ({ type: 'undoAccept', ...base(r, OFFICE, o), reason: '弄错' }),
  completeStage: (r, n, o) => ({
    type: 'completeStage',
    ...base(r, OFFICE, o),
    note: '一期',
    dueOn: n % 2 ? addDays(r.today, 1 + (n % 50)) : null,
  }),
  terminate: (r, _, o) => ({ type: 'terminate', ...base(r, OFFICE, o), reason: '不办' }),
  restore: (r, n, o) => ({
    type: 'restore',
    ...base(r, OFFICE, o),
    reason: '要办',
    dueOn: n % 2 ? addDays(r.today, 1 + (n % 50)) : null,
  }),
  acknowledge: (r) => ({ type: 'acknowledge', actId: id(r), actor: UNIT, note: null }),
  reassign: (r, n) => ({
    type: 'reassign',
    actId: id(r),
    actor: OFFICE,
    leadUnit: n % 2 ? '市甲局' : '市乙局',
    units: ['市甲局'],
    reason: '机构改革',
  }),
  progress: (r, n, o) => ({
    type: 'progress',
    ...base(r, UNIT, o),
    percent: n % 101,
    text: n % 5 ? '推进' : '',
  }),
  instruct: (r, n) => ({
    type: 'instruct',
    actId: id(r),
    actor: OFFICE,
    leader: '王副市长',
    text: '抓紧',
    dueOn: n % 3 ? null : addDays(r.today, 10),
  }),
  answerWait: (r) => ({ type: 'answerWait', actId: id(r), actor: UNIT, clause: null, note: null }),
  close: (r, n) => (n % 9 === 0 ? { type: 'close', actId: id(r), actor: OFFICE, reason: null } : null),
  // Only with the ladders that it brings along.
  reopen: (r) => {
    const ladders = r.state && laddersAfterReopening(r.state, r.today, calendar)
    return ladders ? { type: 'reopen', actId: id(r), actor: OFFICE, reason: '误操作', ladders } : null
  },
  interview: (r, n, o) => ({
    type: 'interview',
    ...base(r, OFFICE, o),
    reason: n % 5 ? '不回应' : ' ',
    talkOn: n % 2 ? r.today : null,
  }),
  sign: (r, n, o) => ({ type: 'sign', ...base(r, UNIT, o), note: n % 2 ? '同意' : null }),
  refuseSign: (r, n, o) => ({ type: 'refuseSign', ...base(r, UNIT, o), reason: n % 5 ? '缺验收单' : ' ' }),
  spotCheck: (r, n, o) => ({
    type: 'spotCheck',
    ...base(r, OFFICE, o),
    finding: n % 2 ? '属实' : '不实',
    text: '现场查看',
    ...{ urls: [], files: [], reworkOn: n % 3 ? null : addDays(r.today, (n % 20) - 2) },
  }),
  givePart: (r, n, o) => ({
    type: 'givePart',
    ...base(r, n % 4 ? { role: 'unit', unit: '市乙局' } : UNIT, o),
    text: n % 5 ? '数据' : '',
  }),
}

/** And some that are badly meant. */
const BADLY: Readonly<Record<string, Make>> = {
  submitOld: (r, _, o) => ({
    type: 'submit',
    ...base(r, UNIT, o),
    doneOn: addDays(r.today, -9),
    ...evidence,
  }),
  acceptOwn: (r, _, o) => ({ type: 'accept', ...base(r, UNIT, o), note: null }),
  grantOwn: (r, _, o) => ({ type: 'grantExtension', ...base(r, UNIT, o), dueOn: null, note: null }),
}

export const EVERY_ACT: Readonly<Record<string, Make>> = { ...WELL, ...BADLY }
