import { execFile } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { RefusedError } from '../../client/refusal.ts'
import type { Refusal } from '../../domain/basics/result.ts'

const DUBAN = fileURLToPath(new URL('../../bin/duban.mjs', import.meta.url))
/** What a document may take at most: it is ended then, and said to have failed. */
const LIMIT_MS = 120_000

/**
 * A document as a verb of the command line writes it.
 * @param args a verb with its arguments and options but `--out` @param name of the file, by which its format goes
 * @example await documentOf(dataDir, ['measure', 'list', 'mz2015', '--light', '红'], '台账.xlsx')
 * @throws RefusedError as the verb refuses
 */
export async function documentOf(
  dataDir: string,
  args: readonly string[],
  name: string,
): Promise<Uint8Array> {
  const folder = mkdtempSync(join(tmpdir(), 'duban-document-'))
  const file = join(folder, name)
  try {
    await new Promise<void>((resolve, reject) => {
      const env = { ...process.env, DUBAN_DATA: dataDir }
      const options = { env, maxBuffer: 64e6, timeout: LIMIT_MS }
      execFile(
        process.execPath,
        [DUBAN, ...args, '--out', file, '-o', 'json'],
        options,
        (error, out, err) => {
          if (error === null) return resolve()
          const refusal = refusalIn(out)
          reject(refusal === null ? new Error(err.trim() || error.message) : new RefusedError(refusal))
        },
      )
    })
    return readFileSync(file)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

function refusalIn(out: string): Refusal | null {
  try {
    const { error } = JSON.parse(out) as { error?: { code: string; message: string; remedy: string | null } }
    return error === undefined ? null : { ...error, remedy: error.remedy ?? undefined }
  } catch {
    return null
  }
}
