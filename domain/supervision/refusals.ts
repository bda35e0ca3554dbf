import { refuse } from '../basics/result.ts'
import { some } from '../basics/text.ts'

/** Every reason for which a person's act is refused, with its stable code. The one place of these sentences. */
export const refusals = {
  closed: (no: string) =>
    refuse('PLAN_CLOSED', `${no} 所在方案已经结束，不能再办理`, { remedy: '如需重新办理，请先重开方案' }),
  changed: (no: string) =>
    refuse('CHANGED_MEANWHILE', `${no} 在您查看以后又有变化，没有办理`, {
      remedy: '重新查看这项措施，核对后再办',
    }),
  noSuchObligation: (id: string, known: readonly string[]) =>
    refuse('OBLIGATION_NOT_FOUND', `没有应办事项 ${id}`, {
      remedy: `现有：${some(known) || '（无）'}`,
      fields: { obligation: id, known },
    }),
  which: (what: string, open: readonly string[]) =>
    refuse('OBLIGATION_AMBIGUOUS', `有 ${open.length} 项可以${what}，请用 --obligation 指明一项`, {
      remedy: `可选：${some(open)}`,
      fields: { obligations: open },
    }),
  nothing: (what: string, no: string, why: string) =>
    refuse('NOTHING_TO_ACT_ON', `${no} 现在没有可以${what}的事项：${why}`, {
      remedy: `用 duban measure show 查看 ${no} 的现状`,
    }),
  wrongState: (id: string, state: string, what: string) =>
    refuse('WRONG_STATE', `${id} 现为“${state}”，不能${what}`, { fields: { obligation: id, state } }),
  future: (doneOn: string, today: string) =>
    refuse('DONE_IN_FUTURE', `完成日期 ${doneOn} 晚于今天（${today}）`, {
      remedy: '请填写实际完成的日期',
    }),
  emptyEvidence: () =>
    refuse('EVIDENCE_EMPTY', '佐证材料是空的：至少要有一个链接、一个文件或一段说明', {
      remedy: '加上 --url、--file 或 --note',
    }),
  evidenceExpired: (validUntil: string, today: string) =>
    refuse('EVIDENCE_EXPIRED', `材料的有效期 ${validUntil} 已过（今天 ${today}）`, {
      remedy: '提交仍然有效的材料，或核对 --valid-until',
    }),
  unconfirmed: (id: string, plannedId: string, planId: string) =>
    refuse(
      'EVENT_UNCONFIRMED',
      `${id} 的到期日随预计事件 ${plannedId} 暂定，完成日在它之后，是否按期还定不下来`,
      {
        remedy: `先确认或改期：duban event confirm|move ${planId} ${plannedId} --on 日期`,
        fields: { obligation: id, planned: plannedId },
      },
    ),
  badUrl: (url: string) =>
    refuse('URL_INVALID', `链接“${url}”不是完整的网址`, { remedy: '以 http:// 或 https:// 开头' }),
  reasonNeeded: (what: string) =>
    refuse('REASON_MISSING', `${what}必须写明理由`, { remedy: '加上 --reason（或 --note），写明情况' }),
  instructionEmpty: () =>
    refuse('REASON_MISSING', '领导批示没有写内容', {
      remedy: '加上 --text 批示内容（批示领导写在 --leader）',
    }),
  noDue: (id: string, what: string) =>
    refuse('NO_DUE_DATE', `${id} 还没有到期日，不用${what}`, {
      remedy: '由督查机构用 obligation set-due 确定到期日',
    }),
  extensionPending: (id: string, dueOn: string) =>
    refuse('EXTENSION_PENDING', `${id} 已经申请延期到 ${dueOn}，还没有答复`),
  extensionLate: (id: string, dueOn: string) =>
    refuse('EXTENSION_TOO_LATE', `${id} 已过到期日 ${dueOn}，延期要在到期日之前申请`, {
      remedy: '请尽快提交材料；确有原因的，由督查机构处理',
    }),
  extensionShorter: (asked: string, dueOn: string) =>
    refuse('EXTENSION_NOT_LATER', `${asked} 不晚于现在的到期日 ${dueOn}`, { remedy: '写一个更晚的日期' }),
  extensionsUsed: (id: string, most: number) =>
    refuse('EXTENSION_LIMIT', `${id} 已经延期 ${most} 次，不能再申请`, {
      remedy: '由督查机构决定挂账或终止',
    }),
  noExtension: (id: string) => refuse('NO_EXTENSION', `${id} 没有待答复的延期申请`),
  nothingToSign: (id: string) => refuse('NOTHING_TO_SIGN', `${id} 没有待审签的材料`),
  othersToSign: (id: string, unit: string) =>
    refuse('SIGNED_BY_OTHERS', `${id} 的材料是 ${unit} 报请的，由 ${unit} 的负责人审签`, {
      fields: { unit },
    }),
  ownSignature: (id: string) =>
    refuse('OWN_SIGNATURE', `${id} 的材料是您自己提交的，按督办规则要由另一人审签`, {
      remedy: '由本单位另一位负责人审签，或由另一人重新提交',
    }),
  reviewPast: (on: string, today: string) =>
    refuse('REVIEW_IN_PAST', `复核日期 ${on} 不晚于今天（${today}）`, { remedy: '请定一个以后的日期' }),
  dueChoice: (id: string, dueOn: string) =>
    refuse('DUE_CHOICE', `${id} 是固定日期（${dueOn}），恢复时要写明到期日`, {
      remedy: '加上 --due-on 新日期，或 --keep-due 仍按原日期',
    }),
  dueChoiceUntil: (id: string, dueOn: string) =>
    refuse('DUE_CHOICE', `${id} 是固定日期（${dueOn}），要写明恢复以后的到期日`, {
      remedy: '加上 --resume-due-on 新日期，或 --resume-keep-due 仍按原日期',
    }),
  remindLimit: (id: string, most: number) =>
    refuse('REMIND_LIMIT', `${id} 今天已经人工催办 ${most} 次`, { remedy: '明天再催，或直接联系' }),
  acknowledged: (unit: string, on: string) => refuse('ALREADY_ACKNOWLEDGED', `${unit} 已经在 ${on} 签收`),
  sameUnits: (no: string) => refuse('UNITS_UNCHANGED', `${no} 的承办单位没有变化`),
  progressEmpty: () => refuse('PROGRESS_EMPTY', '空的反馈等于没有反馈', { remedy: '写明做了什么、还差什么' }),
  progressPercent: (percent: number) =>
    refuse('PROGRESS_PERCENT', `进度 ${percent} 不是 0 到 100 的整数`, { remedy: '如 --percent 60' }),
  sameDue: (id: string, dueOn: string) => refuse('DUE_UNCHANGED', `${id} 的到期日已经是 ${dueOn}`),
  dueTooEarly: (dueOn: string, openedOn: string) =>
    refuse('DUE_BEFORE_OPENING', `到期日 ${dueOn} 早于该事项的开始日 ${openedOn}`, {
      remedy: '请另定一个到期日',
    }),
  instructedPast: (dueOn: string, today: string) =>
    refuse('DUE_IN_PAST', `批示的期限 ${dueOn} 早于今天（${today}）`, {
      remedy: '--due-on 写今天或以后的日期，或不写期限',
    }),
  reworkPast: (on: string, today: string) =>
    refuse('REWORK_IN_PAST', `重办期限 ${on} 不晚于今天（${today}）`, { remedy: '请定一个以后的日期' }),
  notWaiting: (no: string) =>
    refuse('NOT_WAITING', `${no} 没有在等待触发条件`, { remedy: '用 duban event waiting 查看等待清单' }),
} as const
