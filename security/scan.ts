import { spawn } from 'node:child_process'
import { SecurityError } from './errors.ts'

const MOST_MS = 120_000

export type Scan = (file: string) => Promise<void>

/**
 * The office's own scanner, as a command that gets the file's path behind its words (no shell): 0 it is clean, 1 it is
 * not, anything else it could not be looked at, which lets nothing in. @example scanWith('clamdscan --no-summary')
 * @throws SecurityError FILE_INFECTED, SCAN_FAILED
 */
export function scanWith(command: string, mostMs = MOST_MS): Scan | null {
  const [program, ...words] = command.trim().split(/\s+/)
  if (!program) return null
  return (file) =>
    new Promise((resolve, reject) => {
      const failed = (why: string) =>
        reject(
          new SecurityError(
            'SCAN_FAILED',
            `查毒程序没有查成（${why}），文件没有收下`,
            '请管理员检查 DUBAN_SCAN，稍后再传',
          ),
        )
      const running = spawn(program, [...words, file], {
        stdio: 'ignore',
        timeout: mostMs,
        killSignal: 'SIGKILL',
      })
      running.once('error', (error: NodeJS.ErrnoException) => failed(error.code ?? '不能运行'))
      running.once('exit', (code, signal) => {
        if (code === 0) return resolve()
        if (code === 1)
          return reject(
            new SecurityError(
              'FILE_INFECTED',
              '查毒程序认为这个文件有问题，没有收下',
              '在本机查杀后换一个干净的文件',
            ),
          )
        failed(signal ?? `退出码 ${code}`)
      })
    })
}
