import { refuse } from '../result.ts'

/** Every reason for which a person's act is refused, with its stable code. The one place of these sentences. */
export const refusals = {
  closed: (no: string) =>
    refuse('PLAN_CLOSED', `${no} 所在方案已经结束，不能再办理`, { remedy: '如需重新办理，请先重开方案' }),
  noSuchObligation: (id: string, known: readonly string[]) =>
    refuse('OBLIGATION_NOT_FOUND', `没有应办事项 ${id}`, {
      remedy: `现有：${known.join('、') || '（无）'}`,
      fields: { obligation: id, known },
    }),
  which: (what: string, open: readonly string[]) =>
    refuse('OBLIGATION_AMBIGUOUS', `有 ${open.length} 项可以${what}，请用 --obligation 指明一项`, {
      remedy: `可选：${open.join('、')}`,
      fields: { obligations: open },
    }),
  nothing: (what: string, no: string, why: string) =>
    refuse('NOTHING_TO_ACT_ON', `${no} 现在没有可以${what}的事项：${why}`, {
      remedy: `用 duban measure show 查看 ${no} 的现状`,
    }),
  wrongState: (id: string, state: string, what: string) =>
    refuse('WRONG_STATE', `${id} 现为“${state}”，不能${what}`, { fields: { obligation: id, state } }),
  notResponsible: (unit: string, units: readonly string[]) =>
    refuse('UNIT_NOT_RESPONSIBLE', `${unit} 不是这项措施的承办单位`, {
      remedy: `承办单位：${units.join('、')}`,
      fields: { unit, units },
    }),
  ownEvidence: (unit: string) =>
    refuse('OWN_EVIDENCE', `${unit} 是承办单位，不能审核自己提交的材料`, {
      remedy: '由督查室或其他单位审核（--as 督查室）',
    }),
  future: (doneOn: string, today: string) =>
    refuse('DONE_IN_FUTURE', `完成日期 ${doneOn} 晚于今天（${today}）`, {
      remedy: '请填写实际完成的日期',
    }),
  emptyEvidence: () =>
    refuse('EVIDENCE_EMPTY', '佐证材料是空的：至少要有一个链接、一个文件或一段说明', {
      remedy: '加上 --url、--file 或 --note',
    }),
  badUrl: (url: string) =>
    refuse('URL_INVALID', `链接“${url}”不是完整的网址`, { remedy: '以 http:// 或 https:// 开头' }),
  reasonNeeded: () =>
    refuse('REASON_MISSING', '退回重办必须写明理由', { remedy: '加上 --reason，说明缺什么、怎么改' }),
  sameDue: (id: string, dueOn: string) => refuse('DUE_UNCHANGED', `${id} 的到期日已经是 ${dueOn}`),
  dueTooEarly: (dueOn: string, openedOn: string) =>
    refuse('DUE_BEFORE_OPENING', `到期日 ${dueOn} 早于该事项的开始日 ${openedOn}`, {
      remedy: '请另定一个到期日',
    }),
  reworkPast: (on: string, today: string) =>
    refuse('REWORK_IN_PAST', `重办期限 ${on} 不晚于今天（${today}）`, { remedy: '请定一个以后的日期' }),
  notWaiting: (no: string) =>
    refuse('NOT_WAITING', `${no} 没有在等待触发条件`, { remedy: '用 duban event waiting 查看等待清单' }),
  notOffice: (unit: string) =>
    refuse('NOT_OFFICE', `${unit} 是承办单位，这件事由督查室办理`, { remedy: '用 --as 督查室' }),
} as const
