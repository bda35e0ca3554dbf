import { dateOf } from '../../../domain/calendar/time.ts'
import { idLabel } from '../../../domain/plan/numbers.ts'
import { ownersOf } from '../../../domain/reckoning/owners.ts'
import { slipName } from '../../../domain/supervision/names.ts'
import { owningFacts } from '../../../records/lines.ts'
import { measureStates } from '../../../records/read.ts'
import type { Desk } from '../../desk.ts'
import { planShowJson } from '../../views/json.ts'
import { bold, table } from '../output.ts'

export async function showPlan(desk: Desk, id: string) {
  const state = await desk.plan(id)
  const on = dateOf(desk.now(state))
  const owners = ownersOf(await owningFacts(desk.db, id))
  return planShowJson(state, await measureStates(desk.db, id), on, owners)
}

export function planShowText(shown: Awaited<ReturnType<typeof showPlan>>): string {
  const { counts, waiting, late, units } = shown
  const lines = [
    bold(`${shown.id} ${shown.title}`),
    `今天 ${shown.clock.today}（${shown.clock.kind === 'wall' ? '真实时钟' : '演练时钟'}）`,
    '',
    `措施 ${counts.measures} 项 · 办结按期 ${counts.completedOnTime} · 办结逾期 ${counts.completedLate} · ${counts.doneBefore > 0 ? `启动前已办结 ${counts.doneBefore} · ` : ''}${shown.phase === 'closed' ? '未完成' : '办理中'} ${counts.open}（逾期 ${counts.overdue}${counts.unreviewed > 0 ? `，未审核 ${counts.unreviewed}，计督查机构` : ''}）· 未到开始日 ${counts.scheduled} · 等待条件 ${counts.waiting} · 未触发 ${counts.notTriggered} · ${counts.carriedOver > 0 ? `结转 ${counts.carriedOver} · ` : ''}迟报 ${counts.lateReported}`,
  ]
  if (late.length > 0)
    lines.push(
      '',
      '逾期清单',
      table(
        ['应办事项', '单位', '到期日', '完成日', '逾期', '督办单'],
        late.map((l) => [
          idLabel(shown, l.obligation),
          l.units.join('、'),
          l.dueOn,
          l.doneOn ?? '未完成',
          `${l.lateDays} 天`,
          l.slips.map(slipName).join('、'),
        ]),
      ),
    )
  if (waiting.length > 0)
    lines.push(
      '',
      '等待清单',
      table(
        ['条件', '措施', '自', '预计', ''],
        waiting.map((w) => [
          w.condition,
          w.measures.join('、'),
          w.since,
          w.expectedOn ?? '',
          w.stream ? '每发生一次报告一次' : '',
        ]),
      ),
    )
  lines.push(
    '',
    '各单位',
    table(
      ['单位', '应办', '按期', '逾期办结', '办理中', '现逾期', '督办单'],
      units.map((u) => [u.unit, u.obligations, u.onTime, u.late, u.open, u.overdue, u.slips].map(String)),
    ),
  )
  return lines.join('\n')
}
