import { inspect } from 'node:util'
import type { Refusal } from '../../domain/result.ts'
import { redactor, secretsOf } from '../../security/redact.ts'
import { jsonText } from '../../security/terminal.ts'
import { RefusedError } from '../refusal.ts'
import { explained } from './driver-errors.ts'
import { type Format, hasPrinted, nothingPrinted, say } from './output.ts'

/** 0 done · 1 the system failed · 2 wrong usage · 3 input refused · 4 not found · 5 refused in the present state. */
export const EXIT = { ok: 0, system: 1, usage: 2, input: 3, notFound: 4, conflict: 5 } as const

const INPUT =
  /^(?:FILE_|BACKUP_OTHER|BACKUP_INSIDE|ROSTER_|REVIEW_FILE|CLOSURE_|TEXT_TOO_LONG|MESSAGE_TOO_LARGE|NOT_A_PLAN|TABLE_|TASK_|DATE_|CALENDAR_|REHEARSAL_|EVIDENCE_EMPTY|EVIDENCE_EXPIRED|PLANNED_IN_PAST|CONDITION_EMPTY|URL_|REASON_|NOTHING_PARSED|BASELINE_|BULK_FILE|DONE_IN_FUTURE|EVENT_IN_FUTURE|YEAR_)/
const USAGE =
  /^(?:OBLIGATION_AMBIGUOUS|MEASURE_AMBIGUOUS|USAGE|ID_INVALID|ID_TAKEN|CLOCK_FORM|CONFIRM_NEEDED)/

const SYSTEM =
  /^(?:GO_|BUILD_|SERVER_|CODEC_|SECRET_|TLS_|VIEW_UI_|POSTGRES_|PORTS_|RECORDS_UNAVAILABLE|RECORDS_DAMAGED|WORKFLOW_STUCK|WORKER_MISSING|ANSWER_LATE|BACKUP_TOOL|BACKUP_DAMAGED|UP_|DEPLOYMENT_)/

function exitOf(code: string): number {
  if (SYSTEM.test(code)) return EXIT.system
  if (/NOT_FOUND$|^CONDITION_UNKNOWN$/.test(code) && !code.startsWith('FILE_') && !code.startsWith('TABLE_'))
    return EXIT.notFound
  if (USAGE.test(code)) return EXIT.usage
  if (INPUT.test(code)) return EXIT.input
  return EXIT.conflict
}

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
