import { PLAN_NAMES } from '../../domain/events/acts/registry.ts'

/** Words of changes to events and of what is expected. */
export const EVENT_CHANGES = {
  acts: '更正、撤销',
  correct: '更正',
  revoke: '撤销',
  restore: PLAN_NAMES.restore,
  assign: PLAN_NAMES.assign,
  states: { revoked: '已撤销', unmatched: '没有归入条件', proposed: '单位提出，待确认' },
  planned: '预计要发生的',
  noPlanned: '没有登记预计的事件。',
  plan: '登记预计',
  planLead: '还没有发生、预计哪天发生的，先登记；到期日先按预计暂定，改期时跟着动。',
  listExample: '如 2.1、3.2；不写为全部',
  move: '改期',
  cancel: PLAN_NAMES.cancel,
  confirm: '确认发生',
  expected: (on: string): string => `预计 ${on}`,
  plannedStates: { planned: '', confirmed: '已确认', cancelled: '已取消' } as Readonly<
    Record<string, string>
  >,
  done: (woke: string): string => (woke === '' ? '已办理。' : `已办理；涉及 ${woke}。`),
} as const
