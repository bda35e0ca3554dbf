import type { IsoDate } from '../calendar/date.ts'
import { endName, type PlanTime } from '../calendar/time.ts'
import type { SlipLevel } from '../policy/levels.ts'
import { recipientName } from '../policy/policy.ts'
import { fact } from './fact.ts'
import { slipName } from './names.ts'
import { notIn } from './obligation.ts'
import { leadsName } from './units.ts'

/** What dates bring of themselves: the request, the lapse, the slips. (Reminders: acts/remind.ts.) */
interface Opened {
  readonly kind: 'opened'
  readonly obligationId: string
  readonly bornOverdue: boolean
}
interface Overdue {
  readonly kind: 'overdue'
  readonly obligationId: string
  readonly dueOn: IsoDate
  /** Where the hour binds and not the day's end. */
  readonly dueAt?: PlanTime
  /** It was handed in, sent back, and not handed in again. */
  readonly again?: true
}
interface SlipRaised {
  readonly kind: 'slipRaised'
  readonly obligationId: string
  readonly level: SlipLevel
  readonly dueOn: IsoDate
  /** The leads, to all of whom it goes. Absent: the lead unit (0.2.0). */
  readonly units?: readonly string[]
  /** Raised while the office's answer to a request for extension was overdue. */
  readonly unanswered?: true
}

export const opened = fact<Opened>({
  kind: 'opened',
  changes: (_, { bornOverdue }, on) => ({ state: 'open', openedOn: on, bornOverdue }),
  says: ({ obligationId, bornOverdue }) =>
    `请求佐证 ${obligationId}${bornOverdue ? '（得知时已经逾期）' : ''}`,
  why: (_, o) => (o === undefined ? null : [o.dueOn ? `${o.dueOn} 到期` : '到期日待定', ...o.why].join('；')),
  tells({ bornOverdue }, { state: { setup }, o, to, toOffice, dueText }) {
    const late = bornOverdue ? '该事项得知时已过到期日，请尽快办理并说明情况。' : ''
    const body = `${setup.text}\n请于 ${dueText}提交：${o?.ask ?? ''}。${late}`
    const asks = o?.dueOn === null
    return [
      to('request', `请办理 ${o?.id}`, body),
      ...(asks ? [toOffice('dueSet', `请确定 ${o.id} 的到期日`, `${leadsName(setup)}：${setup.text}`)] : []),
    ]
  },
})

export const overdue = fact<Overdue>({
  kind: 'overdue',
  changes: (_, __, on) => ({ overdueSince: on }),
  says: ({ obligationId, dueOn, dueAt, again }) =>
    `${obligationId} 逾期：${dueAt ? `到 ${endName(dueAt)} ` : `${dueOn} 终了`}没有${again ? '重新' : ''}提交${again ? '（退回重办）' : ''}`,
  why: (_, o) =>
    o?.state === 'returned'
      ? '退回重办的材料没有在到期日之前重新报来；是否按期仍看完成日'
      : '到期日终了没有提交，即记逾期；是否按期看完成日',
  tells: ({ dueOn }, { state, o, hour, again, toOffice }) => [
    toOffice(
      'overdue',
      `${o?.id} 已逾期`,
      `${leadsName(state.setup)} 没有在 ${hour ?? `${dueOn} 终了`}前${again}提交材料。`,
    ),
  ],
})

export const slipRaised = fact<SlipRaised>({
  kind: 'slipRaised',
  changes: (o, { level, dueOn, units, unanswered }, on) => {
    const marks = { ...(units ? { units } : {}), ...(unanswered ? { unanswered: 'pending' as const } : {}) }
    return { slips: [...o.slips, { level, raisedOn: on, dueOn, ...marks }] }
  },
  says: ({ level, obligationId, dueOn, units = [] }) =>
    `发${slipName(level)} ${obligationId}（${dueOn} 到期）${units.length > 1 ? `，发给${units.join('、')}` : ''}`,
  /** By the policy's ladder. */
  why({ level, dueOn }, o, { setup: { policy } }) {
    const i = policy.slips.findIndex((slip) => slip.level === level)
    const [rung, before] = [policy.slips[i], policy.slips[i - 1]]
    if (rung === undefined) return `${dueOn} 到期，仍${notIn(o)}`
    // Sent back, or dated anew by a person, after the slip before: the ladder began again (ladder.ts, slipsFrom).
    const earlier = o?.slips.find((slip) => slip.level === before?.level && slip.dueOn === dueOn)
    const began = [o?.returns.at(-1)?.on, o?.ladder?.from]
    const anew = earlier !== undefined && began.some((on) => on !== undefined && on >= earlier.raisedOn)
    const from = before && !anew ? `${slipName(before.level)}后` : '到期日（或得知、重办期限）后'
    const after = anew ? (policy.slips[0]?.after ?? 1) : rung.after
    return `${from}第 ${after} 个工作日，仍${notIn(o)}；发给${recipientName(rung.to)}（${policy.name}第 ${policy.version} 版）`
  },
  tells({ level, dueOn }, { state: { setup }, o, back, again, to }) {
    const role = setup.policy.slips.find((slip) => slip.level === level)?.to
    const body = `${setup.text}\n${dueOn} 到期${back ? `，${back.on} 退回重办` : ''}，至今没有${again}提交材料。`
    return [to('slip', `${slipName(level)}：${o?.id}`, body, { role, level })]
  },
  counts: ({ level }, rules) => [{ reason: 'slip', points: rules.slips[level], says: slipName(level) }],
})
