import { existsSync, renameSync, writeFileSync } from 'node:fs'
import type { Kept } from './child.ts'
import type { EmbeddedServer } from './embedded.ts'
import {
  type Endpoint,
  embeddedEndpoint,
  type RunFile,
  readRunFile,
  runFilePath,
  TASK_QUEUE,
} from './endpoint.ts'
import type { Held } from './lock.ts'

/** Something that was brought up. */
export interface Up {
  readonly endpoint: Endpoint
  /** Its web UI, where that is only being built: the address when it answers. */
  readonly uiComes?: Promise<string>
  /** False when another process runs everything already: stopping is not ours. */
  readonly ours: boolean
  /** Where 督办台 is; null: nowhere. */
  readonly webUrl: string | null
  stop(): Promise<void>
  /** Ends every child at once. */
  kill(): void
}

/** How often it is looked whether run.json is still there. */
const LOOK_MS = 5_000

/** Nothing answers there yet; the ports of the last run are kept. */
const nothingYet = (last: RunFile | null): RunFile => ({
  pid: process.pid,
  address: '',
  namespace: last?.namespace ?? '',
  taskQueue: TASK_QUEUE,
  uiUrl: '',
  ports: last?.ports as RunFile['ports'],
  startedAt: new Date().toISOString(),
  children: {},
})

/**
 * The child processes of one `up`, and `run.json`, which tells other commands where they are and a later start
 * what was left over by one that was killed. Stopped in the opposite order of their start.
 */
export class Crew {
  private readonly children = new Map<string, Kept>()
  private readonly dataDir: string
  private readonly held: Held
  private run: RunFile
  private stopped = false
  private readonly watch: NodeJS.Timeout

  /** @param held the lock of the data folder, given back when all have ended */
  constructor(dataDir: string, last: RunFile | null, held: Held) {
    this.dataDir = dataDir
    this.held = held
    this.run = nothingYet(last)
    this.write(this.run)
    // Other commands find the server by this file: one that is lost or torn is written anew.
    this.watch = setInterval(() => {
      if (readRunFile(dataDir) === null && existsSync(dataDir)) this.write(this.run)
    }, LOOK_MS).unref()
  }

  /** Takes on a child before it is spawned, so that none runs that nobody would stop. @throws when all is being stopped */
  add<T extends Kept>(name: string, child: T): T {
    if (this.stopped) throw new Error(`${name}: everything is being stopped`)
    this.children.set(name, child)
    this.remember()
    return child
  }

  /** Writes down who runs now; 0: about to be spawned. */
  remember(more: Partial<RunFile> = {}): void {
    if (this.stopped) return
    const pids = [...this.children].map(([name, child]) => [name, child.pid ?? 0] as const)
    this.run = { ...this.run, ...more, children: Object.fromEntries(pids) }
    this.write(this.run)
  }

  /** The server answers: from now on other commands find it; its web UI too, unless that is still to come. */
  serving({ address, namespace, uiUrl, ports }: EmbeddedServer, uiLater = false): Endpoint {
    this.remember({ address, namespace, uiUrl: uiLater ? '' : uiUrl, ports })
    return embeddedEndpoint(this.run)
  }

  /** @param later whose web UI is still to come */
  up(endpoint: Endpoint, later?: EmbeddedServer): Up {
    this.remember()
    const webUrl = this.run.webUrl ?? null
    const uiComes = later?.uiOpen.then(() => {
      this.remember({ uiUrl: later.uiUrl })
      return later.uiUrl
    })
    uiComes?.catch(() => undefined)
    return { endpoint, uiComes, ours: true, webUrl, stop: () => this.stop(), kill: () => this.kill() }
  }

  /** Workers first, and together: what they are doing still needs the rest, and they drain side by side. */
  async stop(): Promise<void> {
    this.stopped = true
    clearInterval(this.watch)
    // Nobody finds it from here on; another start waits for the lock.
    this.write({ ...this.run, pid: 0 })
    const names = [...this.children.keys()].reverse()
    const workers = names.filter((name) => name.startsWith('worker'))
    await Promise.all(workers.map((name) => this.children.get(name)?.stop()))
    for (const name of names) if (!workers.includes(name)) await this.children.get(name)?.stop()
    this.write({ ...this.run, pid: 0, children: {} })
    this.held.release()
  }

  kill(): void {
    this.stopped = true
    clearInterval(this.watch)
    for (const child of this.children.values()) child.kill()
    this.held.release()
  }

  private write(run: RunFile): void {
    const half = `${runFilePath(this.dataDir)}.${process.pid}`
    writeFileSync(half, JSON.stringify(run, null, 2))
    renameSync(half, runFilePath(this.dataDir))
  }
}
