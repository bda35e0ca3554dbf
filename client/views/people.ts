import type { Actor } from '../../domain/basics/actor.ts'
import { namesOf } from '../../records/accounts/users.ts'
import type { Db } from '../../records/db.ts'

/**
 * A person as told: 张三（市财政局，代 李四）; the unit alone where nobody was signed in.
 * @param names by account; one whose data was taken away is told by his account's id
 */
export function whoName(actor: Actor, names: ReadonlyMap<string, string>): string {
  const { unit, name, userId, onBehalfOf } = actor
  const called = (id: string) => names.get(id) || `账户 ${id}`
  if (userId === undefined) return name ? `${unit} ${name}` : unit
  return `${called(userId)}（${unit}${onBehalfOf === undefined ? '' : `，代 ${called(onBehalfOf)}`}）`
}

/** The names of everybody in a list of who acted. */
export const namesFor = (db: Db, actors: readonly Actor[]): Promise<ReadonlyMap<string, string>> => {
  const ids = actors
    .flatMap(({ userId, onBehalfOf }) => [userId, onBehalfOf])
    .filter((id) => id !== undefined)
  return namesOf(db, [...new Set(ids)])
}
