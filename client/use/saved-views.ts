import { randomUUID } from 'node:crypto'
import { dropView, keepView, viewsFor } from '../../records/desk/views.ts'
import type { Office } from '../office.ts'
import { refused } from '../refusal.ts'

export const VIEW_LIMITS = { name: 40, query: 1_000 } as const

/** Views that somebody may choose from: his own, and those that his offices share. */
export const savedViews = ({ db }: Pick<Office, 'db'>, userId: string, offices: readonly string[]) =>
  viewsFor(db, userId, offices)

/** Keeps how a list is looked at. @throws RefusedError FIELD_MISSING, TEXT_TOO_LONG */
export async function saveView(
  { db }: Pick<Office, 'db'>,
  said: {
    readonly userId: string
    readonly name: string
    readonly query: string
    readonly office: string | null
  },
): Promise<void> {
  const name = said.name.trim()
  const query = new URLSearchParams(said.query).toString()
  if (name === '') throw refused('FIELD_MISSING', '视图没有名字', '起个名字再保存')
  if (name.length > VIEW_LIMITS.name)
    throw refused('TEXT_TOO_LONG', `视图名最多 ${VIEW_LIMITS.name} 字`, '把名字写短些')
  if (query.length > VIEW_LIMITS.query) throw refused('TEXT_TOO_LONG', '筛选太长，存不下', '减少筛选的文字')
  const { userId: user_id, office } = said
  await keepView(db, { id: randomUUID(), user_id, office, name, query, at: new Date().toISOString() })
}

/** Taken away by its maker alone. */
export const forgetView = ({ db }: Pick<Office, 'db'>, id: string, userId: string): Promise<void> =>
  dropView(db, id, userId)
