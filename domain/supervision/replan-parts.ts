import { utf8Length } from '../basics/text.ts'
import type { Replan } from '../plan/measure/replan.ts'

/** Bytes of what is written of a replan at once: its answer and its fact each go through the server, which takes 2 MB. */
const MOST = 400_000

/** In the order in which applyReplan goes through them. */
const LISTS = ['changes', 'revived', 'earlier', 'withdrawn', 'added'] as const
type Lists = Pick<Replan, (typeof LISTS)[number]>

const NOTHING: Replan = { changes: [], added: [], withdrawn: [], waits: null, setup: null }

/**
 * A replan as parts that each fit into a message, for a measure with thousands of obligations: applied one after the
 * other they come to the same. Wording, units, rules and waits go with the last. One that fits is its only part.
 */
export function replanParts(replan: Replan, most = MOST): readonly Replan[] {
  const { changes, revived = [], earlier = [], withdrawn, added, ...rest } = replan
  const lists: Lists = { changes, revived, earlier, withdrawn, added }
  const parts: Partial<Record<keyof Lists, unknown[]>>[] = [{}]
  let room = most
  for (const name of LISTS)
    for (const item of lists[name] ?? []) {
      const bytes = utf8Length(JSON.stringify(item)) + 1
      if (bytes > room && room < most) {
        parts.push({})
        room = most
      }
      room -= bytes
      const part = parts.at(-1) ?? {}
      const items = part[name] ?? []
      items.push(item)
      part[name] = items
    }
  if (parts.length === 1) return [replan]
  const last = parts.length - 1
  return parts.map(
    (part, i): Replan => ({ ...NOTHING, ...(part as Partial<Lists>), ...(i === last ? rest : {}) }),
  )
}
