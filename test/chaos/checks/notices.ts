import type { MeasureState } from '../../../domain/plan/measure/state.ts'
import { begin, evolve } from '../../../domain/supervision/evolve.ts'
import type { Fact } from '../../../domain/supervision/facts.ts'
import { noticesFor } from '../../../domain/supervision/notices.ts'
import type { Received } from '../receiver.ts'
import { countBy, type Evidence, type Violation } from './evidence.ts'

/** Keys of the notices that a ledger calls for. */
function keysOf(ledger: readonly Fact[]): readonly string[] {
  let state: MeasureState | null = null
  return ledger.flatMap((fact): readonly string[] => {
    if (state === null && fact.kind === 'started') state = begin(fact.at, fact.setup)
    if (state === null) return []
    state = evolve(state, fact)
    return noticesFor(state, fact).map((notice) => notice.key)
  })
}

/** Faults after which a sender may not know what it has sent. */
const FORGETFUL = new Set(['worker', 'record store', 'PostgreSQL', 'store line'])
const SLACK_MS = 30_000

/** Every fact's notices stand in the outbox once, and the gateway has each once, however often it was told. */
export function checkNotices({ measures, outbox, received, faults }: Evidence): readonly Violation[] {
  const wanted = countBy(
    measures.flatMap((m) => keysOf(m.ledger)),
    (key) => key,
  )
  const written = countBy(outbox, ({ key }) => key)
  const taken = new Map<string, Received[]>()
  for (const one of received) if (one.taken) taken.set(one.key, [...(taken.get(one.key) ?? []), one])
  const found: Violation[] = []
  for (const where of new Set([...wanted.keys(), ...written.keys(), ...taken.keys()])) {
    const [must, is] = [wanted.get(where) ?? 0, written.get(where) ?? 0]
    if (is < must) found.push({ code: 'NOTICE_MISSING', where, message: 'not in the outbox' })
    if (is > must)
      found.push({ code: 'NOTICE_DOUBLED', where, message: `${is} in the outbox, ${must} by the ledger` })
    const copies = taken.get(where) ?? []
    if (is > 0 && copies.length === 0)
      found.push({ code: 'NOTICE_UNSENT', where, message: 'never reached the gateway' })
    if (new Set(copies.map((copy) => copy.digest)).size > 1)
      found.push({ code: 'NOTICE_CHANGED', where, message: 'sent again with another content' })
    copies.forEach((copy, i) => {
      const before = copies[i - 1]
      if (before === undefined || !before.told) return
      const excused = faults.some(
        (f) => FORGETFUL.has(f.target) && f.from < copy.at + SLACK_MS && f.to > before.at - SLACK_MS,
      )
      if (!excused)
        found.push({
          code: 'NOTICE_REPEATED',
          where,
          message: 'sent again though its taking was acknowledged',
        })
    })
  }
  for (const { key, sentAt } of outbox)
    if (sentAt === null) found.push({ code: 'NOTICE_OPEN', where: key, message: 'still counts as unsent' })
  return found
}
