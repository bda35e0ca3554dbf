import { randomInt } from 'node:crypto'
import { connect, createServer } from 'node:net'

/** Every port of one embedded Temporal; two instances that share one meet each other, so none is left out. */
export interface Ports {
  readonly frontend: number
  readonly frontendHttp: number
  readonly history: number
  readonly matching: number
  readonly worker: number
  readonly frontendMembership: number
  readonly historyMembership: number
  readonly matchingMembership: number
  readonly workerMembership: number
  readonly ui: number
}

export type PortName = keyof Ports

export const usualPorts: Ports = {
  frontend: 7233,
  frontendHttp: 7243,
  history: 7234,
  matching: 7235,
  worker: 7239,
  frontendMembership: 6933,
  historyMembership: 6934,
  matchingMembership: 6935,
  workerMembership: 6939,
  ui: 8233,
}

export const loopback = '127.0.0.1'

/** Substitutes lie below every system's ephemeral range, so that no outgoing connection takes them later. */
const lowest = 20_000
const highest = 32_000

export interface Choice {
  readonly ports: Ports
  /** Ports that were wanted and found busy. */
  readonly moved: readonly { readonly name: PortName; readonly wanted: number; readonly got: number }[]
}

/**
 * Takes the ports of the last run, else the usual ones; a busy one is replaced by a free one.
 * `wanted` 0 asks for any free port.
 */
export async function choosePorts(
  wanted: Ports,
  free: (port: number) => Promise<boolean> = isFree,
  pick: () => number = () => randomInt(lowest, highest),
): Promise<Choice> {
  const taken = new Set<number>()
  const chosen: Partial<Record<PortName, number>> = {}
  const moved: { name: PortName; wanted: number; got: number }[] = []
  for (const [key, port] of Object.entries(wanted)) {
    const name = key as PortName
    const ok = port > 0 && !taken.has(port) && (await free(port))
    const got = ok ? port : await pickFree(taken, free, pick)
    if (!ok && port > 0) moved.push({ name, wanted: port, got })
    taken.add(got)
    chosen[name] = got
  }
  return { ports: chosen as Ports, moved }
}

async function pickFree(
  taken: ReadonlySet<number>,
  free: (port: number) => Promise<boolean>,
  pick: () => number,
): Promise<number> {
  for (let tries = 0; tries < 1_000; tries += 1) {
    const port = pick()
    if (!taken.has(port) && (await free(port))) return port
  }
  throw new Error('no free port found')
}

/** Free: nobody answers there, and it can be listened on (a listener on all addresses may allow the latter). */
export async function isFree(port: number): Promise<boolean> {
  if (await answers(`${loopback}:${port}`, 300)) return false
  return new Promise((resolve) => {
    const server = createServer()
    server.once('error', () => resolve(false))
    server.listen({ port, host: loopback, exclusive: true }, () => server.close(() => resolve(true)))
  })
}

/** Does anything accept a connection at `host:port`? */
export function answers(address: string, timeoutMs = 1_000): Promise<boolean> {
  const at = address.lastIndexOf(':')
  const host = address.slice(0, at).replace(/^\[|\]$/g, '')
  const port = Number(address.slice(at + 1))
  return new Promise((resolve) => {
    const socket = connect({ host, port, timeout: timeoutMs })
    const end = (result: boolean): void => {
      socket.destroy()
      resolve(result)
    }
    socket.once('connect', () => end(true))
    socket.once('timeout', () => end(false))
    socket.once('error', () => end(false))
  })
}
