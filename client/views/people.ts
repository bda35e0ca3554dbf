import { type Actor, actorName, markedIn, withNames } from '../../domain/basics/actor.ts'
import { namesOf } from '../../records/accounts/users.ts'
import type { Db } from '../../records/db.ts'
import { holders } from '../../records/reach/links.ts'

/** A person as told, by the names of accounts; one whose data was taken away by his account's id. */
export const whoName = (actor: Actor, names: ReadonlyMap<string, string>): string =>
  actorName(actor, (id) => names.get(id) ?? null)

/** The names of everybody in a list of who acted. */
export async function namesFor(db: Db, actors: readonly Actor[]): Promise<ReadonlyMap<string, string>> {
  const idsOf = (some: readonly Actor[]) => [
    ...new Set(
      some.flatMap(({ userId, onBehalfOf }) => [userId, onBehalfOf]).filter((id) => id !== undefined),
    ),
  ]
  const accounts = await namesOf(db, idsOf(actors))
  const byLink = await holders(db, idsOf(actors.filter(({ via }) => via === 'link')))
  return new Map([...accounts, ...[...byLink].map(([id, { name }]) => [id, name] as const)])
}

/** Who used links, by his own word: name and phone, by the id that the ledger has. */
export const linkHolders = (db: Db, ids: readonly string[]) => holders(db, ids)

/** A text of a history with names in the place of the accounts that it marks. */
export async function namedIn(db: Db, text: string): Promise<string> {
  const ids = [...new Set(markedIn(text))]
  return ids.length === 0 ? text : withNames(text, await namesOf(db, ids))
}
