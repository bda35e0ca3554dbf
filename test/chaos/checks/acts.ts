import type { Sent } from '../journal.ts'
import { countBy, type Evidence, idOf, type Violation } from './evidence.ts'

/** Acts: each got the answer the rules give, and stands in the ledger as often as they say. */
export function checkActs(evidence: Evidence): readonly Violation[] {
  const rows = countBy(
    [
      ...evidence.plans.flatMap(({ planId, ledger }) => ledger.map(({ actId }) => `${planId} ${actId}`)),
      ...evidence.measures.flatMap((m) => m.ledger.map((fact) => `${idOf(m)} ${fact.actId}`)),
    ],
    (key) => key,
  )
  return evidence.sent.flatMap((sent): Violation[] => {
    const where = `${idOf(sent)} ${sent.actId}`
    const written = rows.get(`${idOf(sent)} ${sent.actId}`) ?? 0
    const most = sent.abandoned ? Math.max(sent.rows, 1) : sent.rows
    const found: Violation[] = []
    if (written > most)
      found.push({ code: 'ACT_DOUBLED', where, message: `${written} rows in the ledger, at most ${most}` })
    const heard = sent.answer === 'done'
    if (heard && written < sent.rows)
      found.push({
        code: 'ACK_LOST',
        where,
        message: `acknowledged, ${written} rows in the ledger of ${sent.rows}`,
      })
    if (sent.answer !== null && !sent.abandoned && sent.answer !== sent.expected)
      found.push({
        code: 'ANSWER_WRONG',
        where,
        message: `answered ${sent.answer}, the rules say ${sent.expected} (${sent.attempts} attempts)`,
      })
    return found
  })
}

/** Whoever was signed in is named by the rows of what he did, and by no others. */
export function checkNamed({ sent, named }: Evidence): readonly Violation[] {
  const by = new Map(sent.map((one) => [one.actId, one.by]))
  const told = new Map(named.map(({ actId, userId }) => [actId, userId]))
  return [
    ...sent.flatMap((one): Violation[] =>
      one.by === null || one.answer !== 'done' || one.rows === 0 || told.get(one.actId) === one.by
        ? []
        : [{ code: 'NOT_NAMED', where: `${idOf(one)} ${one.actId}`, message: `done by ${one.by}` }],
    ),
    ...named
      .filter(({ actId, userId }) => by.get(actId) !== userId)
      .map(({ actId, userId }) => ({ code: 'NAMED_WRONGLY', where: actId, message: `names ${userId}` })),
  ]
}

/** What was answered before another was asked stands before it. */
export function checkOrder(evidence: Evidence): readonly Violation[] {
  const seqs = new Map(
    evidence.measures.flatMap((m) => m.ledger.map((fact) => [`${idOf(m)} ${fact.actId}`, fact.seq] as const)),
  )
  const byMeasure = new Map<string, Sent[]>()
  for (const sent of evidence.sent)
    if (sent.no !== null) byMeasure.set(idOf(sent), [...(byMeasure.get(idOf(sent)) ?? []), sent])
  return [...byMeasure].flatMap(([id, list]) => {
    const placed = list.flatMap((sent) => {
      const seq = seqs.get(`${id} ${sent.actId}`)
      return seq === undefined ? [] : [{ ...sent, seq }]
    })
    return placed.flatMap((a) =>
      placed
        .filter((b) => a.answeredAt !== null && a.answeredAt < b.invokedAt && a.seq > b.seq)
        .map((b) => ({
          code: 'ORDER_TURNED',
          where: id,
          message: `${a.actId} was answered before ${b.actId} was asked, but stands after it`,
        })),
    )
  })
}
