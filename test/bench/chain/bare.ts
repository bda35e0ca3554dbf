/** What stands in for the chain on the side without it: no link is made, and no head is read. */
import { sql } from 'kysely'

export const linked = () => ({})

export const headOf = () => sql<string | null>`NULL`.as('head')
