import { inspect } from 'node:util'
import { classOfCode, type RefusalClass } from '../../domain/refusal-class.ts'
import type { Refusal } from '../../domain/result.ts'
import { redactor, secretsOf } from '../../security/redact.ts'
import { jsonText } from '../../security/terminal.ts'
import { RefusedError } from '../refusal.ts'
import { explained } from './driver-errors.ts'
import { type Format, hasPrinted, nothingPrinted, say } from './output.ts'

/** 0 done · 1 the system failed · 2 wrong usage · 3 input refused · 4 not found · 5 refused in the present state. */
export const EXIT = { ok: 0, system: 1, usage: 2, input: 3, notFound: 4, conflict: 5 } as const

const EXITS: Readonly<Record<RefusalClass, number>> = {
  input: EXIT.input,
  usage: EXIT.usage,
  missing: EXIT.notFound,
  conflict: EXIT.conflict,
  forbidden: EXIT.conflict,
  system: EXIT.system,
}

const exitOf = (code: string): number => EXITS[classOfCode(code)]

function show(format: Format, refusal: Refusal): void {
  const { code, message, remedy, fields } = refusal
  // One document only: after a verb's own there is none for what failed later.
  if (format === 'json' && !hasPrinted())
    process.stdout.write(`${jsonText({ error: { code, message, remedy: remedy ?? null, fields } }, 2)}\n`)
  say(`${message}（${code}）${remedy ? `\n办法：${remedy}` : ''}`)
}

/** A driver's message may quote a connection URL with its password. */
const clean = redactor(secretsOf(process.env))

const UNREACHABLE = /UNAVAILABLE|ECONNREFUSED|Failed to connect|DEADLINE_EXCEEDED/

/** Runs a verb; whatever goes wrong ends in a Chinese message and the exit code of the contract. */
export async function run(format: Format, verb: () => Promise<number | undefined>): Promise<void> {
  nothingPrinted()
  try {
    process.exitCode = (await verb()) ?? EXIT.ok
  } catch (error) {
    if (error instanceof RefusedError) {
      show(format, error.refusal)
      process.exitCode = exitOf(error.refusal.code)
      return
    }
    const { name, message, code, remedy } = error as Error & { code?: unknown; remedy?: string }
    const cause = code === 'RECORDS_UNAVAILABLE' ? explained((error as Error).cause) : null
    if (cause !== null) {
      show(format, { ...cause, message: `${message.split('：')[0]}：${cause.message}` })
      process.exitCode = EXIT.system
      return
    }
    if (typeof code === 'string' && /^[A-Z]+_[A-Z_]+$/.test(code) && /[\u4e00-\u9fff]/.test(message)) {
      show(format, { code, message, remedy })
      process.exitCode = exitOf(code)
      return
    }
    const known = explained(error)
    if (known !== null) {
      show(format, known)
      if (process.env.DUBAN_DEBUG) say(clean(inspect(error)))
      process.exitCode = EXIT.system
      return
    }
    const down = UNREACHABLE.test(`${name} ${message}`)
    show(format, {
      code: down ? 'SERVER_UNREACHABLE' : 'SYSTEM_FAILED',
      message: down ? '连不上 Temporal 服务' : `程序出错：${clean(message)}`,
      remedy: down
        ? '运行 npx duban doctor 检查，或用 npx duban up 启动'
        : '运行 npx duban doctor 检查；可附上此信息报告问题',
    })
    if (process.env.DUBAN_DEBUG) say(clean(inspect(error)))
    process.exitCode = EXIT.system
  }
}
