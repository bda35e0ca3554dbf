import { createWriteStream, existsSync } from 'node:fs'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { refused } from './refusal.ts'

const isThere = (file: string) =>
  refused('FILE_EXISTS', `${file} 已经有了，没有覆盖`, '换一个文件名，或先移走它')

/** Said before something is done whose outcome is to be written down. @throws RefusedError FILE_EXISTS */
export function mustBeNew(file: string | undefined): void {
  if (file !== undefined && existsSync(file)) throw isThere(file)
}

/** Writes a file that is not there yet, readable by its owner alone. @throws RefusedError FILE_EXISTS */
export async function intoNewFile(
  file: string,
  chunks: AsyncIterable<string | Uint8Array> | Iterable<Uint8Array>,
): Promise<void> {
  try {
    await pipeline(Readable.from(chunks), createWriteStream(file, { flags: 'wx', mode: 0o600 }))
  } catch (error) {
    if ((error as { code?: string }).code !== 'EEXIST') throw error
    throw isThere(file)
  }
}
