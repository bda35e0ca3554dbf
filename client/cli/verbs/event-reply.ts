import type { EventReply } from '../../../workflows/messages.ts'

export const replyJson = ({ eventId, woke, already }: EventReply) => ({ eventId, woke, already })

export const replyText = ({ eventId, woke, already }: EventReply, sameAs?: string) =>
  already
    ? `${eventId} 此前已经报告过，没有变化`
    : sameAs
      ? `已记为 ${eventId} 的又一来源`
      : `已记录 ${eventId}${woke.length > 0 ? `，唤醒措施 ${woke.join('、')}` : '，没有措施需要唤醒'}`

/** What a change of an event did, in one line. */
export const changedText = (what: string, { eventId, woke, already }: EventReply): string =>
  already ? `${eventId} 没有变化` : `${what} ${eventId}，涉及措施 ${woke.join('、') || '（无）'}`
