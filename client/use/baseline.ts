import { basename, dirname, resolve } from 'node:path'
import { baselineIn } from '../../documents/files/baseline.ts'
import { readWhole } from '../../documents/files/whole-file.ts'
import type { IsoDate } from '../../domain/calendar/date.ts'
import type { WorkCalendar } from '../../domain/calendar/table.ts'
import type { StartBaseline } from '../../domain/events/model/input.ts'
import type { PlanState } from '../../domain/events/model/state.ts'
import { policyOf } from '../../domain/events/policy.ts'
import { AS_IS, type Baseline, type BaselineItem, type BaselineMode } from '../../domain/plan/baseline.ts'
import { isBefore } from '../../domain/plan/conditions.ts'
import { measuresOf, type WorkPlan } from '../../domain/plan/plan.ts'
import { refreshPlan } from '../../domain/reading/refresh.ts'
import { checkBaseline, countModes, type PastItem, pastItems } from '../../domain/supervision/baseline.ts'
import { setupOf } from '../../domain/supervision/setup.ts'
import type { BlobStore } from '../../records/blobs.ts'
import { orThrow } from '../refusal.ts'
import { keepFiles } from './evidence.ts'

/** What a start would find: the dates that are past, and what becomes of each. */
export interface StartPreview {
  readonly past: readonly PastItem[]
  /** null where nothing is past and nothing was said. */
  readonly baseline: StartBaseline | null
}

const MODES: readonly BaselineMode[] = ['as-is', 'done', 'from-today']
export const isMode = (text: string): text is BaselineMode => MODES.some((mode) => mode === text)

/**
 * Reads the table of a baseline; evidence files beside it go into the store.
 * @throws RefusedError FILE_NOT_FOUND, BASELINE_FILE, TABLE_COLUMNS
 */
export function baselineFrom(file: string, blobs: BlobStore, dueOn: IsoDate | null): Baseline {
  const bytes = orThrow(readWhole(file))
  const rows = orThrow(baselineIn(bytes, basename(file)))
  const items = rows.map(({ id, item, files }): readonly [string, BaselineItem] => {
    const kept = keepFiles(
      blobs,
      files.map((path) => resolve(dirname(file), path)),
    )
    return [id, kept.length > 0 ? { ...item, files: kept } : item]
  })
  return { mode: 'as-is', dueOn, items: Object.fromEntries(items) }
}

/** The measures of a plan as they would start on a day. */
function setupsOf(state: PlanState, plan: WorkPlan, calendar: WorkCalendar, startOn: IsoDate) {
  const context = { planId: state.planId, startOn, policy: policyOf(state), calendar }
  return measuresOf(refreshPlan(plan, calendar)).map(({ task, measure }) => setupOf(task, measure, context))
}

/**
 * What a start on `startOn` would find, and the baseline as the plan's ledger keeps it.
 * @throws RefusedError BASELINE_ITEM_UNKNOWN, BASELINE_NOT_PAST, BASELINE_DUE_MISSING, BASELINE_DUE_PAST, BASELINE_DONE_IN_FUTURE
 */
export function previewStart(
  state: PlanState,
  plan: WorkPlan,
  calendar: WorkCalendar,
  startOn: IsoDate,
  asked: Baseline | null,
): StartPreview {
  const setups = setupsOf(state, plan, calendar, startOn)
  const checked = orThrow(checkBaseline(setups, startOn, asked ?? AS_IS))
  const past = pastItems(setups, startOn, checked)
  const nothing = past.length === 0 && Object.keys(checked.items).length === 0
  return { past, baseline: nothing ? null : { ...checked, counts: countModes(past) } }
}

/** Conditions by which work is due before something happens and for which no day is expected yet: they can only come late. */
export function unplannedBefore(state: PlanState, plan: WorkPlan): readonly string[] {
  const planned = new Set((state.planned ?? []).filter((p) => p.state === 'planned').map((p) => p.condition))
  const texts = measuresOf(plan).flatMap(({ measure }) =>
    measure.deadline.clauses.flatMap((clause) =>
      isBefore(clause) && clause.trigger && !clause.trigger.stream ? [clause.trigger.text] : [],
    ),
  )
  return [...new Set(texts)].filter((text) => !planned.has(text))
}
