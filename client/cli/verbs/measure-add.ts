import type { Command } from 'commander'
import { officeOf } from '../../../domain/events/offices.ts'
import { slipName } from '../../../domain/supervision/names.ts'
import { planState } from '../../../records/read.ts'
import { refused } from '../../refusal.ts'
import { ITEM_FIELDS, itemAsked } from '../../use/item-fields.ts'
import { itemJson } from '../../views/item.ts'
import { formatOf, list, withOutput } from '../args.ts'
import { byOffice } from '../as.ts'
import { run } from '../exit.ts'
import { bold, dim, print } from '../output.ts'
import { calendar, withDuban } from '../session.ts'
import { type Options, optionsOf, saidOf } from './act-verb.ts'

/** q-1a2b=ok, or q-1a2b=deadline:2026年12月底前 */
function answersOf(pairs: readonly string[]) {
  return pairs.map((pair) => {
    const [, id = '', choice = '', value] = /^(q-[\w-]+)=([^:：]+)(?:[:：](.*))?$/s.exec(pair) ?? []
    if (id === '')
      throw refused('USAGE', `看不懂 --answer ${pair}`, '写成 问题编号=选项 或 问题编号=选项:内容')
    return { id, choice, value: value?.trim() || null }
  })
}

type Shown = ReturnType<typeof itemJson>

function shownText(item: Shown): string {
  const units = item.units.map(({ name, role }) => `${name}${role === 'supporting' ? '（配合）' : ''}`)
  return [
    `${bold(item.no)} ${item.text}`,
    `${item.title}${item.newPlan ? '（现在没有，随这一项建立）' : ''}；来源 ${item.origin}；${units.join('、') || '（没有单位）'}`,
    ...item.obligations.flatMap(({ id, dueOn, provisional, reminders, slips, why }) => [
      `  ${id}  到期 ${dueOn ?? '待定'}${provisional ? '（暂定）' : ''}${reminders.length > 0 ? `，催办 ${reminders.join('、')}` : ''}${slips[0] ? `，没办则 ${slips[0].on} 起发${slipName(slips[0].level)}` : ''}`,
      ...why.map((line) => dim(`    ${line}`)),
    ]),
    ...item.waitingFor.map(({ condition }) => `  等待“${condition}”`),
    ...item.open.flatMap(({ id, message, options }) => [
      `待答复 ${bold(id)}：${message}`,
      ...options.map(
        ({ choice, says, value }) => `    --answer ${id}=${choice}${value ? ':…' : ''}  ${says}`,
      ),
    ]),
  ].join('\n')
}

/** 立项 of one item by hand. */
export function addVerb(group: Command): void {
  withOutput(
    byOffice(
      optionsOf(
        group
          .command('add')
          .description(
            '立项：交办一件事，作为一项措施进入当年的日常督办事项（或 --plan 的方案）；时限照原话写',
          ),
        ITEM_FIELDS,
      )
        .option('--plan <id>', '立到这个执行中的方案；不写为当年的日常督办事项')
        .option('--answer <question=choice>', '答复读不准的地方（可重复）', list, [])
        .option('--act-id <id>', '这次立项的编号；同一编号只立一次')
        .option('--dry-run', '只看读成什么、哪天到期，不立'),
      '由谁立项',
    ),
    'npx duban measure add --text 核查云溪河东岸违建 --lead 市自然资源局 --deadline 2026年12月20日前 --source 批示 --dry-run',
  ).action((o: Options) =>
    run(formatOf(o), () =>
      withDuban(async (duban) => {
        const { addItem, draftItem } = await import('../../use/add-item.ts')
        const said = saidOf(ITEM_FIELDS, o)
        const planId: string | null = o.plan ?? null
        const plan = planId === null ? null : await planState(duban.db, planId)
        const actor = { ...officeOf(plan ?? {}), ...(o.as ? { unit: o.as } : {}), role: o.role ?? 'office' }
        const asked = itemAsked(said, { planId, by: actor.unit, answers: answersOf(o.answer) })
        if (o.dryRun) {
          const item = itemJson(await draftItem(duban, asked, 'dry-run', await calendar()))
          print(formatOf(o), { ...item, dryRun: true, already: false }, () =>
            [shownText(item), '（试算，没有立项）'].join('\n'),
          )
          return item.open.length > 0 ? 3 : undefined
        }
        const by = { actor, ...(o.actId ? { actId: o.actId } : {}) }
        const { draft, already } = await addItem(duban, asked, by, await calendar())
        const item = itemJson(draft)
        print(formatOf(o), { ...item, already }, () =>
          already
            ? `此前已经立项：${item.plan} ${item.no}`
            : `${shownText(item)}\n已立项：${item.plan} ${item.no}`,
        )
        return undefined
      }),
    ),
  )
}
