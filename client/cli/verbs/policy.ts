import type { Command } from 'commander'
import { loadPolicy, policyText, shippedPolicies, shippedText } from '../../../documents/files/policy.ts'
import { dateOf } from '../../../domain/calendar/time.ts'
import { policyOf } from '../../../domain/events/policy.ts'
import type { Replan } from '../../../domain/plan/measure/replan.ts'
import type { SupervisionPolicy } from '../../../domain/policy/policy.ts'
import { ACT_NAMES } from '../../../domain/supervision/acts/registry.ts'
import type { Office } from '../../office.ts'
import { orThrow } from '../../refusal.ts'
import { setPolicy } from '../../use/amend-plan.ts'
import { previewPolicy } from '../../use/preview-changes.ts'
import { formatOf, withOutput } from '../args.ts'
import { byOffice, officeActor } from '../as.ts'
import { run } from '../exit.ts'
import { print, table } from '../output.ts'
import { calendar, withDuban } from '../session.ts'

/** @throws RefusedError POLICY_NOT_FOUND, POLICY_INVALID */
export function policyNamed(nameOrFile: string): SupervisionPolicy {
  return orThrow(loadPolicy(nameOrFile))
}

const title = ({ name, id, version }: SupervisionPolicy) => `${name}（${id} 第 ${version} 版）`

type Changed = readonly { readonly no: string; readonly replan: Replan }[]

/** Days that lie ahead, old rules and new, for each obligation whose ladder moves. */
function shown(changed: Changed): string {
  const rows = changed.flatMap(({ no, replan }) =>
    replan.changes.map(({ obligationId, dueOn, ladder }) => [
      no,
      obligationId,
      dueOn ?? '待定',
      ladder?.reminders.map((reminder) => reminder.on).join('、') || '—',
      ladder?.slips.map((slip) => slip.on).join('、') || '—',
    ]),
  )
  return rows.length === 0
    ? '没有事项的催办、督办日期因此改变'
    : table(['措施', '应办事项', '到期日（不变）', '以后催办', '督办单'], rows)
}

async function preview(duban: Office, id: string, policy: SupervisionPolicy): Promise<Changed> {
  const state = await duban.plan(id)
  return state.phase === 'running'
    ? previewPolicy(duban.db, id, policy, await calendar(), dateOf(duban.now(state)))
    : []
}

export function policyVerbs(program: Command): void {
  const group = program.command('policy').description('督办规则：催办、督办单、签收、答复的时限和次数')
  withOutput(group.command('list').description('随程序的督办规则'), 'npx duban policy list').action(
    (options) =>
      run(formatOf(options), async () => {
        const all = shippedPolicies().map(policyNamed)
        print(formatOf(options), all, () =>
          table(
            ['编号', '名称', '版本', '提前催办', '督办单间隔', ACT_NAMES.acknowledge],
            all.map((p) => [
              p.id,
              p.name,
              String(p.version),
              p.remindBefore.join('、'),
              p.slips.map((slip) => slip.after).join('、'),
              p.acknowledge ? `${p.acknowledge.days} 个工作日` : '不设',
            ]),
          ),
        )
        return undefined
      }),
  )
  withOutput(
    group
      .command('show <name>')
      .description('规则全文（随程序的规则，或某个方案现用的规则），可存成文件改用'),
    'npx duban policy show san-se > 我们的规则.yaml\n  npx duban policy show mz2015',
  ).action((name: string, options) =>
    run(formatOf(options), async () => {
      const shipped = shippedPolicies().includes(name)
      const policy = shipped
        ? policyNamed(name)
        : await withDuban(async (duban) => policyOf(await duban.plan(name)))
      print(formatOf(options), policy, () => (shipped ? shippedText(name) : policyText(policy)).trimEnd())
      return undefined
    }),
  )
  withOutput(
    group.command('check <file>').description('检查一份规则文件，逐项指出哪一行不对'),
    'npx duban policy check 我们的规则.yaml',
  ).action((file: string, options) =>
    run(formatOf(options), async () => {
      const policy = policyNamed(file)
      print(formatOf(options), { ok: true, policy }, () => `${title(policy)} 可以使用`)
      return undefined
    }),
  )
  withOutput(
    byOffice(
      group
        .command('set <plan> <policy>')
        .description('给方案换督办规则；执行中的只影响以后的催办和督办，到期日不变，已发出的不动')
        .option('--dry-run', '只试算会改变哪些日期')
        .option('--reason <text>', '为什么换'),
      '由谁换',
    ),
    'npx duban policy set mz2015 ji-jian --dry-run\n  npx duban policy set mz2015 我们的规则.yaml --reason 市政府督查要求',
  ).action((id: string, name: string, options) =>
    run(formatOf(options), () =>
      withDuban(async (duban) => {
        const policy = policyNamed(name)
        const plan = await duban.plan(id)
        const before = policyOf(plan)
        const plans = await preview(duban, id, policy)
        const json = { id, before, policy, plans, dryRun: options.dryRun ?? false }
        if (options.dryRun) {
          print(
            formatOf(options),
            json,
            () => `${title(before)} → ${title(policy)}（试算，没有改动）\n${shown(plans)}`,
          )
          return undefined
        }
        const actor = officeActor(plan, options)
        const { changed, already } = await setPolicy(duban, id, policy, { reason: options.reason, actor })
        print(formatOf(options), { ...json, changed, already }, () =>
          already
            ? `${id} 现用的就是 ${title(policy)}，没有变化`
            : `${id} 改用 ${title(policy)}，${changed.length} 项措施已告知\n${shown(plans)}`,
        )
        return undefined
      }),
    ),
  )
}
