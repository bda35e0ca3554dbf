import type { Client } from '@temporalio/client'
import type { Actor, SealedAct, SealedFor } from '../domain/basics/actor.ts'
import type { WorkCalendar } from '../domain/calendar/table.ts'
import type { BlobStore } from '../records/blobs.ts'
import type { Prove } from '../records/ledger.ts'
import type { Db } from '../records/open.ts'

/** What activities work with; made once per worker. */
export interface ActivityContext {
  readonly db: Db
  readonly client: Client
  readonly blobs: BlobStore
  /** The calendar now: an installed table is noticed without a restart. */
  readonly calendar: () => WorkCalendar
  readonly taskQueue: string
  /** Who is believed to be a signed-in person (accounts/seal.ts); nobody where it is left out. */
  readonly prove?: Prove
  /** The same of whoever asks a workflow, before anything is written; nobody where it is left out. */
  readonly proveAsking?: (
    actor: Actor,
    act: SealedAct,
    asked: SealedFor,
    done: () => Promise<boolean>,
  ) => Promise<Actor>
  /** Measures continue as new after this many history events, for tests; the server's suggestion otherwise. */
  readonly historyLimit?: number
}
