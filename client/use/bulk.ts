import { createHash } from 'node:crypto'
import { some } from '../../domain/basics/text.ts'
import type { Obligation } from '../../domain/plan/measure/obligation.ts'
import type { MeasureState } from '../../domain/plan/measure/state.ts'
import { idLabel, numbersIn, shownNumberOf } from '../../domain/plan/numbers.ts'
import type { Act } from '../../domain/supervision/acts.ts'
import { isEnded } from '../../domain/supervision/obligation.ts'
import { leadsName } from '../../domain/supervision/units.ts'
import { actDone, measureStates } from '../../records/read.ts'
import type { Office } from '../office.ts'
import { RefusedError } from '../refusal.ts'
import { actOn } from './act.ts'
import { tryAct } from './try-act.ts'

type ActSaid = Act extends infer A ? (A extends Act ? Omit<A, 'actId'> : never) : never

/** One act of several that are done together. */
export interface BulkLine {
  readonly no: string
  readonly act: ActSaid
  /** What it does, in words. @example '退回：缺附件' */
  readonly does: string
  /** Where it was asked, for people: the line of a table. */
  readonly place?: string
}

/** What became (or would become) of a line. */
export interface BulkDone {
  readonly no: string
  /** The number under which it runs, where `no`, which lists show, is another. */
  readonly runsAs?: string
  readonly obligation: string | null
  /** What it is about, as lists show it. */
  readonly label: string
  readonly unit: string
  readonly does: string
  /** Why not; null: done, or it would be. */
  readonly refused: string | null
}

/** Owed or asked for, with no date yet. */
export const lacksDate = (o: Obligation): boolean =>
  !isEnded(o) && o.state !== 'scheduled' && o.dueOn === null

const obligationIdOf = (act: ActSaid): string | null => ('obligationId' in act ? act.obligationId : null)

/** The same line in the same round of work is the same act, however often it is sent: a run that broke off goes on. */
function actIdOf(planId: string, { no, act }: BulkLine, state: MeasureState | undefined): string {
  const o = state?.obligations.find((one) => one.id === obligationIdOf(act))
  const round = o && [o.evidence.length, o.returns.length, o.undone?.length ?? 0, o.dueOn]
  const content = JSON.stringify([planId, no, act, act.type === 'remind' ? Date.now() : round])
  return `bulk-${createHash('sha256').update(content).digest('hex').slice(0, 32)}`
}

interface Prepared extends BulkDone {
  readonly act: Act
  readonly place: string
}

/** Tries every line on its measure and does nothing. */
async function prepared(
  duban: Office,
  planId: string,
  lines: readonly BulkLine[],
): Promise<readonly Prepared[]> {
  const plan = await duban.plan(planId)
  const states = new Map((await measureStates(duban.db, planId)).map((s) => [s.setup.no, s]))
  const found: Prepared[] = []
  for (const line of lines) {
    const state = states.get(line.no)
    const act = { ...line.act, actId: actIdOf(planId, line, state) } as Act
    const obligation = obligationIdOf(line.act)
    const unit = state ? leadsName(state.setup) : ''
    let refused: string | null = null
    try {
      if (!(await actDone(duban.db, planId, act.actId))) await tryAct(duban, planId, line.no, act)
    } catch (error) {
      if (!(error instanceof RefusedError)) throw error
      refused = error.message
    }
    const label = obligation === null ? shownNumberOf(plan, line.no) : idLabel(plan, obligation)
    const place = line.place ?? label
    found.push({ ...numbersIn(plan, line.no), obligation, label, unit, does: line.does, refused, act, place })
  }
  return found
}

const shown = ({ act: _, place: __, ...done }: Prepared): BulkDone => done

/** One that would be refused keeps all from being done. */
function refuseWhole(all: readonly Prepared[]): void {
  const bad = all.filter((one) => one.refused !== null)
  if (bad.length === 0) return
  throw new RefusedError({
    code: 'BULK_LINE',
    message: `有 ${bad.length} 行办不了，一项也没有办：${some(bad.map((one) => `${one.place}（${one.refused}）`))}`,
    remedy: '改好或删去这些行，再办一次',
    fields: { lines: bad.map(({ place }) => place) },
  })
}

/**
 * What would become of each line. `whole`: refuses like `doAll`, before anybody is asked.
 * @throws RefusedError BULK_LINE
 */
export async function previewAll(
  duban: Office,
  planId: string,
  lines: readonly BulkLine[],
  { whole = false }: { readonly whole?: boolean } = {},
): Promise<readonly BulkDone[]> {
  const all = await prepared(duban, planId, lines)
  if (whole) refuseWhole(all)
  return all.map(shown)
}

/**
 * Does all lines, one after the other. `whole`: one that would be refused keeps all from being done; else it is told and
 * the others are done.
 * @throws RefusedError BULK_LINE, with the first ten lines that cannot be done
 */
export async function doAll(
  duban: Office,
  planId: string,
  lines: readonly BulkLine[],
  { whole = false }: { readonly whole?: boolean } = {},
): Promise<readonly BulkDone[]> {
  const all = await prepared(duban, planId, lines)
  if (whole) refuseWhole(all)
  const done: BulkDone[] = []
  for (const one of all) {
    if (one.refused === null)
      try {
        await actOn(duban, planId, one.runsAs ?? one.no, one.act.type, one.act)
      } catch (error) {
        if (!(error instanceof RefusedError)) throw error
        done.push({ ...shown(one), refused: error.message })
        continue
      }
    done.push(shown(one))
  }
  return done
}
