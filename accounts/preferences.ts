import { ok, type Refusal, type Result, refuse } from '../domain/basics/result.ts'
import { changeUser, type UserRow } from '../records/accounts/users.ts'
import type { Db } from '../records/db.ts'

/** 字号, the usual first. */
export const TEXT_SIZES = ['usual', 'large', 'larger'] as const
export type TextSize = (typeof TEXT_SIZES)[number]

/** How somebody wants every page, on whatever machine they sign in. */
export interface Preferences {
  readonly textSize: TextSize
  /** Keys of the pages; a key that is pressed by chance does nothing where they are off. */
  readonly keys: boolean
}

const isSize = (text: string | null): text is TextSize =>
  (TEXT_SIZES as readonly (string | null)[]).includes(text)

export const preferencesOf = ({ text_size, keys_off }: UserRow): Preferences => ({
  textSize: isSize(text_size) ? text_size : 'usual',
  keys: keys_off === 0,
})

/** Keeps what one chose. */
export async function setPreferences(
  db: Db,
  userId: string,
  { textSize, keys }: { readonly textSize: string; readonly keys: boolean },
): Promise<Result<Preferences, Refusal>> {
  if (!isSize(textSize))
    return refuse('PREFERENCE_INVALID', '没有这个字号', {
      remedy: `应为 ${TEXT_SIZES.join('、')} 之一`,
      fields: { field: 'textSize' },
    })
  await changeUser(db, userId, { text_size: textSize === 'usual' ? null : textSize, keys_off: keys ? 0 : 1 })
  return ok({ textSize, keys })
}
