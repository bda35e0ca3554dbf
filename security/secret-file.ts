import { closeSync, fstatSync, readFileSync, statSync } from 'node:fs'
import { dirname } from 'node:path'
import { SecurityError } from './errors.ts'
import { openRegular } from './regular-file.ts'

const MAX_BYTES = 64 * 1024
const OTHERS = 0o007
const GROUP = 0o070
const GROUP_READ = 0o040

const WRITE_BY_OTHERS = 0o022
/** In a folder like /tmp only the owner of a file may rename or remove it. */
const STICKY = 0o1000

/** Whoever owns the file, or may put another in its place, decides what the secret is. */
function checkOwner(path: string, what: string, owner: number): void {
  const own = [0, process.getuid?.()]
  if (!own.includes(owner))
    throw new SecurityError(
      'SECRET_OWNER',
      `${what} ${path} 属于别的用户（uid ${owner}）`,
      `运行 chown 换成运行督办的用户；如果内容来自别人，换一个新的`,
    )
  const folder = statSync(dirname(path))
  const openFolder = (folder.mode & WRITE_BY_OTHERS) !== 0 && (folder.mode & STICKY) === 0
  if (openFolder || !own.includes(folder.uid))
    throw new SecurityError(
      'SECRET_FOLDER',
      `${what}所在的文件夹 ${dirname(path)} 别人能写，可以换掉它`,
      `运行 chmod 700 ${dirname(path)}，或把文件移到只有本人能写的文件夹`,
    )
}

/**
 * Reads a file that holds a secret, if nobody but its owner can: mode 600 or 400. A file that root hands to this
 * process through its group (640, 440: how clusters mount secrets) is taken too. The mode is looked at on the open
 * file, so that it can't be changed in between. Windows has no such modes; there the folder's rights must do.
 * @param what 中文 name of the file for messages
 * @throws SecurityError SECRET_NOT_FOUND, SECRET_MODE, SECRET_OWNER, SECRET_FOLDER, SECRET_TOO_LARGE
 */
export function readSecretFile(path: string, what: string): string {
  let file: number
  try {
    file = openRegular(path)
  } catch {
    throw new SecurityError('SECRET_NOT_FOUND', `读不到${what} ${path}`, '检查路径和读取权限')
  }
  try {
    const { mode, uid, size } = fstatSync(file)
    const handedByRoot = uid === 0 && process.getuid?.() !== 0 && (mode & GROUP) === GROUP_READ
    const open = (mode & OTHERS) !== 0 || ((mode & GROUP) !== 0 && !handedByRoot)
    if (process.platform !== 'win32' && open)
      throw new SecurityError(
        'SECRET_MODE',
        `${what} ${path} 别人也能读写（权限 ${(mode & 0o777).toString(8)}）`,
        `运行 chmod 600 ${path}；如果已被人看过，换一个新的`,
      )
    if (process.platform !== 'win32') checkOwner(path, what, uid)
    if (size > MAX_BYTES)
      throw new SecurityError(
        'SECRET_TOO_LARGE',
        `${what} ${path} 太大（${size} 字节）`,
        '检查是不是给错了文件',
      )
    return readFileSync(file, 'utf8').replace(/^\ufeff/, '')
  } finally {
    closeSync(file)
  }
}
