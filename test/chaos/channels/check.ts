import { createHash } from 'node:crypto'
import type { SendRow } from '../../../records/sends.ts'
import type { Violation } from '../checks/evidence.ts'
import type { Took } from './doubles.ts'

/** What is looked at after a run: plain data, so that the check can be shown what it must find. */
export interface ChannelEvidence {
  /** Keys of the notices that were written. */
  readonly notices: readonly string[]
  readonly rows: readonly SendRow[]
  readonly took: readonly Took[]
  /** Times at which a sender may have lost what it knew: it was killed. */
  readonly forgot: number
}

const idOf = (batch: string) => `${createHash('sha256').update(batch).digest('hex').slice(0, 40)}@duban`

/**
 * Every notice reached everybody it is for, once, or the receipt says why it did not; what came twice is explained by
 * an answer that was lost.
 */
export function checkChannels({ notices, rows, took, forgot }: ChannelEvidence): readonly Violation[] {
  const found: Violation[] = []
  const tell = (code: string, where: string, message: string) => found.push({ code, where, message })
  for (const key of notices)
    if (!rows.some((row) => row.notice_key === key)) tell('UNADDRESSED', key, 'nobody was found for it')
  for (const row of rows) {
    const where = `${row.notice_key} ${row.channel} ${row.recipient}`
    const hopeless = row.recipient.startsWith('gone')
    if (row.state === 'pending') tell('PENDING', where, `still waits: ${row.error}`)
    if (row.state === 'dead' && !hopeless) tell('DEAD', where, row.error ?? '')
    if (row.state === 'dead' && !row.error) tell('UNSAID', where, 'given up without a reason')
    if (row.state === 'sent' && (hopeless || !row.receipt || !row.sent_at))
      tell('RECEIPT', where, 'counts as sent and has no receipt, or could not be')
  }
  const sent = rows.filter((row) => row.state === 'sent')
  const batches = new Map(sent.map((row) => [`${row.channel}\n${row.recipient}\n${row.batch}`, row]))
  let again = 0
  const untold = took.filter((one) => !one.told).length
  const count = (where: string, copies: number, expected: number) => {
    if (copies < expected) tell('LOST', where, `${copies} arrived of ${expected} that count as sent`)
    else again += copies - expected
  }
  const groups = new Map<string, number>()
  for (const { channel, recipient, batch } of batches.values())
    if (channel === 'mail')
      count(
        `${channel} ${recipient} ${batch}`,
        took.filter((one) => one.id === idOf(batch) && one.to === recipient).length,
        1,
      )
    else groups.set(channel, (groups.get(channel) ?? 0) + 1)
  // A robot's message has no name: they are counted.
  for (const [channel, expected] of groups)
    count(channel, took.filter((one) => one.by === channel).length, expected)
  if (again > untold + forgot)
    tell(
      'REPEATED',
      '',
      `${again} came again, ${untold} answers were lost and senders forgot ${forgot} times`,
    )
  const known = new Set([...batches.values()].map(({ batch }) => idOf(batch)))
  for (const one of took)
    if (one.by === 'mail' && !known.has(one.id)) tell('UNKNOWN', one.to, 'arrived, and no receipt says so')
  return found
}
