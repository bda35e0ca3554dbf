import { renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { KeptChild } from './child.ts'
import type { EmbeddedServer } from './embedded.ts'
import { type Endpoint, embeddedEndpoint, type RunFile, runFilePath, TASK_QUEUE } from './endpoint.ts'

/** Something that was brought up. */
export interface Up {
  readonly endpoint: Endpoint
  /** False when another process runs everything already: stopping is not ours. */
  readonly ours: boolean
  stop(): Promise<void>
  /** Ends every child at once. */
  kill(): void
}

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
  private readonly children = new Map<string, KeptChild>()
  private readonly dataDir: string
  private run: RunFile

  constructor(dataDir: string, last: RunFile | null) {
    this.dataDir = dataDir
    this.run = nothingYet(last)
  }

  add(name: string, child: KeptChild): KeptChild {
    this.children.set(name, child)
    return child
  }

  /** Writes down who runs now. */
  remember(more: Partial<RunFile> = {}): void {
    const pids = [...this.children].flatMap(([name, child]) =>
      child.pid ? [[name, child.pid] as const] : [],
    )
    this.run = { ...this.run, ...more, children: Object.fromEntries(pids) }
    this.write(this.run)
  }

  /** The server answers: from now on other commands find it. */
  serving({ address, namespace, uiUrl, ports, server, ui }: EmbeddedServer): Endpoint {
    this.add('server', server)
    if (ui) this.add('ui', ui)
    this.remember({ address, namespace, uiUrl, ports })
    return embeddedEndpoint(this.run)
  }

  up(endpoint: Endpoint): Up {
    this.remember()
    return { endpoint, ours: true, stop: () => this.stop(), kill: () => this.kill() }
  }

  /** Workers first, and together: what they are doing still needs the rest, and they drain side by side. */
  async stop(): Promise<void> {
    const names = [...this.children.keys()].reverse()
    const workers = names.filter((name) => name.startsWith('worker'))
    await Promise.all(workers.map((name) => this.children.get(name)?.stop()))
    for (const name of names) if (!workers.includes(name)) await this.children.get(name)?.stop()
    this.write({ ...this.run, pid: 0, children: {} })
  }

  private kill(): void {
    for (const child of this.children.values()) child.kill()
    rmSync(join(this.dataDir, 'up.lock'), { force: true })
  }

  private write(run: RunFile): void {
    const half = `${runFilePath(this.dataDir)}.${process.pid}`
    writeFileSync(half, JSON.stringify(run, null, 2))
    renameSync(half, runFilePath(this.dataDir))
  }
}
