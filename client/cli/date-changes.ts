import { numberLabel } from '../../domain/plan/numbers.ts'
import type { Preview } from '../use/preview-changes.ts'
import { changeRows } from '../views/date-changes.ts'
import { table } from './output.ts'

export interface PlanPreview {
  /** Shown before the measure's number where several plans are listed. */
  readonly plan?: string
  readonly measures: readonly (Preview & { readonly shown: string })[]
}

/** The table of what changes; null when no date and no condition does. */
export function dateTable(plans: readonly PlanPreview[]): string | null {
  const named = plans.some(({ plan }) => plan !== undefined)
  const rows = plans.flatMap(({ plan = '', measures }) =>
    measures.flatMap((measure) =>
      changeRows(measure).map((row) => [
        ...(named ? [plan] : []),
        numberLabel(measure.shown, measure.no),
        ...row,
      ]),
    ),
  )
  return rows.length === 0
    ? null
    : table([...(named ? ['方案'] : []), '措施', '应办事项', '到期日', '灯和督办单'], rows, 70)
}
