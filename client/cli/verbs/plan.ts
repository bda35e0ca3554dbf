import type { Command } from 'commander'
import { DEFAULT_OFFICE } from '../../../domain/basics/actor.ts'
import { quoted } from '../../../domain/basics/text.ts'
import { dateOf } from '../../../domain/calendar/time.ts'
import type { PlanState } from '../../../domain/events/model/state.ts'
import { labelled, numbersIn, shownNumberOf } from '../../../domain/plan/numbers.ts'
import { answersFor } from '../../../records/answers.ts'
import { planState, planStates } from '../../../records/read.ts'
import { checkPlanId } from '../../plan-id.ts'
import { advancePlan } from '../../use/advance-plan.ts'
import { deletePlan } from '../../use/delete-plan.ts'
import { date, formatOf, withOutput } from '../args.ts'
import { unitName, unitNames } from '../as.ts'
import { agreed } from '../ask.ts'
import { run } from '../exit.ts'
import { print, table } from '../output.ts'
import type { ReadOptions } from '../read-plan.ts'
import { withDesk, withDuban, withRecords } from '../session.ts'
import { planHistoryVerb } from './history.ts'
import { planActVerbs } from './plan-acts.ts'
import { amendVerb } from './plan-amend.ts'
import { closeVerbs } from './plan-close.ts'
import { inspectVerb, reading } from './plan-read.ts'
import { reviewVerb } from './plan-review.ts'
import { planShowText, showPlan } from './plan-shown.ts'
import { startVerb } from './plan-start.ts'

/** Lines of what an advance brought. */
const MOST = 40

interface ImportOptions {
  readonly id: string
  readonly policy?: string
  readonly office?: readonly string[]
  readonly yes?: boolean
  readonly as?: string
  readonly output?: string
}

export function planVerbs(program: Command): void {
  const group = program.command('plan').description('分工方案：读取、导入、启动、查看、推进、结束')
  inspectVerb(group)
  reviewVerb(group)
  amendVerb(group)
  withOutput(
    reading(
      group
        .command('import <file>')
        .description('读取方案并以一个编号导入（不启动督办）')
        .requiredOption('--id <id>', '方案编号，字母数字，如 mz2015')
        .option('--policy <name>', '督办规则：san-se（默认）、kuan-song、ji-jian，或规则文件')
        .option(
          '--office <name>',
          `督查机构（可重复）：审核、答复延期、挂账等由它办理；不写为“${DEFAULT_OFFICE}”`,
          unitNames,
        )
        .option('--as <office>', '由谁导入；不写为第一个督查机构', unitName)
        .option('--yes', '换掉没启动的方案时不再询问'),
    ),
    'npx duban plan import seeds/documents/mz2015.txt --id mz2015 --issued-on 2015-07-01',
  ).action((file: string, options: ReadOptions & ImportOptions) =>
    run(formatOf(options), async () => {
      checkPlanId(options.id)
      const [{ readAnswered }, { importPlan }] = await Promise.all([
        import('../read-plan.ts'),
        import('../../use/import-plan.ts'),
      ])
      const policy =
        options.policy === undefined ? undefined : (await import('./policy.ts')).policyNamed(options.policy)
      const plan = await withRecords(
        async (db) => (await readAnswered(file, options, (read) => answersFor(db, read))).plan,
      )
      const over = await withRecords((db) => planState(db, options.id))
      const replaces = over?.phase === 'draft' && over.document !== null
      const what = `${options.id} 已有没启动的${quoted(over?.title ?? '')}，将换成${quoted(plan.title)}；结转来的事项保留`
      if (replaces && !(await agreed(what, { yes: options.yes }))) return undefined
      const { measures, already } = await withDuban((duban) =>
        importPlan(duban, options.id, plan, {
          policy,
          offices: options.office,
          ...(options.as ? { actor: { role: 'office', unit: options.as } } : {}),
        }),
      )
      const confirm = plan.review.filter((r) => r.severity === 'confirm').length
      print(
        formatOf(options),
        { id: options.id, measures: measures || undefined, already, review: plan.review },
        () =>
          already
            ? `${options.id} 已经导入过同一份文件，没有变化`
            : `已导入 ${options.id}${quoted(plan.title)}：${measures} 项措施，待确认 ${confirm} 项。\n启动：npx duban plan start ${options.id}`,
      )
      return undefined
    }),
  )
  startVerb(group)
  withOutput(
    group
      .command('delete <id>')
      .description('删除没有启动过的方案；启动过的只能结束')
      .option('--yes', '不再询问'),
    'npx duban plan delete gz2026',
  ).action((id: string, options) =>
    run(formatOf(options), () =>
      withDuban(async (duban) => {
        const { title } = await duban.plan(id)
        if (
          !(await agreed(`将删除没有启动的 ${id}${quoted(title)}；审阅答复随文件留存`, { yes: options.yes }))
        )
          return undefined
        await deletePlan(duban, id)
        print(formatOf(options), { id, deleted: true }, () => `已删除 ${id}`)
        return undefined
      }),
    ),
  )
  withOutput(group.command('list').description('所有方案'), 'npx duban plan list').action((options) =>
    run(formatOf(options), () =>
      withDesk(async (desk) => {
        const plans = await planStates(desk.db)
        const today = (plan: PlanState) => dateOf(desk.now(plan))
        const phases = { draft: '已导入，未启动', running: '执行中', closed: '已结束' }
        print(
          formatOf(options),
          plans.map((p) => ({
            id: p.planId,
            title: p.title,
            phase: p.phase,
            clock: { kind: p.clock.kind, today: today(p) },
          })),
          () =>
            plans.length === 0
              ? '还没有方案。导入：npx duban plan import 文件 --id 编号'
              : table(
                  ['编号', '标题', '状态', '今天'],
                  plans.map((p) => [p.planId, p.title, phases[p.phase], today(p)]),
                ),
        )
        return undefined
      }),
    ),
  )
  withOutput(
    group.command('show <id>').description('方案现状：数量、逾期清单、等待清单、各单位'),
    'npx duban plan show mz2015',
  ).action((id: string, options) =>
    run(formatOf(options), () =>
      withDesk(async (desk) => {
        const shown = await showPlan(desk, id)
        print(formatOf(options), shown, () => planShowText(shown))
        return undefined
      }),
    ),
  )
  withOutput(
    group
      .command('advance <id>')
      .description('推进演练用的步进时钟，等所有措施办完到那天为止的事')
      .requiredOption('--to <date>', '推进到哪一天', date),
    'npx duban plan advance mz2015 --to 2015-08-03',
  ).action((id: string, options) =>
    run(formatOf(options), () =>
      withDuban(async (duban) => {
        const state = await duban.plan(id)
        const { moved, changes, mishaps } = await advancePlan(duban, id, options.to)
        print(
          formatOf(options),
          {
            id,
            today: options.to,
            moved,
            mishaps: mishaps.map(({ kind, says }) => ({ kind, says })),
            changes: changes.map(({ no, kind, planAt, obligationId, says }) => {
              return { ...numbersIn(state, no), on: planAt.slice(0, 10), kind, obligationId, says }
            }),
          },
          () =>
            [
              `${id} 的今天是 ${options.to}，${moved} 项措施有动作`,
              ...mishaps.map(({ says }) => `  ${says}`),
              ...changes
                .slice(-MOST)
                .map(
                  ({ no, planAt, says }) =>
                    `  ${planAt.slice(0, 10)}  ${shownNumberOf(state, no)}  ${labelled(state, no, says)}`,
                ),
              ...(changes.length > MOST
                ? [`  以上是最后 ${MOST} 件，共 ${changes.length} 件；全部用 -o json`]
                : []),
            ].join('\n'),
        )
        return undefined
      }),
    ),
  )
  planHistoryVerb(group)
  closeVerbs(group)
  planActVerbs(group)
}
