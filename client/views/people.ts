import type { Actor } from '../../domain/basics/actor.ts'
import { namesOf } from '../../records/accounts/users.ts'
import type { Db } from '../../records/db.ts'
import { holders } from '../../records/reach/links.ts'

/**
 * A person as told: 张三（市财政局，代 李四）; the unit alone where nobody was signed in.
 * @param names by account; one whose data was taken away is told by his account's id
 */
export function whoName(actor: Actor, names: ReadonlyMap<string, string>): string {
  const { unit, name, userId, onBehalfOf, via } = actor
  const called = (id: string) => names.get(id) || `账户 ${id}`
  if (userId === undefined) return name ? `${unit} ${name}` : unit
  // By his own word: a link knows nobody.
  if (via === 'link') return `${names.get(userId) || `链接 ${userId}`}（${unit}，凭链接）`
  return `${called(userId)}（${unit}${onBehalfOf === undefined ? '' : `，代 ${called(onBehalfOf)}`}）`
}

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
