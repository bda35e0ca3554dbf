import {
  type Channel,
  type ChannelKind,
  dead,
  later,
  type Message,
  needed,
  type Outcome,
  sent,
} from '../channel.ts'

/** What a group robot's maker decided. */
export interface RobotRules {
  readonly kind: string
  readonly name: string
  /** Hosts that its address may have without being named in the set-up. */
  readonly hosts: readonly string[]
  /** Bytes of text it takes. */
  readonly bytes: number
  /** Address and body of one message; signed where there is a secret. */
  request(
    url: URL,
    secret: string | null,
    message: Message,
    nowMs: number,
  ): { readonly url: URL; readonly body: object }
  /** What its answer means: HTTP 200 is no success anywhere. */
  outcome(answer: Record<string, unknown>): Outcome
}

const LIMIT_MS = 10_000

/** A text of at most so many bytes of UTF-8, cut between characters. */
export function within(text: string, bytes: number): string {
  if (Buffer.byteLength(text) <= bytes) return text
  let kept = ''
  let size = 3
  for (const char of text) {
    size += Buffer.byteLength(char)
    if (size > bytes) break
    kept += char
  }
  return `${kept}…`
}

/** The address, if it may be called at all: https to a known host, or what the set-up names. */
export function allowed(text: string, known: readonly string[], named: readonly string[]): URL {
  if (!URL.canParse(text)) throw new Error('url 不是网址')
  const url = new URL(text)
  if (named.includes(url.host)) return url
  if (url.protocol === 'https:' && known.includes(url.host)) return url
  throw new Error(
    `不向 ${url.host} 发送：不在允许的主机里（${[...known, ...named].join('、')}）；确要发送，写进 hosts`,
  )
}

/** A group robot as a channel. Its address holds its key, so no error ever quotes it. */
export const robot = (rules: RobotRules): ChannelKind => ({
  kind: rules.kind,
  name: rules.name,
  open(id, settings): Channel {
    const address = allowed(needed(settings, 'url'), rules.hosts, settings.hosts)
    const secret = typeof settings.secret === 'string' ? settings.secret : null
    return {
      id,
      whole: false,
      async send(message) {
        const { url, body } = rules.request(
          new URL(address),
          secret,
          { ...message, text: within(message.text, rules.bytes) },
          Date.now(),
        )
        try {
          const answer = await fetch(url, {
            method: 'POST',
            headers: { 'content-type': 'application/json; charset=utf-8' },
            body: JSON.stringify(body),
            redirect: 'error',
            signal: AbortSignal.timeout(LIMIT_MS),
          })
          const text = (await answer.text()).slice(0, 65_536)
          if (answer.status === 429) return later('HTTP 429', 60_000, false)
          if (!answer.ok) return later(`HTTP ${answer.status}`)
          return rules.outcome(JSON.parse(text) as Record<string, unknown>)
        } catch (error) {
          const { name } = error as Error
          return later(name === 'TimeoutError' ? '没有在时限内答复' : `连不上（${name}）`)
        }
      },
    }
  },
})

export { dead, later, sent }
