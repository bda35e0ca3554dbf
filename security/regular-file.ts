import { closeSync, constants, fstatSync, openSync, readFileSync } from 'node:fs'

/**
 * Opens a file of the program's own to be read; what is none (a pipe without a writer would be waited for without an
 * end) is an error at once. @throws Error
 */
export function openRegular(path: string): number {
  const file = openSync(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0))
  if (fstatSync(file).isFile()) return file
  closeSync(file)
  throw new Error(`${path}: not a regular file`)
}

/** The text of such a file, without an editor's mark. @throws Error */
export function readRegular(path: string): string {
  const file = openRegular(path)
  try {
    return readFileSync(file, 'utf8').replace(/^\ufeff/, '')
  } finally {
    closeSync(file)
  }
}
