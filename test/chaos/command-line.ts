import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { EXIT } from '../../client/cli/exit.ts'
import { refused } from '../../client/refusal.ts'
import { projectFolder } from '../../temporal/places.ts'
import { PATIENCE_MS } from './insist.ts'
import type { Journal } from './journal.ts'

/**
 * The command line as a process of its own, which is killed (-9) after each of `kills` milliseconds in turn and started
 * again with the same words, as a clerk would. The last one is left to end; a refusal is thrown, any other failure is an
 * error, to be tried again.
 */
export type CommandLine = (args: readonly string[], kills: readonly number[]) => () => Promise<void>

interface Ended {
  readonly code: number | null
  readonly killed: boolean
  readonly said: string
}

function run(args: readonly string[], env: NodeJS.ProcessEnv, killAfterMs: number): Promise<Ended> {
  const program = join(projectFolder(), 'bin', 'duban.mjs')
  const child = spawn(process.execPath, [program, ...args, '-o', 'json'], {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'ignore'],
  })
  const pieces: Buffer[] = []
  child.stdout.on('data', (piece: Buffer) => pieces.push(piece))
  const gone = () => child.kill('SIGKILL')
  process.once('exit', gone)
  let killed = false
  const late = setTimeout(() => {
    killed = child.kill('SIGKILL')
  }, killAfterMs)
  return new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('close', (code) => {
      clearTimeout(late)
      process.off('exit', gone)
      resolve({ code, killed, said: Buffer.concat(pieces).toString('utf8') })
    })
  })
}

/** @param env where the server and the records are, through the lines that fail */
export function commandLine(env: NodeJS.ProcessEnv, journal: Journal): CommandLine {
  return (args, kills) => {
    const left = [...kills]
    return async () => {
      for (;;) {
        const killAfterMs = left.shift()
        const from = Date.now()
        // One that hears nothing is ended after a time, as a clerk would with Ctrl-C.
        const { code, killed, said } = await run(args, env, killAfterMs ?? 2 * PATIENCE_MS)
        if (killed && killAfterMs !== undefined) {
          const at = Date.now()
          journal.faults.push({ target: 'command line', kind: 'kill -9', from, to: at, failed: null })
          continue
        }
        if (code === EXIT.ok) return
        const error = code === null || code === EXIT.system ? null : JSON.parse(said).error
        if (error === null) throw new Error(`duban ${args.join(' ')}: exit ${code} ${said}`)
        throw refused(error.code, error.message)
      }
    }
  }
}
