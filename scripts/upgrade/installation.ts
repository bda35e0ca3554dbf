import { type ChildProcess, spawn } from 'node:child_process'
import { join } from 'node:path'
import { type Connected, connectClient } from '../../client/connect.ts'
import { embeddedEndpoint, readRunFile } from '../../temporal/endpoint.ts'

export interface Said {
  /** null: it was ended because it had not answered in time. */
  readonly code: number | null
  readonly json: unknown
  readonly stderr: string
}

/** A release in a folder of its own, on a data folder that another release may have used before. */
export interface Installation {
  /** `duban …args -o json`. */
  command(args: readonly string[], limitMs?: number): Promise<Said>
  /** The same, where nothing but exit 0 will do. @throws what it said otherwise */
  must(args: readonly string[]): Promise<unknown>
  /** Starts `up` or `cluster` and waits until it serves. */
  start(args: readonly string[]): Promise<void>
  stop(): Promise<void>
  connect(): Promise<Connected>
}

/** What runs now: broken off, it is stopped before its folder goes. */
const running = new Set<() => Promise<void>>()
export const stopRunning = async (): Promise<void> => {
  await Promise.all([...running].map((stop) => stop()))
}

const READY = /已启动：|集群就绪/
const START_MS = 180_000
const ANSWER_MS = 300_000

/** Nothing that stands in this process's environment reaches another server or store than the folder's. */
const cleared = (more: NodeJS.ProcessEnv): NodeJS.ProcessEnv => ({
  ...Object.fromEntries(
    Object.entries(process.env).filter(
      ([name]) =>
        name === 'DUBAN_CACHE' || name === 'DUBAN_PG_BIN' || !/^(?:DUBAN|TEMPORAL|OTEL)_/.test(name),
    ),
  ),
  ...more,
})

export function installation(root: string, dataDir: string, env: NodeJS.ProcessEnv): Installation {
  const program = join(root, 'bin', 'duban.mjs')
  const all = cleared({ ...env, DUBAN_DATA: dataDir })
  let serving: ChildProcess | null = null

  const command = (args: readonly string[], limitMs = ANSWER_MS): Promise<Said> =>
    new Promise((resolve, reject) => {
      const child = spawn(process.execPath, [program, ...args, '-o', 'json'], {
        cwd: root,
        env: all,
        timeout: limitMs,
        killSignal: 'SIGKILL',
        stdio: ['ignore', 'pipe', 'pipe'],
      })
      const [out, err]: [Buffer[], Buffer[]] = [[], []]
      child.stdout.on('data', (piece: Buffer) => out.push(piece))
      child.stderr.on('data', (piece: Buffer) => err.push(piece))
      child.once('error', reject)
      child.once('close', (code) => {
        const text = Buffer.concat(out).toString('utf8')
        const stderr = Buffer.concat(err).toString('utf8')
        resolve({ code, json: text.trim() === '' ? null : JSON.parse(text), stderr })
      })
    })

  const stop = async () => {
    const child = serving
    serving = null
    running.delete(stop)
    if (child === null || child.exitCode !== null) return
    const ended = new Promise((resolve) => child.once('exit', resolve))
    child.kill('SIGTERM')
    await ended
  }

  return {
    command,
    async must(args) {
      const { code, json, stderr } = await command(args)
      if (code !== 0)
        throw new Error(`duban ${args.join(' ')}: exit ${code}\n${JSON.stringify(json)}\n${stderr}`)
      return json
    },
    async start(args) {
      const child = spawn(process.execPath, [program, ...args], {
        cwd: root,
        env: all,
        stdio: ['ignore', 'ignore', 'pipe'],
      })
      serving = child
      running.add(stop)
      let said = ''
      await new Promise<void>((resolve, reject) => {
        const failed = (why: string) => reject(new Error(`duban ${args.join(' ')}: ${why}\n${said}`))
        const late = setTimeout(() => failed('not ready in time'), START_MS)
        child.once('error', reject)
        child.once('exit', (code) => failed(`exit ${code}`))
        child.stderr.on('data', (piece: Buffer) => {
          said += piece.toString('utf8')
          if (!READY.test(said)) return
          clearTimeout(late)
          resolve()
        })
      })
    },
    stop,
    async connect() {
      const run = readRunFile(dataDir)
      if (run === null) throw new Error('nothing runs on the data folder')
      return connectClient(embeddedEndpoint(run))
    },
  }
}
