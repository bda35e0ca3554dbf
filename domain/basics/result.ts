/**
 * A refusal with a stable code, the place it speaks of, a Chinese sentence for people and the remedy.
 * domain/ returns it; only the edges throw.
 *
 * @example { code: 'CALENDAR_MISSING_YEAR', message: '缺少2027年节假日安排', remedy: '公布后用 duban calendar install 安装', fields: { year: 2027 } }
 */
export interface Refusal {
  readonly code: string
  readonly message: string
  readonly remedy?: string
  readonly fields?: Readonly<Record<string, string | number | boolean | null | readonly string[]>>
}

export type Result<T, E = Refusal> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly error: E }

export const ok = <T>(value: T): { ok: true; value: T } => ({ ok: true, value })
export const refuse = (
  code: string,
  message: string,
  more: Omit<Refusal, 'code' | 'message'> = {},
): { ok: false; error: Refusal } => ({ ok: false, error: { code, message, ...more } })

/** Compile-time proof that a switch handled every case. */
export function unreachable(value: never): never {
  throw new Error(`unreachable: ${JSON.stringify(value)}`)
}
