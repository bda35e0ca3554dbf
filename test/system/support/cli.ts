import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { inject } from 'vitest'
import type { Office } from './office.ts'

const BIN = fileURLToPath(new URL('../../../bin/duban.mjs', import.meta.url))

export interface Ran {
  readonly exit: number
  readonly out: string
  readonly err: string
  // biome-ignore lint/suspicious/noExplicitAny: what a program reads is checked field by field in the tests
  readonly json: any
}

/** The command line as another program would run it: a process of its own; JSON on stdout is parsed. */
export function runDuban(
  office: Pick<Office, 'dataDir' | 'taskQueue'>,
  args: readonly string[],
): Promise<Ran> {
  const env = {
    ...process.env,
    TEMPORAL_ADDRESS: inject('address'),
    TEMPORAL_NAMESPACE: inject('namespace'),
    DUBAN_DATA: office.dataDir,
    DUBAN_TASK_QUEUE: office.taskQueue,
  }
  return new Promise((resolve) => {
    execFile(process.execPath, [BIN, ...args], { env, maxBuffer: 64e6 }, (error, out, err) => {
      let json: unknown = null
      try {
        json = JSON.parse(out)
      } catch {
        // text output
      }
      resolve({ exit: error ? Number(error.code) : 0, out, err, json })
    })
  })
}
