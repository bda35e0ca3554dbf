import type { Command } from 'commander'
import type { Actor } from '../../../domain/basics/actor.ts'
import { some } from '../../../domain/basics/text.ts'
import { type Numbers, shownNumberOf } from '../../../domain/plan/numbers.ts'
import type { Amendment } from '../../../domain/reading/amendment/amend.ts'
import { isSame } from '../../../domain/reading/amendment/amend.ts'
import { changeKindName } from '../../../domain/reading/amendment/kinds.ts'
import type { Answers } from '../../../domain/reading/amendment/match.ts'
import { acceptedAs, type OpenQuestion } from '../../../domain/reading/questions.ts'
import { answersForRevision } from '../../../records/answers.ts'
import { refused } from '../../refusal.ts'
import type { Preview } from '../../use/preview-changes.ts'
import { formatOf, list, withOutput } from '../args.ts'
import { byOffice, officeActor } from '../as.ts'
import { dateTable } from '../date-changes.ts'
import { run } from '../exit.ts'
import { bold, print, table } from '../output.ts'
import type { ReadOptions } from '../read-plan.ts'
import { calendar, withDuban } from '../session.ts'
import { reading } from './plan-read.ts'

/** 3.2=3.4 (new document's number = running one) or 3.2=new. */
function matchesOf(pairs: readonly string[]): Answers {
  return Object.fromEntries(
    pairs.map((pair) => {
      const match = /^([\d.-]+)=(原?[\d.-]+|new)$/.exec(pair)
      if (!match?.[1] || !match[2])
        throw refused(
          'USAGE',
          `看不懂 --match ${pair}`,
          '写成 新编号=执行中的编号 或 新编号=new，如 3.2=3.4；已撤销的写 3.2=原3.4',
        )
      return [match[1], match[2] === 'new' ? null : match[2]]
    }),
  )
}

const arrow = (was: string | null, now: string | null) =>
  was === now ? (now ?? '') : `${was || '（未写）'} → ${now || '（未写）'}`

/** `before`: the numbers that the plan shows until now. */
function amendmentText({ changed, added, withdrawn }: Amendment, before: Numbers): string {
  const shown = (no: string) => shownNumberOf(before, no)
  const parts = [
    bold(`变更 ${changed.length} 项，增加 ${added.length} 项，撤销 ${withdrawn.length} 项`),
    ...(changed.length === 0
      ? []
      : [
          table(
            ['措施', '变更', '单位', '时限', '内容'],
            changed.map(({ no, nowNo, kinds, was, now }) => [
              shown(no) === nowNo ? nowNo : `${shown(no)}（新编号 ${nowNo}）`,
              kinds.map(changeKindName).join('、'),
              arrow(was.leadUnit, now.leadUnit),
              arrow(was.deadline, now.deadline),
              now.text,
            ]),
            36,
          ),
        ]),
    ...added.map(({ no, nowNo, text, again }) =>
      again
        ? `恢复（此前撤销）${shown(no)}${shown(no) === nowNo ? '' : `（新编号 ${nowNo}）`} ${text}`
        : `增加 ${nowNo} ${text}`,
    ),
    ...withdrawn.map(({ no, text }) => `撤销 ${shown(no)} ${text}`),
  ]
  return parts.join('\n')
}

const jsonOf = (
  { changed, added, withdrawn }: Amendment,
  dates: readonly (Preview & { readonly shown: string })[],
  open: readonly OpenQuestion[],
) => ({
  changed,
  added,
  withdrawn,
  dates: dates.flatMap(({ shown: no, no: runsAs, dates: list }) =>
    list.map((change) => ({ no, ...(no === runsAs ? {} : { runsAs }), ...change })),
  ),
  review: open.map(({ id, item }) => ({ id, ...item })),
})

interface Options extends ReadOptions {
  readonly dryRun?: boolean
  readonly acceptReview?: boolean
  readonly match: readonly string[]
  readonly as?: string
  readonly role?: Actor['role']
  readonly reason?: string
  readonly reference?: string
  readonly output?: string
}

export function amendVerb(group: Command): void {
  withOutput(
    reading(
      byOffice(
        group
          .command('amend <id> <file>')
          .description(
            '用修订后的文件更新执行中的方案：比较内容（不只看编号），变更送到运行中的措施，已办结的不动',
          )
          .option('--dry-run', '只列出变更，不执行')
          .option('--match <pair>', '指明对应关系：新编号=原编号，或 新编号=new', list, [])
          .option('--accept-review', '待确认事项按建议读法、不确定的对应按最像的接受')
          .option('--reference <no>', '修订文件的文号')
          .option('--reason <text>', '修订原因'),
        '由谁修订',
      ),
    ),
    'npx duban plan amend y2026 plan-v2.docx --dry-run\n  npx duban plan amend y2026 plan-v2.docx --match 3.2=3.4 --reference 云府办〔2026〕30号',
  ).action((id: string, file: string, options: Options) =>
    run(formatOf(options), () =>
      withDuban(async (duban) => {
        const plan = await duban.plan(id)
        const [{ readAnswered }, { amendPlan, comparePlan, numbersOf }, amended] = await Promise.all([
          import('../read-plan.ts'),
          import('../../use/amend-plan.ts'),
          import('../../views/amended.ts'),
        ])
        const { amendedDates, likeliestTaken, openInAmendment } = amended
        const { plan: revised } = await readAnswered(file, options, (read) =>
          answersForRevision(duban.db, id, read),
        )
        const amendment = await comparePlan(
          duban,
          id,
          revised,
          matchesOf(options.match),
          options.acceptReview,
        )
        const already = isSame(amendment)
        const open = already ? [] : await openInAmendment(duban, id, amendment)
        const dates = already ? [] : await amendedDates(duban, id, amendment, await calendar())
        const numbers = numbersOf(amendment.plan)
        const by = { actor: officeActor(plan, options) }
        const says = () =>
          [
            amendmentText(amendment, plan),
            dateTable([{ measures: dates }]) ?? '已立项的应办事项日期不变',
          ].join('\n\n')
        const json = { id, already, ...jsonOf(amendment, dates, open) }
        if (options.dryRun || already) {
          // One whose answer was lost may still be telling the measures: this is answered when that is done.
          if (!options.dryRun) await amendPlan(duban, id, amendment, by)
          print(formatOf(options), { ...json, dryRun: options.dryRun ?? false }, () =>
            already
              ? '与执行中的方案相同，没有变化'
              : [
                  says(),
                  ...(open.length > 0 ? [openText(open, { numbers })] : []),
                  '（试算，没有改动）',
                ].join('\n'),
          )
          return undefined
        }
        if (open.length > 0 && !options.acceptReview) throw reviewOpen(file, open, { numbers })
        const { changed } = await amendPlan(duban, id, amendment, {
          reason: options.reason ?? null,
          reference: options.reference ?? null,
          ...by,
          accepted: [...open.map(acceptedAs), ...likeliestTaken(amendment)],
        })
        const told = changed.map((no) => shownNumberOf({ numbers }, no))
        print(
          formatOf(options),
          { ...json, told },
          () => `${says()}\n已送到 ${changed.length} 项措施：${some(told)}`,
        )
        return undefined
      }),
    ),
  )
}

const openText = (open: readonly OpenQuestion[], plan: Numbers): string =>
  [
    `修订的部分有 ${open.length} 个待确认事项：`,
    ...open
      .slice(0, 8)
      .map(
        ({ item }) =>
          `  ${item.measure === null ? '全文' : shownNumberOf(plan, item.measure)} ${item.message}（${item.code}）`,
      ),
    ...(open.length > 8 ? [`  … 共 ${open.length} 个`] : []),
  ].join('\n')

const reviewOpen = (file: string, open: readonly OpenQuestion[], plan: Numbers) =>
  refused(
    'REVIEW_OPEN',
    openText(open, plan),
    `npx duban plan review ${file} 逐项答复，或加 --accept-review 按建议读法接受（记入台账）`,
  )
