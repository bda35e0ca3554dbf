import { createConnection, createServer, type Socket } from 'node:net'

/** What a connection does to the bytes that pass: up is from the client to the server. */
export interface Line {
  /** Milliseconds each piece waits. */
  readonly delayMs: number
  /** Directions that swallow what is sent into them, while the connection seems to stand. */
  readonly swallows: 'none' | 'up' | 'down' | 'both'
  /** New connections are refused. */
  readonly closed: boolean
}

export const GOOD_LINE: Line = { delayMs: 0, swallows: 'none', closed: false }

export interface BadLine {
  readonly address: string
  line(now: Line): void
  /** Breaks every connection; new ones are taken as the line says. */
  cut(): void
  close(): Promise<void>
}

/** A TCP proxy on 127.0.0.1 that can be made to fail. What was swallowed never arrives: healing breaks the connection. */
export async function openProxy(target: string): Promise<BadLine> {
  const at = target.lastIndexOf(':')
  const upstream = { host: target.slice(0, at), port: Number(target.slice(at + 1)) }
  const sockets = new Set<Socket>()
  const spoilt = new Set<Socket>()
  let line = GOOD_LINE

  const pass = (from: Socket, to: Socket, direction: 'up' | 'down') => {
    // One chain for each direction: a delay must not let later pieces overtake earlier ones.
    let turn = Promise.resolve()
    from.on('data', (piece: Buffer) => {
      if (line.swallows === direction || line.swallows === 'both') {
        spoilt.add(from).add(to)
        return
      }
      const { delayMs } = line
      turn = turn.then(async () => {
        if (delayMs > 0) await new Promise((resolve) => setTimeout(resolve, delayMs))
        if (!to.destroyed && !spoilt.has(to)) to.write(piece)
      })
    })
    from.on('close', () => {
      sockets.delete(from)
      spoilt.delete(from)
      to.destroy()
    })
    from.on('error', () => to.destroy())
  }
  const server = createServer((client) => {
    if (line.closed) {
      client.destroy()
      return
    }
    const behind = createConnection(upstream)
    for (const socket of [client, behind]) {
      socket.setNoDelay(true)
      sockets.add(socket)
    }
    pass(client, behind, 'up')
    pass(behind, client, 'down')
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as { port: number }
  const cut = () => {
    for (const socket of sockets) socket.destroy()
  }
  return {
    address: `127.0.0.1:${port}`,
    line(now) {
      line = now
      if (now.swallows === 'none') for (const socket of spoilt) socket.destroy()
      if (now.closed) cut()
    },
    cut,
    close() {
      cut()
      return new Promise((resolve) => server.close(() => resolve()))
    },
  }
}
