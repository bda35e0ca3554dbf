import type { Command } from 'commander'
import { isOver } from '../../../domain/supervision/phase.ts'
import type { MeasureState } from '../../../domain/supervision/state.ts'
import { checkProjections, type Difference } from '../../../records/check.ts'
import { sameContent } from '../../../records/content.ts'
import { measureStates, notices, planStates, slips, workflowIdOf } from '../../../records/read.ts'
import type { Duban } from '../../duban.ts'
import { formatOf, wholeNumber, withOutput } from '../args.ts'
import { EXIT, run } from '../exit.ts'
import { print, table } from '../output.ts'
import { withDuban } from '../session.ts'
import { backupVerbs } from './backup.ts'

/** Ledger, projections and running workflows agree; differences name the place. */
export async function checkRecords(duban: Duban): Promise<readonly Difference[]> {
  const differences = [...(await checkProjections(duban.db))]
  for (const plan of await planStates(duban.db)) {
    const running = (await measureStates(duban.db, plan.planId)).filter((state) => !isOver(state))
    for (let i = 0; i < running.length; i += 10)
      await Promise.all(
        running.slice(i, i + 10).map(async (state) => {
          const id = workflowIdOf(plan.planId, state.setup.no)
          try {
            const now = await duban.client.workflow.getHandle(id).query<MeasureState>('现状')
            if (!sameContent(now, state)) differences.push({ where: id, message: '记录与工作流的现状不一致' })
          } catch (error) {
            differences.push({ where: id, message: `查不到工作流：${(error as Error).message}` })
          }
        }),
      )
  }
  return [...differences, ...(await unknownWorkflows(duban))]
}

/** Running plans and measures that the records do not know at all: a record store from before they began. */
async function unknownWorkflows(duban: Duban): Promise<readonly Difference[]> {
  const query = `TaskQueue = '${duban.taskQueue}' AND WorkflowType IN ('plan', 'measure') AND ExecutionStatus = 'Running'`
  const known = new Set<string>()
  for (const { planId } of await planStates(duban.db)) {
    known.add(planId)
    for (const state of await measureStates(duban.db, planId)) known.add(workflowIdOf(planId, state.setup.no))
  }
  const unknown: Difference[] = []
  for await (const { workflowId } of duban.client.workflow.list({ query }))
    if (!known.has(workflowId)) unknown.push({ where: workflowId, message: '工作流在运行，记录里没有' })
  return unknown
}

export function recordVerbs(program: Command): void {
  const records = program.command('records').description('记录库')
  withOutput(
    records.command('check').description('核对台账、现状和工作流是否一致'),
    'npx duban records check',
  ).action((o) =>
    run(formatOf(o), () =>
      withDuban(async (duban) => {
        const differences = await checkRecords(duban)
        const agree = differences.length === 0
        print(formatOf(o), { agree, differences }, () =>
          agree
            ? '台账、现状和工作流一致'
            : `${table(
                ['位置', '差异'],
                differences.map((d) => [d.where, d.message]),
                80,
              )}\n\n恢复备份以后有差异：npx duban records reconcile --dry-run`,
        )
        return agree ? EXIT.ok : EXIT.system
      }),
    ),
  )
  backupVerbs(records)
  withOutput(
    program
      .command('notices <plan>')
      .description('待发通知：请求、催办、督办单')
      .option('--unit <unit>', '只看发给某单位的')
      .option('--measure <no>', '只看某项措施的')
      .option('--last <n>', '只看最后几条', wholeNumber),
    'npx duban notices mz2015 --measure 27.1',
  ).action((plan: string, o) =>
    run(formatOf(o), () =>
      withDuban(async (duban) => {
        await duban.plan(plan)
        const no = o.measure === undefined ? undefined : await duban.numberOf(plan, o.measure)
        const all = await notices(duban.db, plan, { unit: o.unit, no })
        const rows = o.last ? all.slice(-o.last) : all
        const roles: Record<string, string> = {
          liaison: '联络员',
          unitHead: '单位负责人',
          leaderInCharge: '分管领导',
          office: '督查室',
        }
        print(formatOf(o), rows, () =>
          table(
            ['时间', '发给', '', '事由', '内容'],
            rows.map((r) => [
              r.planAt.slice(0, 16).replace('T', ' '),
              r.toUnit,
              roles[r.toRole] ?? r.toRole,
              r.subject,
              r.body,
            ]),
            50,
          ),
        )
        return undefined
      }),
    ),
  )
  withOutput(program.command('slips <plan>').description('督办单登记簿'), 'npx duban slips mz2015').action(
    (plan: string, o) =>
      run(formatOf(o), () =>
        withDuban(async (duban) => {
          await duban.plan(plan)
          const rows = await slips(duban.db, plan)
          const colours: Record<string, string> = { blue: '蓝', orange: '橙', red: '红' }
          print(formatOf(o), rows, () =>
            table(
              ['编号', '颜色', '应办事项', '单位', '到期日', '发出日'],
              rows.map((r) => [
                `${r.number}`,
                colours[r.level] ?? r.level,
                r.obligation,
                r.units.join('、'),
                r.dueOn,
                r.raisedOn,
              ]),
            ),
          )
          return undefined
        }),
      ),
  )
}
