import { spawn, spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { inject } from 'vitest'
import type { Office } from './office.ts'

const BIN = fileURLToPath(new URL('../../../bin/duban.mjs', import.meta.url))

/** util-linux’s `script` gives a program a terminal of its own. */
export const hasTerminal = (): boolean =>
  spawnSync('script', ['--version'], { encoding: 'utf8' }).stdout?.includes('util-linux') === true

/** What is typed once a text stands on the screen. */
export type Step = readonly [shown: string, keys: string]
export const ENTER = '\r'
export const DOWN = '\u001b[B'
export const CTRL_C = '\u0003'

export interface Sat {
  readonly exit: number | null
  /** All that was drawn, without colours and movements. */
  readonly screen: string
}

/** A program that still waits for an answer then is ended, with what it drew last. */
const PATIENCE_MS = 120_000

const quoted = (word: string): string => `'${word.replaceAll("'", "'\\''")}'`
// biome-ignore lint/suspicious/noControlCharactersInRegex: what a terminal is told is no text
const plain = (drawn: string): string => drawn.replace(/\u001b\[[0-9;?]*[A-Za-z]/g, '').replaceAll('\r', '')

/** The command line at a real terminal: somebody reads what is drawn and types. */
export function atTerminal(
  { dataDir, taskQueue }: Pick<Office, 'dataDir' | 'taskQueue'>,
  words: readonly string[],
  steps: readonly Step[],
): Promise<Sat> {
  const command = `stty cols 200 rows 60; exec ${[process.execPath, BIN, ...words].map(quoted).join(' ')}`
  const env = {
    ...process.env,
    TEMPORAL_ADDRESS: inject('address'),
    TEMPORAL_NAMESPACE: inject('namespace'),
    DUBAN_DATA: dataDir,
    DUBAN_TASK_QUEUE: taskQueue,
    TERM: 'xterm',
    SHELL: '/bin/sh',
  }
  return new Promise((resolve, reject) => {
    const child = spawn('script', ['-qec', command, '/dev/null'], { env, stdio: ['pipe', 'pipe', 'inherit'] })
    const left = [...steps]
    let drawn = ''
    let read = 0
    child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
      drawn += chunk
      const [step] = left
      const at = step ? plain(drawn).indexOf(step[0], read) : -1
      if (step === undefined || at < 0) return
      read = at + step[0].length
      left.shift()
      child.stdin.write(step[1])
    })
    const late = setTimeout(() => child.kill('SIGKILL'), PATIENCE_MS)
    child.once('error', reject)
    child.once('close', (exit, signal) => {
      clearTimeout(late)
      if (left.length === 0 && signal === null) resolve({ exit, screen: plain(drawn) })
      else reject(new Error(`${signal ?? 'never shown'}: ${left[0]?.[0] ?? 'no end'}\n${plain(drawn)}`))
    })
  })
}
