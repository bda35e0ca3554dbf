import { createServer, type ServerResponse } from 'node:http'
import { SMTPServer } from 'smtp-server'

/**
 * How an other end behaves: well; refuses for now; asks for patience (a robot in an answer of HTTP 200); takes and says
 * nothing of it; takes slowly.
 */
export const MANNERS = ['good', 'fails', 'busy', 'breaks', 'slow'] as const
export type Manner = (typeof MANNERS)[number]

/** One message that the other end has, whether or not its sender heard so. */
export interface Took {
  readonly by: string
  /** Message-ID of a mail; a robot has none. */
  readonly id: string
  readonly to: string
  readonly told: boolean
}

export interface Double {
  readonly port: number
  readonly took: readonly Took[]
  /** What was tried and not taken. */
  refused: number
  manner: Manner
  close(): Promise<void>
}

const SLOW_MS = 700
const fail = (responseCode: number, message: string) => Object.assign(new Error(message), { responseCode })

/** A relay; recipients whose name begins with `gone` do not exist. */
export async function openRelay(): Promise<Double> {
  const took: Took[] = []
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS', 'AUTH'],
    onRcptTo({ address }, _session, done) {
      if (address.startsWith('gone')) return done(fail(550, '5.1.1 no such user'))
      if (double.manner === 'fails') return done(refuse(451, '4.7.1 greylisted'))
      if (double.manner === 'busy') return done(refuse(421, '4.3.2 too many'))
      done()
    },
    onData(stream, session, done) {
      const pieces: Buffer[] = []
      stream.on('data', (piece: Buffer) => pieces.push(piece))
      stream.on('end', () => {
        const raw = Buffer.concat(pieces).toString()
        const id = /^Message-ID: <(.+)>/im.exec(raw)?.[1] ?? ''
        const to = session.envelope.rcptTo.map(({ address }) => address).join()
        const take = (told: boolean) => took.push({ by: 'mail', id, to, told })
        if (double.manner === 'breaks') {
          take(false)
          return done(fail(451, '4.3.0 lost after taking'))
        }
        if (double.manner !== 'slow') {
          take(true)
          return done()
        }
        setTimeout(() => {
          take(true)
          done()
        }, SLOW_MS)
      })
    },
  })
  server.on('error', () => undefined)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const double: Double = {
    port: (server.server.address() as { port: number }).port,
    took,
    refused: 0,
    manner: 'good',
    close: () => new Promise((resolve) => server.close(() => resolve())),
  }
  const refuse = (code: number, message: string) => {
    double.refused += 1
    return fail(code, message)
  }
  return double
}

const FINE: Readonly<Record<string, object>> = {
  wecom: { errcode: 0 },
  dingtalk: { errcode: 0 },
  feishu: { code: 0 },
}
const BUSY: Readonly<Record<string, object>> = {
  wecom: { errcode: 45009, errmsg: 'api freq out of limit' },
  dingtalk: { errcode: 130101, errmsg: 'send too fast' },
  feishu: { code: 11232, msg: 'frequency limited' },
}
const BROKEN: Readonly<Record<string, object>> = {
  wecom: { errcode: -1, errmsg: 'system busy' },
  dingtalk: { errcode: -1, errmsg: 'system busy' },
  feishu: { code: 99991663, msg: 'internal error' },
}

/** The three makers' robots; a group each by the last part of its address. */
export async function openRobots(): Promise<Double> {
  const took: Took[] = []
  const held = new Set<ServerResponse>()
  const server = createServer((request, response) => {
    request.resume().on('end', () => {
      const [, kind = '', to = ''] = (request.url ?? '').split('?')[0]?.split('/') ?? []
      const say = (body: object | undefined, status = 200) =>
        response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body ?? {}))
      const take = (told: boolean) => took.push({ by: kind, id: '', to, told })
      const { manner } = double
      if (manner === 'fails' || manner === 'busy') {
        double.refused += 1
        return say(manner === 'busy' ? BUSY[kind] : BROKEN[kind])
      }
      if (manner === 'breaks') {
        take(false)
        return request.socket.destroy()
      }
      if (manner === 'good') {
        take(true)
        return say(FINE[kind])
      }
      held.add(response)
      setTimeout(() => {
        held.delete(response)
        take(true)
        say(FINE[kind])
      }, SLOW_MS)
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const double: Double = {
    port: (server.address() as { port: number }).port,
    took,
    refused: 0,
    manner: 'good',
    close() {
      for (const response of held) response.destroy()
      server.closeAllConnections()
      return new Promise((resolve) => server.close(() => resolve()))
    },
  }
  return double
}
