import type { Actor } from '../domain/actor.ts'
import type { IsoDate } from '../domain/calendar/date.ts'
import type { YearEnd } from '../domain/plan/model/input.ts'
import type { WorkPlan } from '../domain/plan/plan.ts'
import type { Act } from '../domain/supervision/acts.ts'
import type { SupervisionPolicy } from '../domain/supervision/policy.ts'
import { openRecords } from '../records/open.ts'
import { recordsOf } from '../records/places.ts'
import { actDone } from '../records/read.ts'
import type { EventUpdateName } from '../workflows/messages.ts'
import { type ActOf, actOn } from './acts.ts'
import { changeEvent, type EventSaid, reportEvent, subscribe } from './events.ts'
import { keepFiles } from './evidence.ts'
import { Office, type OfficeOptions } from './office.ts'
import {
  advancePlan,
  closePlan,
  type ImportOptions,
  importPlan,
  type PlanStart,
  startPlan,
} from './plan-life.ts'

/** The office with its verbs at hand; what each does stands in the file that it is imported from. */
export class Duban extends Office {
  static override async open(options: OfficeOptions): Promise<Duban> {
    return new Duban(options, await openRecords(options.records ?? recordsOf(options.dataDir)))
  }

  // A plan's life.

  importPlan(planId: string, plan: WorkPlan, policy?: SupervisionPolicy, more: ImportOptions = {}) {
    return importPlan(this, planId, plan, { policy, ...more })
  }

  startPlan(planId: string, start: PlanStart) {
    return startPlan(this, planId, start)
  }

  advance(planId: string, to: IsoDate, actor?: Actor) {
    return advancePlan(this, planId, to, actor)
  }

  closePlan(planId: string, reason: string | null, actor?: Actor, yearEnd?: YearEnd) {
    return closePlan(this, planId, reason, actor, yearEnd)
  }

  // Its events.

  report(planId: string, event: EventSaid) {
    return reportEvent(this, planId, event)
  }

  changeEvent(planId: string, name: EventUpdateName, change: object) {
    return changeEvent(this, planId, name, change)
  }

  subscribe(planId: string, no: string, condition: string, actor: Actor) {
    return subscribe(this, planId, no, condition, actor)
  }

  // Its measures.

  act<T extends Act['type']>(planId: string, no: string, type: T, rest: ActOf<T>) {
    return actOn(this, planId, no, type, rest)
  }

  /** Whether an act is in the ledger already. */
  done(planId: string, actId: string): Promise<boolean> {
    return actDone(this.db, planId, actId)
  }

  keepFiles(paths: readonly string[]) {
    return keepFiles(this.blobs, paths)
  }
}
