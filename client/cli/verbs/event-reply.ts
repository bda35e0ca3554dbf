import type { Office } from '../../office.ts'
import type { EventReply, Reported } from '../../use/events.ts'
import { type DateSet, datesSetBy } from '../../views/event-dates.ts'

/** What was said of an event, with the dates that follow from it. */
export interface Told extends EventReply {
  readonly dates: readonly DateSet[]
}

/** The reply to a message about an event, with the dates it has set. */
export const withDates = async (duban: Office, plan: string, reply: EventReply): Promise<Told> => ({
  ...reply,
  dates: reply.already ? [] : await datesSetBy(duban, plan, reply.eventId, reply.woke),
})

export const replyJson = ({ eventId, woke, already, dates }: Told) => ({
  eventId,
  woke,
  already,
  dates,
  warnings: pastOf(dates),
})

const pastOf = (dates: readonly DateSet[]): readonly string[] =>
  dates.filter((one) => one.past).map((one) => `${one.label} 到期日 ${one.due} 已过，报告即为逾期`)

const MOST = 20

/** Each date on a line of its own, those that are past marked; a long list ends with its number. */
function datesText(dates: readonly DateSet[]): readonly string[] {
  const late = pastOf(dates).length
  return [
    ...dates
      .slice(0, MOST)
      .map(
        (one) =>
          `  ${one.label}  ${one.unit}  ${one.due}${one.provisional ? '（暂定）' : ''}${one.past ? '  已过期' : ''}`,
      ),
    ...(dates.length > MOST ? [`  … 共 ${dates.length} 项`] : []),
    ...(late > 0
      ? [`请注意：${late} 项的到期日已过，报告即为逾期；日期写错的用 duban event correct 更正`]
      : []),
  ]
}

/** A report, by what became of it. */
export function replyText(
  { eventId, woke, already, dates }: Told,
  { recorded, effectiveAt }: Pick<Reported, 'recorded' | 'effectiveAt'> = NEW,
): string {
  if (already) return `${eventId} 此前已经报告过，没有变化`
  switch (recorded) {
    case 'source':
      return `已记为 ${eventId} 的又一来源`
    case 'hour': {
      const at = effectiveAt?.replace('T', ' ') ?? ''
      return [
        `已补记 ${eventId} 的时刻：${at}，重算措施 ${woke.join('、') || '（无）'}`,
        ...datesText(dates),
      ].join('\n')
    }
    case 'event': {
      const told = woke.length > 0 ? `唤醒措施 ${woke.join('、')}` : '没有措施需要唤醒'
      return [`已记录 ${eventId}，${told}`, ...datesText(dates)].join('\n')
    }
  }
}

const NEW = { recorded: 'event', effectiveAt: null } as const

/** What a change of an event did, and the dates as they are now. */
export const changedText = (what: string, { eventId, woke, already, dates }: Told): string =>
  already
    ? `${eventId} 没有变化`
    : [`${what} ${eventId}，涉及措施 ${woke.join('、') || '（无）'}`, ...datesText(dates)].join('\n')
