import { isOneOf } from '../../domain/basics/unit-name.ts'
import type { IsoDate } from '../../domain/calendar/date.ts'
import type { IssuedBulletin } from '../../domain/events/bulletins.ts'
import type { PlanState } from '../../domain/events/model/state.ts'
import { idLabel, shownNumberOf } from '../../domain/plan/numbers.ts'
import { handledIn } from '../../domain/reckoning/handlers.ts'
import type { BlobStore } from '../../records/blobs.ts'
import type { Db } from '../../records/db.ts'
import { sourceOfIssue } from '../use/bulletin.ts'
import { namesFor, whoName } from './people.ts'

/** 经办人 as told: 张三（市财政局，代 李四）, what he did and when. */
export interface Handler {
  readonly on: IsoDate
  readonly no: string
  readonly obligation: string | null
  readonly who: string
  readonly what: string
}

/**
 * 经办人 of an issued bulletin, from the rows it was made from; named as accounts/ knows them now. Beside the bulletin, not
 * in it: its text is hashed and goes to the public, and a person's data can be taken away.
 * @param mine whose people one may know of; null: everybody's
 * @throws RefusedError BULLETIN_CUT_LOST
 */
export async function handlersOf(
  db: Db,
  blobs: BlobStore,
  plan: PlanState,
  issued: IssuedBulletin,
  mine: readonly string[] | null,
): Promise<readonly Handler[]> {
  const { ledgers } = await sourceOfIssue(db, blobs, plan.planId, issued)
  const handled = handledIn(ledgers, issued).filter(({ actor }) => mine === null || isOneOf(actor.unit, mine))
  const names = await namesFor(
    db,
    handled.map(({ actor }) => actor),
  )
  return handled.map(({ on, no, obligation, what, actor }) => ({
    on,
    no: shownNumberOf(plan, no),
    obligation: obligation === null ? null : idLabel(plan, obligation),
    who: whoName(actor, names),
    what,
  }))
}
