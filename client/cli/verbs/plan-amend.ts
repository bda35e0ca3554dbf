import type { Command } from 'commander'
import type { Amendment, ChangeKind } from '../../../domain/plan/amendment/amend.ts'
import { isSame } from '../../../domain/plan/amendment/amend.ts'
import type { Answers } from '../../../domain/plan/amendment/match.ts'
import { questionsOf } from '../../../domain/plan/answers.ts'
import { refused } from '../../refusal.ts'
import { amendPlan, comparePlan } from '../../revision.ts'
import { formatOf, list, withOutput } from '../args.ts'
import { run } from '../exit.ts'
import { bold, print, table } from '../output.ts'
import { withDuban } from '../session.ts'
import { type ReadOptions, reading, readPlan } from './plan-read.ts'
import { withAnswers } from './plan-review.ts'

const KIND: Readonly<Record<ChangeKind, string>> = {
  text: '内容',
  deadline: '时限',
  units: '单位',
  task: '任务',
  number: '编号',
}

/** 3.2=3.4 (new document's number = running one) or 3.2=new. */
function matchesOf(pairs: readonly string[]): Answers {
  return Object.fromEntries(
    pairs.map((pair) => {
      const match = /^([\d.-]+)=([\d.-]+|new)$/.exec(pair)
      if (!match?.[1] || !match[2])
        throw refused('USAGE', `看不懂 --match ${pair}`, '写成 新编号=原编号 或 新编号=new，如 3.2=3.4')
      return [match[1], match[2] === 'new' ? null : match[2]]
    }),
  )
}

const arrow = (was: string | null, now: string | null) =>
  was === now ? (now ?? '') : `${was || '（未写）'} → ${now || '（未写）'}`

export function amendmentText({ changed, added, withdrawn }: Amendment): string {
  const parts = [
    bold(`变更 ${changed.length} 项，增加 ${added.length} 项，撤销 ${withdrawn.length} 项`),
    ...(changed.length === 0
      ? []
      : [
          table(
            ['措施', '变更', '单位', '时限', '内容'],
            changed.map(({ no, nowNo, kinds, was, now }) => [
              no === nowNo ? no : `${no}（新编号 ${nowNo}）`,
              kinds.map((kind) => KIND[kind]).join('、'),
              arrow(was.leadUnit, now.leadUnit),
              arrow(was.deadline, now.deadline),
              now.text,
            ]),
            36,
          ),
        ]),
    ...added.map(({ no, nowNo, text }) => `增加 ${no}${no === nowNo ? '' : `（新编号 ${nowNo}）`} ${text}`),
    ...withdrawn.map(({ no, text }) => `撤销 ${no} ${text}`),
  ]
  return parts.join('\n')
}

const json = ({ changed, added, withdrawn }: Amendment) => ({ changed, added, withdrawn })

interface Options extends ReadOptions {
  readonly dryRun?: boolean
  readonly acceptReview?: boolean
  readonly match: readonly string[]
  readonly as: string
  readonly reason?: string
  readonly reference?: string
  readonly output?: string
}

export function amendVerb(group: Command): void {
  withOutput(
    reading(
      group
        .command('amend <id> <file>')
        .description(
          '用修订后的文件更新执行中的方案：比较内容（不只看编号），变更送到运行中的措施，已办结的不动',
        )
        .option('--dry-run', '只列出变更，不执行')
        .option('--match <pair>', '指明对应关系：新编号=原编号，或 新编号=new', list, [])
        .option('--accept-review', '待确认事项按建议读法、不确定的对应按最像的接受')
        .option('--reference <no>', '修订文件的文号')
        .option('--reason <text>', '修订原因')
        .option('--as <office>', '由谁修订', '督查室'),
    ),
    'npx duban plan amend y2026 plan-v2.docx --dry-run\n  npx duban plan amend y2026 plan-v2.docx --match 3.2=3.4 --reference 云府办〔2026〕30号',
  ).action((id: string, file: string, options: Options) =>
    run(formatOf(options), () =>
      withDuban(async (duban) => {
        await duban.plan(id)
        const revised = await withAnswers(duban.db, readPlan(file, options))
        const amendment = await comparePlan(
          duban,
          id,
          revised,
          matchesOf(options.match),
          options.acceptReview,
        )
        if (options.dryRun || isSame(amendment)) {
          print(
            formatOf(options),
            { id, dryRun: options.dryRun ?? false, already: isSame(amendment), ...json(amendment) },
            () =>
              isSame(amendment)
                ? `与执行中的方案相同，没有变化`
                : `${amendmentText(amendment)}\n（试算，没有改动）`,
          )
          return undefined
        }
        refuseOpen(file, amendment, options)
        const { changed } = await amendPlan(duban, id, amendment, {
          reason: options.reason ?? null,
          reference: options.reference ?? null,
          actor: { role: 'office', unit: options.as },
        })
        print(
          formatOf(options),
          { id, already: false, ...json(amendment), told: changed },
          () =>
            `${amendmentText(amendment)}\n已送到 ${changed.length} 项措施：${changed.slice(0, 12).join('、')}${changed.length > 12 ? ' 等' : ''}`,
        )
        return undefined
      }),
    ),
  )
}

/** What is asked of new or changed measures holds the amendment back as it holds a start. */
function refuseOpen(file: string, amendment: Amendment, options: Options): void {
  const concerned = new Set([
    ...amendment.added.map((one) => one.nowNo),
    ...amendment.changed.map((one) => one.nowNo),
  ])
  const open = questionsOf(amendment.plan).filter(
    ({ item }) => item.measure !== null && concerned.has(item.measure),
  )
  if (open.length === 0 || options.acceptReview) return
  const lines = open.slice(0, 8).map(({ item }) => `  ${item.measure} ${item.message}（${item.code}）`)
  throw refused(
    'REVIEW_OPEN',
    `修订的部分有 ${open.length} 个待确认事项：\n${lines.join('\n')}`,
    `npx duban plan review ${file} 逐项答复，或加 --accept-review 按建议读法接受`,
  )
}
