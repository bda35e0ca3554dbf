import { afterAll, beforeAll } from 'vitest'
import type { Office as ClientOffice } from '../../../client/office.ts'
import { advancePlan } from '../../../client/use/advance-plan.ts'
import { importPlan } from '../../../client/use/import-plan.ts'
import { startPlan } from '../../../client/use/start-plan.ts'
import { steppedAt } from '../../../domain/calendar/clock.ts'
import { type IsoDate, mustDate } from '../../../domain/calendar/date.ts'
import type { WorkPlan } from '../../../domain/plan/plan.ts'
import { type Office, type OfficeOptions, openOffice, planId } from './office.ts'

/** The office of a test file, open while its tests run. */
export function officeOfTests(options: OfficeOptions = {}): Omit<Office, 'stop'> {
  let office: Office
  beforeAll(async () => {
    office = await openOffice(options)
  })
  afterAll(() => office.stop())
  return {
    get duban() {
      return office.duban
    },
    get client() {
      return office.client
    },
    get dataDir() {
      return office.dataDir
    },
    get taskQueue() {
      return office.taskQueue
    },
  }
}

const FIRST = mustDate('2015-07-01')

/** A plan of its own id, imported and started on a stepped clock, and moved on to `until`. */
export async function startPlanOf(
  duban: ClientOffice,
  name: string,
  plan: WorkPlan,
  { from = FIRST, until = from }: { readonly from?: IsoDate; readonly until?: IsoDate } = {},
): Promise<string> {
  const id = planId(name)
  await importPlan(duban, id, plan)
  await startPlan(duban, id, {
    clock: { kind: 'stepped', at: steppedAt(from) },
    startOn: from,
    acceptedReview: [],
  })
  if (until > from) await advancePlan(duban, id, until)
  return id
}
