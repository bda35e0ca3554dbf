import { createServer } from 'node:net'
import { TemporalSetupError } from './errors.ts'

const LOCAL = '127.0.0.1'

/** Said to a process whose port nobody asked for: where it is taken, another does as well. */
export const ANY_PORT = '--any-port'

export const isFree = (port: number, host: string = LOCAL): Promise<boolean> =>
  new Promise((resolve) => {
    const probe = createServer()
    probe.once('error', () => resolve(false))
    probe.listen(port, host, () => probe.close(() => resolve(true)))
  })

/**
 * Below what systems hand out to outgoing connections (32768 on Linux), so that none takes a port between two
 * runs; and the server on PostgreSQL keeps ports of its services in a smallint, which ends at 32767.
 */
const FROM = 20_000
const TO = 32_767

/** A port of 127.0.0.1 that is free now. */
export async function anyFree(): Promise<number> {
  for (let tries = 0; tries < 1_000; tries += 1) {
    const port = FROM + Math.floor(Math.random() * (TO - FROM + 1))
    if (await isFree(port)) return port
  }
  throw new TemporalSetupError('PORTS_TAKEN', `端口 ${FROM} 至 ${TO} 都被占用`, '停掉不用的程序后重试')
}

/** Every port of one embedded server. Each instance needs its own, or two meet each other. */
export interface Ports {
  readonly frontend: number
  readonly history: number
  readonly matching: number
  readonly worker: number
  readonly membership: readonly [number, number, number, number]
  readonly ui: number
}

/** First choices; others are taken when they are busy. */
const PREFERRED = { frontend: 7233, ui: 8233 }

/** Ports for an embedded server: those of the last run if they are free, else the usual ones, else any. */
export async function choosePorts(last: Partial<Ports> | null, say: (line: string) => void): Promise<Ports> {
  const taken = new Set<number>()
  const choose = async (wishes: readonly (number | undefined)[], what?: string): Promise<number> => {
    for (const wish of wishes)
      if (wish && !taken.has(wish) && (await isFree(wish))) {
        taken.add(wish)
        return wish
      }
    let port = await anyFree()
    while (taken.has(port)) port = await anyFree()
    taken.add(port)
    const busy = wishes.find((wish) => wish !== undefined)
    if (what && busy) say(`端口 ${busy} 已被占用，${what}改用 ${port}`)
    return port
  }
  const frontend = await choose([last?.frontend, PREFERRED.frontend], 'Temporal 服务')
  const ui = await choose([last?.ui, PREFERRED.ui], '网页界面')
  const [history, matching, worker] = [
    await choose([last?.history]),
    await choose([last?.matching]),
    await choose([last?.worker]),
  ]
  const membership: number[] = []
  for (let i = 0; i < 4; i += 1) membership.push(await choose([last?.membership?.[i]]))
  return { frontend, ui, history, matching, worker, membership: membership as unknown as Ports['membership'] }
}
