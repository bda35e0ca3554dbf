import { copyFileSync, existsSync, renameSync, rmSync, statSync, truncateSync } from 'node:fs'

/** A log is turned over at this size, and this many older ones are kept. */
export const LOG_BYTES = 20 * 1024 * 1024
export const LOGS_KEPT = 3

/**
 * Turns a log over when it has grown: worker.log becomes worker.log.1, that one .2, the oldest goes. The file itself is
 * copied and emptied, because a running process goes on writing to it (appending, so at its new end).
 */
export function turnOver(file: string, most = LOG_BYTES, kept = LOGS_KEPT): void {
  if ((statSync(file, { throwIfNoEntry: false })?.size ?? 0) < most) return
  rmSync(`${file}.${kept}`, { force: true })
  for (let n = kept - 1; n >= 1; n -= 1)
    if (existsSync(`${file}.${n}`)) renameSync(`${file}.${n}`, `${file}.${n + 1}`)
  copyFileSync(file, `${file}.1`)
  truncateSync(file, 0)
}
