/** What a channel is handed: a message to one recipient, with a key that is the same at every try. */
export interface Message {
  readonly key: string
  readonly to: string
  readonly subject: string
  /** What, due, days left, one link, how to get fewer. */
  readonly text: string
}

/**
 * What became of it. `later`: not now, at the earliest after `waitMs` (null: as tries go); `counts` is false where the
 * channel only asks for patience. `dead`: a person must do something first.
 */
export type Outcome =
  | { readonly kind: 'sent'; readonly receipt: string }
  | {
      readonly kind: 'later'
      readonly waitMs: number | null
      readonly counts: boolean
      readonly error: string
    }
  | { readonly kind: 'dead'; readonly error: string }

/** One way to reach people, set up and ready. */
export interface Channel {
  readonly id: string
  /** Whether whole texts go out; group robots get figures and a link. */
  readonly whole: boolean
  send(message: Message): Promise<Outcome>
  close?(): void
}

/** A kind of channel: its name, what its set-up holds, and how it is opened. Adding one is one file and one line. */
export interface ChannelKind<Settings = Record<string, unknown>> {
  readonly kind: string
  readonly name: string
  /** Throws an Error with a Chinese sentence when a setting is missing or wrong. */
  open(id: string, settings: Settings & { readonly hosts: readonly string[] }): Channel
}

export const later = (error: string, waitMs: number | null = null, counts = true): Outcome => ({
  kind: 'later',
  waitMs,
  counts,
  error,
})
export const dead = (error: string): Outcome => ({ kind: 'dead', error })
export const sent = (receipt: string): Outcome => ({ kind: 'sent', receipt })

/** A setting that has to be there. */
export function needed(settings: Record<string, unknown>, key: string): string {
  const value = settings[key]
  if (typeof value === 'string' && value !== '') return value
  throw new Error(`缺少 ${key}`)
}
