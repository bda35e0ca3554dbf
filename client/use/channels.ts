import type { Outcome } from '../../notices/channel.ts'
import { groupLetterOf } from '../../notices/letter.ts'
import { type Reach, readReach } from '../../notices/settings.ts'
import type { Db } from '../../records/db.ts'
import { planStates } from '../../records/read.ts'
import { sendAgain, sends } from '../../records/sends.ts'
import { refused } from '../refusal.ts'

/** @throws RefusedError CHANNELS_MISSING, MendableError CHANNELS_INVALID */
export function reachIn(dataDir: string): Reach {
  const reach = readReach(dataDir)
  if (reach === null)
    throw refused(
      'CHANNELS_MISSING',
      `${dataDir} 里没有 channels.yaml，没有设置通知渠道`,
      '照 docs/channels.md 写一个',
    )
  return reach
}

/** A message that says it is a test. @throws RefusedError CHANNEL_NOT_FOUND */
export async function testSend(dataDir: string, id: string, to: string): Promise<Outcome> {
  const reach = reachIn(dataDir)
  const channel = reach.channels.get(id)
  if (channel === undefined)
    throw refused(
      'CHANNEL_NOT_FOUND',
      `没有渠道 ${id}`,
      `已设置的：${[...reach.channels.keys()].join('、') || '（无）'}`,
    )
  const { text } = groupLetterOf([], { plans: new Map(), link: reach.link })
  const outcome = await channel.send({
    key: `test-${Date.now()}`,
    to,
    subject: '【督办】测试',
    text: `${text}\n这是一条测试消息，不用办理。`,
  })
  channel.close?.()
  return outcome
}

/** Receipts of a plan, what failed first. */
export const sendsOf = async (db: Db, planId: string) =>
  (await sends(db, planId)).map((row) => ({
    notice: row.notice_key,
    channel: row.channel,
    recipient: row.recipient,
    state: row.state,
    notBefore: row.not_before,
    tries: row.tries,
    nextTryAt: row.next_try_at,
    error: row.error,
    receipt: row.receipt,
    sentAt: row.sent_at,
  }))

/** What did not arrive, of every plan, is addressed and sent anew. */
export async function retryAll(db: Db): Promise<void> {
  for (const { planId } of await planStates(db)) await sendAgain(db, planId)
}
