import { createServer } from 'node:net'

const LOCAL = '127.0.0.1'

export const isFree = (port: number, host: string = LOCAL): Promise<boolean> =>
  new Promise((resolve) => {
    const probe = createServer()
    probe.once('error', () => resolve(false))
    probe.listen(port, host, () => probe.close(() => resolve(true)))
  })

/** A port of 127.0.0.1 that is free now. */
export const anyFree = (): Promise<number> =>
  new Promise((resolve, reject) => {
    const probe = createServer()
    probe.once('error', reject)
    probe.listen(0, LOCAL, () => {
      const address = probe.address()
      probe.close(() => resolve(typeof address === 'object' && address ? address.port : 0))
    })
  })

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
