import type { PlanTime } from '../domain/calendar/time.ts'
import type { ReviewAnswer } from '../domain/plan/answers.ts'
import type { AcceptedReading, PlanFact } from '../domain/plan/life.ts'
import type { WorkPlan } from '../domain/plan/plan.ts'
import { sha256Of } from './blobs.ts'
import type { Db } from './open.ts'
import { factsOf } from './read.ts'

/** Answers belong to a document, whatever id it is imported under: the same title and year are the same document. */
const scopeOf = (plan: Pick<WorkPlan, 'title' | 'year'>): string =>
  sha256Of(`${plan.title}|${plan.year ?? ''}`)

/** Keeps answers; a later one to the same question replaces the earlier. */
export async function keepAnswers(db: Db, plan: WorkPlan, answers: readonly ReviewAnswer[]): Promise<void> {
  const scope = scopeOf(plan)
  for (const { id, choice, value, by, at } of answers) {
    const row = { choice, value, by, at }
    await db
      .insertInto('review_answers')
      .values({ scope, id, ...row })
      .onConflict((c) => c.columns(['scope', 'id']).doUpdateSet(row))
      .execute()
  }
}

/** Answers given to a document so far, oldest first. */
export async function answersFor(db: Db, plan: WorkPlan): Promise<readonly ReviewAnswer[]> {
  const rows = await db
    .selectFrom('review_answers')
    .selectAll()
    .where('scope', '=', scopeOf(plan))
    .orderBy('at')
    .execute()
  return rows.map(({ scope: _, ...answer }) => answer)
}

export interface KeptAcceptance extends AcceptedReading {
  readonly by: string
  /** Plan time. */
  readonly at: PlanTime
  readonly with: 'planStarted' | 'amended'
}

/** Readings that were taken as proposed at the start and by amendments, with who and when, oldest first. */
export async function acceptedReadings(db: Db, planId: string): Promise<readonly KeptAcceptance[]> {
  const facts = (await factsOf(db, planId)) as unknown as readonly PlanFact[]
  return facts.flatMap((fact) =>
    fact.kind === 'planStarted' || fact.kind === 'amended'
      ? (fact.accepted ?? []).map((one) => ({ ...one, by: fact.actor.unit, at: fact.at, with: fact.kind }))
      : [],
  )
}
