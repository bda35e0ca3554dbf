import { closeSync, fstatSync, openSync, readSync } from 'node:fs'
import { ok, type Refusal, type Result, refuse } from '../../domain/basics/result.ts'

/** Bytes of a file that people hand in to be read whole. */
const LARGEST = 200 * 1024 * 1024
const PIECE = 1024 * 1024

/**
 * The bytes of a file that people hand in: a file, or what a pipe gives until it ends (`<(…)`); a device such as
 * /dev/zero has no end. Errors: FILE_NOT_FOUND, FILE_TYPE, FILE_TOO_LARGE.
 * @param what what it is called in the refusal, e.g. 名册
 */
export function readWhole(path: string, what = '文件', most = LARGEST): Result<Buffer, Refusal> {
  let fd: number | null = null
  try {
    fd = openSync(path, 'r')
    const stat = fstatSync(fd)
    if (!stat.isFile() && !stat.isFIFO())
      return refuse('FILE_TYPE', `${path} 不是可以读的${what}`, {
        remedy: '写文件的路径，不要写文件夹或设备',
      })
    const pieces: Buffer[] = []
    for (let bytes = 0; ; ) {
      const piece = Buffer.allocUnsafe(PIECE)
      const read = readSync(fd, piece, 0, PIECE, null)
      if (read === 0) return ok(Buffer.concat(pieces))
      bytes += read
      if (bytes > most)
        return refuse('FILE_TOO_LARGE', `${what} ${path} 超过 ${Math.floor(most / PIECE)} MB，太大了`, {
          remedy: '拆成几个文件，或去掉其中的图片',
        })
      pieces.push(piece.subarray(0, read))
    }
  } catch {
    return refuse('FILE_NOT_FOUND', `读不到${what} ${path}`, { remedy: '请检查路径和读取权限' })
  } finally {
    if (fd !== null) closeSync(fd)
  }
}
