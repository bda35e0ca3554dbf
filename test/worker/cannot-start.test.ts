import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { anyFree } from '../../temporal/ports.ts'
import { programOf } from '../../temporal/program.ts'

const dataDir = mkdtempSync(join(tmpdir(), 'duban-cannot-'))
afterAll(() => rmSync(dataDir, { recursive: true, force: true }))

const { TEMPORAL_ADDRESS: _, DUBAN_RECORDS: __, DUBAN_DEBUG: ___, ...env } = process.env

/** What a process that is to run by itself says when it ends at once. */
function said(
  program: 'worker' | 'web',
  more: NodeJS.ProcessEnv,
): Promise<{ exit: number | null; err: string }> {
  const child = spawn(process.execPath, [...programOf(program), dataDir], {
    env: { ...env, DUBAN_DATA: dataDir, ...more },
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  let err = ''
  child.stderr.on('data', (piece: Buffer) => {
    err += piece
  })
  return new Promise((resolve) => child.on('close', (exit) => resolve({ exit, err })))
}

const nobody = async () => `127.0.0.1:${await anyFree()}`

describe('what cannot start says so in a sentence with its way out, and ends', () => {
  it.concurrent.each([
    ['worker', 'SERVER_NOT_NAMED', async () => ({})],
    ['web', 'SERVER_NOT_NAMED', async () => ({})],
    ['worker', 'SERVER_UNREACHABLE', async () => ({ TEMPORAL_ADDRESS: await nobody() })],
    [
      'web',
      'RECORDS_UNAVAILABLE',
      async () => ({
        TEMPORAL_ADDRESS: await nobody(),
        DUBAN_RECORDS: `postgresql://a:secret@${await nobody()}/z`,
      }),
    ],
  ] as const)('%s: %s', async (program, code, more) => {
    const { exit, err } = await said(program, await more())
    expect(exit).toBe(1)
    expect(err).toContain(code)
    expect(err).toMatch(/[\u4e00-\u9fff].*\n办法：[\u4e00-\u9fff]/)
    expect(err).not.toMatch(/^\s+at |Error:|secret/m)
  })
})
