import { accessSync, constants, createReadStream, statSync } from 'node:fs'
import { createInterface } from 'node:readline'
import type { Command } from 'commander'
import * as z from 'zod'
import { readText } from '../../../documents/files/text-file.ts'
import { type IsoDate, parseDate } from '../../../domain/calendar/date.ts'
import { isSaneDate } from '../../../domain/calendar/sane.ts'
import { endName, parseMoment } from '../../../domain/calendar/time.ts'
import { compileDeadline } from '../../../domain/deadline/compile.ts'
import type { CompiledDeadline, DeadlineContext } from '../../../domain/deadline/rule.ts'
import { deadlineJson } from '../../../domain/plan/json.ts'
import { fileUnreadable, orThrow, refused } from '../../refusal.ts'
import { date, formatOf, moment, year } from '../args.ts'
import { EXIT, run } from '../exit.ts'
import { bold, dim, print, printLine } from '../output.ts'
import { calendar } from '../session.ts'

const KINDS: Record<string, string> = {
  fixed: '固定日期',
  window: '起止期间',
  startOnly: '只有起始',
  recurring: '周期',
  afterEvent: '事件后计期',
  onEvent: '等待事件',
  external: '由来文定期限',
  continuous: '持续',
  vague: '无硬期限',
  planDefault: '未写期限',
}

/** A deadline as a clerk reads it: each clause, its dates, and the steps by which they were found. */
function explainText(compiled: CompiledDeadline): string {
  const lines: string[] = []
  for (const clause of compiled.clauses) {
    const trigger = clause.trigger
      ? `，等待“${clause.trigger.text}”${clause.trigger.stream ? '（每发生一次立一项）' : ''}`
      : ''
    const work = clause.milestone ? `，应办：${clause.milestone}` : ''
    lines.push(`${bold(clause.text || '（空白）')}  ${KINDS[clause.kind]}${trigger}${work}`)
    for (const o of clause.occurrences) {
      const marks = [
        o.provisional && '暂定',
        o.policy && '督办规则所定',
        o.beforeIssue && '印发前已过',
      ].filter(Boolean)
      const start = o.notBefore ? `${o.notBefore} 起，` : ''
      const due = o.dueAt ? endName(o.dueAt) : (o.dueOn ?? '到期日待定')
      lines.push(`  ${start}${due}${marks.length > 0 ? `（${marks.join('，')}）` : ''}`)
      for (const why of o.why) lines.push(dim(`    ${why}`))
    }
  }
  for (const item of compiled.review)
    lines.push(`${item.severity === 'confirm' ? '待确认' : '说明'}：${item.message}（${item.code}）`)
  return lines.join('\n')
}

const exitFor = (compiled: CompiledDeadline) => (compiled.clauses.length === 0 ? EXIT.input : EXIT.ok)

const nothing = (text: string) => ({
  code: 'NOTHING_PARSED',
  message: `没有读懂“${text}”，里面没有可识别的期限`,
  remedy: '请写明日期、周期或触发条件，如“2015年7月底前”“每季度结束后20日内”“市人大批准后20日内”',
})

const day = z
  .string()
  .nullish()
  .transform((text, ctx) => {
    if (!text) return null
    const found = parseDate(text)
    if (found === null || !isSaneDate(found)) ctx.addIssue('不是真实的日期')
    return found as IsoDate | null
  })
const Line = z.object({
  text: z.string(),
  args: z
    .object({
      planYear: z.int().nullish(),
      issuedOn: day,
      eventOn: z
        .string()
        .nullish()
        .transform((text, ctx) => {
          const found = text ? parseMoment(text) : null
          if (text && (found === null || !isSaneDate(found.on))) ctx.addIssue('不是真实的日期或时刻')
          return found
        }),
      until: day,
      measure: z.string().nullish(),
    })
    .partial()
    .default({}),
})

/** A file as an editor saves it is read whole, whatever its encoding; a longer one a program wrote, in UTF-8. */
const MOST_WHOLE = 64 * 1024 * 1024

/** Lines of a batch. @throws RefusedError when the file cannot be read */
function linesOf(file: string): Iterable<string> | AsyncIterable<string> {
  try {
    if (file !== '-') accessSync(file, constants.R_OK)
  } catch {
    throw fileUnreadable(file)
  }
  const whole = file === '-' ? null : statSync(file)
  if (whole?.isFile() && whole.size <= MOST_WHOLE) {
    const text = orThrow(readText(file, '批处理文件'))
    return text.split(/\r\n?|\n/)
  }
  const input = file === '-' ? process.stdin : createReadStream(file)
  return createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY })
}

async function batch(file: string): Promise<number> {
  const lines = linesOf(file)
  const table = await calendar()
  let first = true
  for await (const read of lines) {
    // Notepad marks UTF-8 at the beginning of the file.
    const line = first ? read.replace(/^\ufeff/, '') : read
    first = false
    if (line.trim() === '') continue
    let result: object
    try {
      const { text, args } = Line.parse(JSON.parse(line))
      const context: DeadlineContext = {
        ...args,
        planYear: args.planYear ?? null,
        issuedOn: args.issuedOn ?? null,
        eventOn: args.eventOn?.on ?? null,
        eventAt: args.eventOn?.at ?? null,
      }
      const compiled = compileDeadline(text, context, table)
      const exit = exitFor(compiled)
      result = { ...deadlineJson(compiled), ...(exit === 0 ? {} : { error: nothing(text) }), exit }
    } catch (error) {
      const message = error instanceof z.ZodError ? z.prettifyError(error) : '不是一行 JSON'
      result = {
        error: {
          code: 'USAGE',
          message: `这一行读不了：${message}`,
          remedy: '每行形如 {"text":"…","args":{"planYear":2015}}',
        },
        exit: EXIT.usage,
      }
    }
    if (!(await printLine(result))) break
  }
  return EXIT.ok
}

export function deadlineVerbs(program: Command): void {
  const group = program.command('deadline').description('完成时限：读懂原文，说明日期从何而来')
  const explain = group
    .command('explain [text]')
    .description('读一句完成时限，列出日期和每一步理由')
    .option('--plan-year <year>', '方案年度', year)
    .option('--issued-on <date>', '印发日期', date)
    .option('--event-on <date>', '触发事件的日期或时刻，如 2015-03-02T15:30+08:00', moment)
    .option('--until <date>', '列到哪一天为止', date)
    .option('--measure <text>', '措施原文（决定“每月”报告的是哪个月）')
    .option('--batch <file>', '逐行读取 JSONL 文件（- 为标准输入），逐行输出结果')
  explain.option('-o, --output <form>', '输出形式：text、json 或（--batch）jsonl', 'text')
  explain.addHelpText(
    'after',
    '\n例：\n  npx duban deadline explain "每季度结束后20日内" --plan-year 2015 --issued-on 2015-07-01',
  )
  explain.action((text: string | undefined, options) =>
    run(formatOf(options), async () => {
      if (options.batch) return batch(options.batch as string)
      if (text === undefined)
        throw refused('USAGE', '没有给出时限原文', '例：duban deadline explain "每月10日前"')
      const issuedOn: IsoDate | null = options.issuedOn ?? null
      const compiled = compileDeadline(
        text,
        {
          planYear: options.planYear ?? (issuedOn ? Number(issuedOn.slice(0, 4)) : null),
          issuedOn,
          eventOn: options.eventOn?.on ?? null,
          eventAt: options.eventOn?.at ?? null,
          until: options.until ?? null,
          measure: options.measure ?? null,
        },
        await calendar(),
      )
      const failed = exitFor(compiled) !== EXIT.ok
      const json = failed ? { ...deadlineJson(compiled), error: nothing(text) } : deadlineJson(compiled)
      print(formatOf(options), json, () => (failed ? nothing(text).message : explainText(compiled)))
      return exitFor(compiled)
    }),
  )
}
