import type { FeedFound } from '../../accounts/feeds.ts'
import { mayRead } from '../../accounts/rights.ts'
import { type AtomEntry, atomOf } from '../../documents/writers/atom.ts'
import { type IcsEvent, icsOf } from '../../documents/writers/ics.ts'
import { isOneOf } from '../../domain/basics/unit-name.ts'
import type { IsoDate } from '../../domain/calendar/date.ts'
import type { PlanState } from '../../domain/events/model/state.ts'
import type { MeasureState } from '../../domain/plan/measure/state.ts'
import { shownNumberOf } from '../../domain/plan/numbers.ts'
import { standingName } from '../../domain/supervision/names.ts'
import { unitsOf } from '../../domain/supervision/units.ts'
import type { Db } from '../../records/db.ts'
import { feedsOf, lastWritten, newestLines } from '../../records/reach/feeds.ts'
import { measureStates, planStates } from '../../records/read.ts'

interface Seen {
  readonly plan: PlanState
  readonly states: readonly MeasureState[]
  /** The whole plan is seen, and what is told of it as such. */
  readonly all: boolean
}

/** The measures that a feed tells of, by plans that have begun. */
async function seenBy(db: Db, { hats }: FeedFound): Promise<readonly Seen[]> {
  const found: Seen[] = []
  for (const plan of await planStates(db)) {
    const reads = plan.phase === 'draft' ? null : mayRead({ hats }, plan.planId)
    if (reads === null) continue
    const states = await measureStates(db, plan.planId)
    const own = states.filter(
      (state) => reads === 'all' || unitsOf(state).some((unit) => isOneOf(unit, reads)),
    )
    found.push({ plan, states: own, all: reads === 'all' })
  }
  return found
}

const CANCELLED = new Set(['withdrawn', 'notTriggered', 'carriedOver'])
const NEVER = '1970-01-01T00:00:00Z'

/**
 * Due dates as whole days. An entry's number rises with whatever is written of its measure, so that a program that has
 * an older one takes the newer; what will not be stays and says so.
 * @param base where the pages are; '' where nobody said
 */
export async function feedCalendar(db: Db, feed: FeedFound, base: string): Promise<string> {
  const events: IcsEvent[] = []
  for (const { plan, states } of await seenBy(db, feed)) {
    const written = await lastWritten(db, plan.planId)
    const played = plan.clock.kind === 'wall' ? '' : '【演练】'
    for (const { setup, seq, obligations } of states) {
      const no = shownNumberOf(plan, setup.no)
      const url = `${base}/p/${encodeURIComponent(plan.planId)}/m/${encodeURIComponent(no)}`
      for (const o of obligations)
        if (o.dueOn !== null)
          events.push({
            ...{ uid: `${o.id}@${plan.planId}`, on: o.dueOn as IsoDate, sequence: seq },
            summary: `${played}${no} ${setup.text.slice(0, 60)}（${standingName(o)}）`,
            text: [setup.text, o.ask, `牵头：${setup.leadUnit}`].join('\n'),
            ...(base === '' ? {} : { url }),
            cancelled: CANCELLED.has(o.state),
            changedAt: written.get(setup.no) ?? NEVER,
          })
    }
  }
  return icsOf(feed.row.name || '督办到期日', events)
}

/** Lines of a feed. */
const MOST = 200

/** What happened, the newest first, as the ledger says it. */
export async function feedChanges(db: Db, feed: FeedFound, base: string): Promise<string> {
  const entries: (AtomEntry & { readonly row: number })[] = []
  for (const { plan, states, all } of await seenBy(db, feed)) {
    const nos = all ? null : states.map(({ setup }) => setup.no)
    for (const { row, no, at, says } of await newestLines(db, plan.planId, nos, MOST)) {
      const shown = no === '' ? '' : shownNumberOf(plan, no)
      const path = `/p/${encodeURIComponent(plan.planId)}${no === '' ? '' : `/m/${encodeURIComponent(shown)}`}`
      entries.push({
        ...{ row, id: `urn:duban:ledger:${plan.planId}:${row}`, at, link: `${base}${path}` },
        ...{ title: `${shown} ${says}`.trim().slice(0, 200), text: `${plan.title}\n${says}` },
      })
    }
  }
  const newest = entries.sort((a, b) => b.row - a.row).slice(0, MOST)
  return atomOf({
    ...{ id: `urn:duban:feed:${feed.row.id}`, title: feed.row.name || '督办变化', link: base || '/' },
    ...{ self: `urn:duban:feed:${feed.row.id}`, author: '督办台', entries: newest },
  })
}

/** Feeds that somebody made or that are his; null: all. No token is known any more. */
export const feedList = async (db: Db, userId: string | null) =>
  (await feedsOf(db, userId)).map((row) => ({
    ...{ id: row.id, kind: row.kind, name: row.name, unit: row.unit, plan: row.plan_id },
    ...{ madeAt: row.made_at, madeBy: row.made_by, userId: row.user_id, revokedAt: row.revoked_at },
  }))
