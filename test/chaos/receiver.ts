import { createHash } from 'node:crypto'
import { createServer, type ServerResponse } from 'node:http'

/** How the receiver of notices behaves: well; 500; says nothing after taking it; 429; breaks the connection. */
export type Manner = 'good' | 'fails' | 'mute' | 'busy' | 'breaks'

/** One notice as it arrived. */
export interface Received {
  readonly key: string
  readonly digest: string
  readonly at: number
  /** Taken: the receiver keeps it, whether or not the sender hears so. */
  readonly taken: boolean
  /** The sender was told 2xx. */
  readonly told: boolean
}

export interface Receiver {
  readonly url: string
  readonly received: readonly Received[]
  manner(now: Manner): void
  close(): Promise<void>
}

/** A gateway that keeps what it took, by key. Muted answers are held until the sender gives up. */
export async function openReceiver(): Promise<Receiver> {
  const received: Received[] = []
  const muted = new Set<ServerResponse>()
  let manner: Manner = 'good'
  const server = createServer((request, response) => {
    const pieces: Buffer[] = []
    request.on('data', (piece: Buffer) => pieces.push(piece))
    request.on('end', () => {
      const body = Buffer.concat(pieces)
      const key = decodeURIComponent(`${request.headers['idempotency-key']}`)
      const digest = createHash('sha256').update(body).digest('hex').slice(0, 16)
      const now = manner
      const taken = now === 'good' || now === 'mute'
      received.push({ key, digest, at: Date.now(), taken, told: now === 'good' })
      if (now === 'good') response.writeHead(204).end()
      else if (now === 'fails') response.writeHead(500).end()
      else if (now === 'busy') response.writeHead(429, { 'retry-after': '1' }).end()
      else if (now === 'breaks') request.socket.destroy()
      else muted.add(response)
    })
    request.on('error', () => undefined)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as { port: number }
  return {
    url: `http://127.0.0.1:${port}/notices`,
    received,
    manner(now) {
      manner = now
    },
    close() {
      for (const response of muted) response.destroy()
      server.closeAllConnections()
      return new Promise((resolve) => server.close(() => resolve()))
    },
  }
}
