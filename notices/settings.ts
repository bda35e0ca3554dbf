import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'yaml'
import * as z from 'zod'
import { MendableError } from '../domain/basics/mendable.ts'
import { RECIPIENTS, type RecipientRole } from '../domain/policy/policy.ts'
import { readSecretFile } from '../security/secret-file.ts'
import type { Channel, ChannelKind } from './channel.ts'
import { CHANNEL_KINDS } from './channels/index.ts'

export const channelsFile = (dataDir: string): string => join(dataDir, 'channels.yaml')

const settingsOf = (kinds: readonly string[]) =>
  z.strictObject({
    /** Where the pages are, for the one link that a message has. */
    link: z.url().optional(),
    /** Hosts, with their ports, that may be called beside the makers' own. */
    hosts: z.array(z.string()).default([]),
    channels: z.array(
      z.looseObject({
        id: z.string().min(1),
        kind: z.string().refine((kind) => kinds.includes(kind), `kind 应为 ${kinds.join('、')} 之一`),
      }),
    ),
    people: z.array(
      z.strictObject({
        unit: z.string().min(1),
        role: z.enum(Object.keys(RECIPIENTS)).transform((name) => RECIPIENTS[name] as RecipientRole),
        name: z.string().optional(),
        /** Channel id → the address there; a robot has none but its group. */
        at: z.record(z.string(), z.string()),
        /** Reminders and what only informs are left out; slips never are. */
        less: z.boolean().default(false),
      }),
    ),
  })

export type Person = z.infer<ReturnType<typeof settingsOf>>['people'][number]

export interface Reach {
  readonly link: string | null
  /** The channel by which accounts with an address get mail; null: none is set up. */
  readonly mail: string | null
  readonly people: readonly Person[]
  readonly channels: ReadonlyMap<string, Channel>
}

export class ChannelsInvalidError extends MendableError {
  constructor(file: string, what: string) {
    super('CHANNELS_INVALID', `${file} 有误：${what}`, '对照 docs/channels.md 改正')
  }
}

const wrong = (file: string, what: string) => new ChannelsInvalidError(file, what)

/**
 * Channels and people of an installation, from `channels.yaml`; null: none is set up. It holds passwords and keys, so
 * nobody but its owner may read it.
 * @throws SecurityError of a secret file, MendableError CHANNELS_INVALID
 */
export function readReach(dataDir: string): Reach | null {
  const file = channelsFile(dataDir)
  if (!existsSync(file)) return null
  return reachOf(readSecretFile(file, '通知渠道文件'), file)
}

/** @param kinds of channels that there are */
export function reachOf(text: string, file: string, kinds: readonly ChannelKind[] = CHANNEL_KINDS): Reach {
  const parsed = settingsOf(kinds.map(({ kind }) => kind)).safeParse(parse(text))
  if (!parsed.success) {
    const [issue] = parsed.error.issues
    throw wrong(file, `${issue?.path.join('.') ?? ''} ${issue?.message ?? ''}`)
  }
  const { link, hosts, channels, people } = parsed.data
  const opened = new Map<string, Channel>()
  for (const { id, kind, ...settings } of channels) {
    if (opened.has(id)) throw wrong(file, `渠道 ${id} 写了两次`)
    try {
      const found = kinds.find((one) => one.kind === kind)
      if (found) opened.set(id, found.open(id, { ...settings, hosts }))
    } catch (error) {
      throw wrong(file, `渠道 ${id}：${(error as Error).message}`)
    }
  }
  for (const { unit, at } of people)
    for (const id of Object.keys(at))
      if (!opened.has(id)) throw wrong(file, `${unit} 用的渠道 ${id} 没有写在 channels 里`)
  const mail = channels.find(({ kind }) => kind === 'mail')?.id ?? null
  return { link: link ?? null, mail, people, channels: opened }
}
