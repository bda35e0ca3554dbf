import type { MeasureShown } from '../../client/views/measure-list.ts'
import { fromEpochMs, toIsoInstant } from '../../domain/calendar/time.ts'
import type { PlanState } from '../../domain/events/model/state.ts'
import { lightOn } from '../../domain/supervision/board.ts'
import { phaseName } from '../../domain/supervision/names.ts'
import type { C } from '../context.ts'
import { Day, LightMark } from '../parts/marks.tsx'
import { page } from '../respond.tsx'
import { W } from '../words/zh-CN.ts'
import { rehearsalOf } from './common.ts'

/** More than a plan has. */
export const ALL_ROWS = 20_000

/** 台账 on paper: all that the filter finds, A4 across, with the title and the filter at the head of each sheet. */
export function printPage(c: C, plan: PlanState, rows: readonly MeasureShown[], filters: readonly string[]) {
  const heads = W.list.heads
  const now = toIsoInstant(fromEpochMs(Date.now())).slice(0, 16).replace('T', ' ')
  const said = filters.length === 0 ? W.list.unfiltered : filters.join('；')
  const rehearsal = rehearsalOf(plan)
  return page(
    c,
    { title: W.list.title, at: '/plans', rehearsal, across: true },
    <div>
      <p class="small no-print">
        <a href={`/p/${encodeURIComponent(plan.planId)}/measures`}>{W.list.back}</a>
      </p>
      <h1>{plan.title}</h1>
      <div class="scroll">
        <table class="list">
          <caption>{W.list.printed(now, rows.length)}</caption>
          <thead>
            <tr>
              <th colspan={heads.length} scope="colgroup">
                {W.list.title}　{said}
                {rehearsal !== null && `　${W.rehearsal(rehearsal)}`}
              </th>
            </tr>
            <tr>
              {heads.map((head) => (
                <th scope="col">{head}</th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map(({ row, today, shown }) => (
              <tr>
                <td data-label={heads[0]} class="nowrap">
                  <LightMark light={lightOn(row, today)} />
                </td>
                <td data-label={heads[1]}>{shown}</td>
                <td data-label={heads[2]}>{row.text}</td>
                <td data-label={heads[3]}>{row.leads}</td>
                <td data-label={heads[4]}>{row.deadline || W.measure.unwritten}</td>
                <td data-label={heads[5]} class="nowrap">
                  {row.owedOn ? <Day on={row.owedOn} /> : row.waits ? W.list.waits : '—'}
                </td>
                <td data-label={heads[6]} class="nowrap">
                  {phaseName(row.phase)}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </div>,
  )
}
