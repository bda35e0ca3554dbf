import { dueTable, reviewTable, signTable } from '../../documents/files/bulk.ts'
import { tableFile } from '../../documents/files/table-file.ts'
import { readWhole } from '../../documents/files/whole-file.ts'
import type { Actor } from '../../domain/basics/actor.ts'
import type { Refusal, Result } from '../../domain/basics/result.ts'
import { isOneOf } from '../../domain/basics/unit-name.ts'
import type { IsoDate } from '../../domain/calendar/date.ts'
import type { Obligation } from '../../domain/plan/measure/obligation.ts'
import type { MeasureState } from '../../domain/plan/measure/state.ts'
import { idLabel, idShown, measureOfId, type Numbers, shownNumberOf } from '../../domain/plan/numbers.ts'
import { unacknowledged } from '../../domain/supervision/acknowledge.ts'
import { latestEvidence } from '../../domain/supervision/obligation.ts'
import { leadsName } from '../../domain/supervision/units.ts'
import type { Office } from '../office.ts'
import { orThrow } from '../refusal.ts'
import { type BulkLine, lacksDate } from './bulk.ts'

function rowsOf<T>(path: string, read: (bytes: Uint8Array, name: string) => Result<T, Refusal>): T {
  const bytes = orThrow(readWhole(path))
  return orThrow(read(bytes, path))
}

/** An obligation's id, or the number of a measure that has one only. */
async function target(duban: Office, planId: string, said: string) {
  const id = idShown(said)
  return id.includes('/')
    ? { no: measureOfId(id), obligationId: id }
    : { no: await duban.numberOf(planId, id), obligationId: null }
}

/** 签收 by one unit of what fits and it has not signed for. */
export const signLines = (states: readonly MeasureState[], actor: Actor): readonly BulkLine[] =>
  states
    .filter((state) => state.closedOn === null && isOneOf(actor.unit, unacknowledged(state)))
    .map(({ setup }) => ({
      no: setup.no,
      does: `${actor.unit} 签收`,
      act: { type: 'acknowledge', actor, note: null },
    }))

/** 签收 as a table has it, each unit in its own name. @throws RefusedError BULK_FILE, TABLE_COLUMNS, FILE_… */
export const signLinesIn = (duban: Office, planId: string, path: string): Promise<readonly BulkLine[]> =>
  Promise.all(
    rowsOf(path, signTable).map(async ({ place, no, unit, note }) => ({
      place,
      does: `${unit} 签收`,
      no: await duban.numberOf(planId, no),
      act: { type: 'acknowledge' as const, actor: { role: 'unit' as const, unit }, note },
    })),
  )

const dueSaid = (dueOn: IsoDate, reason: string | null): string =>
  `到期日定为 ${dueOn}${reason ? `（${reason}）` : ''}`

/** One date for everything that fits and has none. */
export const dueLines = (
  states: readonly MeasureState[],
  actor: Actor,
  dueOn: IsoDate,
  reason: string | null,
): readonly BulkLine[] =>
  states.flatMap(({ setup, obligations }) =>
    obligations.filter(lacksDate).map((o) => ({
      no: setup.no,
      does: dueSaid(dueOn, reason),
      act: { type: 'setDue', actor, obligationId: o.id, dueOn, reason },
    })),
  )

/** Dates as a table has them. @throws RefusedError BULK_FILE, TABLE_COLUMNS, FILE_… */
export const dueLinesIn = (
  duban: Office,
  planId: string,
  path: string,
  actor: Actor,
): Promise<readonly BulkLine[]> =>
  Promise.all(
    rowsOf(path, dueTable).map(async ({ place, id, dueOn, reason }) => {
      const { no, obligationId } = await target(duban, planId, id)
      const act = { type: 'setDue' as const, actor, obligationId, dueOn, reason }
      return { place, no, does: dueSaid(dueOn, reason), act }
    }),
  )

/** 审核 as a table has it, a line an obligation. @throws RefusedError BULK_FILE, TABLE_COLUMNS, FILE_… */
export const reviewLinesIn = (
  duban: Office,
  planId: string,
  path: string,
  actor: Actor,
): Promise<readonly BulkLine[]> =>
  Promise.all(
    rowsOf(path, reviewTable).map(async ({ place, id, verdict, grade, note }): Promise<BulkLine> => {
      const { no, obligationId } = await target(duban, planId, id)
      const said = { actor, obligationId }
      const act =
        verdict === 'accept'
          ? ({ type: 'accept', ...said, note, ...(grade ? { grade } : {}) } as const)
          : ({ type: 'return', ...said, reason: note ?? '', reworkOn: null } as const)
      const does =
        verdict === 'accept'
          ? `通过${grade ? `，办理质量${grade}` : ''}${note ? `：${note}` : ''}`
          : `退回：${note ?? ''}`
      return { place, no, does, act }
    }),
  )

const each = (
  states: readonly MeasureState[],
  fits: (o: Obligation) => boolean,
  row: (state: MeasureState, o: Obligation) => readonly string[],
) => states.flatMap((state) => state.obligations.filter(fits).map((o) => row(state, o)))

/** The same tables to be filled in. */
export const signTableFile = (name: string, states: readonly MeasureState[], plan: Numbers): Uint8Array =>
  tableFile(
    name,
    ['措施', '单位', '内容', '说明'],
    states.flatMap((state) =>
      state.closedOn === null
        ? unacknowledged(state).map((unit) => [
            shownNumberOf(plan, state.setup.no),
            unit,
            state.setup.text,
            '',
          ])
        : [],
    ),
  )

export const dueTableFile = (name: string, states: readonly MeasureState[], plan: Numbers): Uint8Array =>
  tableFile(
    name,
    ['应办事项', '单位', '内容', '时限原文', '到期日', '依据'],
    each(states, lacksDate, ({ setup }, o) => [
      idLabel(plan, o.id),
      leadsName(setup),
      setup.text,
      setup.deadlineText,
      '',
      '',
    ]),
  )

export const reviewTableFile = (name: string, states: readonly MeasureState[], plan: Numbers): Uint8Array =>
  tableFile(
    name,
    ['应办事项', '单位', '内容', '到期日', '完成日', '材料', '结论', '办理质量', '说明'],
    each(
      states,
      (o) => o.state === 'submitted',
      ({ setup }, o) => {
        const evidence = latestEvidence(o)
        const shown = [
          ...(evidence?.urls ?? []),
          ...(evidence?.files ?? []).map((f) => f.name),
          evidence?.note ?? '',
        ]
        const what = [
          idLabel(plan, o.id),
          leadsName(setup),
          setup.text,
          o.dueOn ?? '',
          evidence?.doneOn ?? '',
        ]
        return [...what, shown.filter(Boolean).join('；'), '', '', '']
      },
    ),
  )
