import type { PlanTime } from '../domain/calendar/time.ts'
import type { PlanFact } from '../domain/events/facts.ts'
import type { WorkPlan } from '../domain/plan/plan.ts'
import type { ReviewAnswer } from '../domain/reading/answers.ts'
import type { AcceptedReading } from '../domain/reading/questions.ts'
import { sha256Of } from './blobs.ts'
import { writing } from './exclusive.ts'
import type { Db } from './open.ts'
import { document, factsOf } from './read.ts'

/** What a document is known by, whatever id it is imported under: its bytes, else its title and year. */
type Known = Pick<WorkPlan, 'title' | 'year' | 'source'>
const scopeOf = ({ title, year }: Known): string => sha256Of(`${title}|${year ?? ''}`)

/** Keeps answers, each beside those given before; the same again by the same person is one. */
export async function keepAnswers(db: Db, plan: Known, answers: readonly ReviewAnswer[]): Promise<void> {
  const scope = scopeOf(plan)
  await writing(db, async (tx) => {
    for (const { id, choice, value, by, at } of answers) {
      const last = await tx
        .selectFrom('review_history')
        .selectAll()
        .where('scope', '=', scope)
        .where('id', '=', id)
        .orderBy('nth', 'desc')
        .executeTakeFirst()
      const same = last?.choice === choice && last.value === value && last.by === by
      if (same && last.document === (plan.source ?? null)) continue
      await tx
        .insertInto('review_history')
        .values({
          scope,
          document: plan.source ?? null,
          id,
          nth: (last?.nth ?? 0) + 1,
          choice,
          value,
          by,
          at,
        })
        .execute()
    }
  })
}

/** Everything answered to a document so far, to each question in the order in which it was said. */
export async function answerHistory(
  db: Db,
  plan: Known,
): Promise<readonly (ReviewAnswer & { readonly document: string | null })[]> {
  const rows = await db
    .selectFrom('review_history')
    .selectAll()
    .where((where) =>
      where.or([
        where('scope', '=', scopeOf(plan)),
        ...(plan.source === undefined ? [] : [where('document', '=', plan.source)]),
      ]),
    )
    .orderBy('at')
    .orderBy('nth')
    .execute()
  return rows.map(({ scope: _, nth: __, ...answer }) => answer)
}

/**
 * The answer that holds for each question, oldest first: the last one given to this very document, else the last one
 * given to a document of the same title and year.
 */
export async function answersFor(db: Db, plan: Known): Promise<readonly ReviewAnswer[]> {
  const held = new Map<string, ReviewAnswer & { readonly document: string | null }>()
  const own = (document: string | null) => plan.source !== undefined && document === plan.source
  for (const answer of await answerHistory(db, plan)) {
    const before = held.get(answer.id)
    if (before !== undefined && own(before.document) && !own(answer.document)) continue
    held.delete(answer.id)
    held.set(answer.id, answer)
  }
  return [...held.values()].map(({ document: _, ...answer }) => answer)
}

/**
 * The answers that hold for a revision of a running plan: those given to any document that the plan has had, whatever its
 * title, then those given to the revision itself, which come last and so win.
 */
export async function answersForRevision(
  db: Db,
  planId: string,
  revised: Known,
): Promise<readonly ReviewAnswer[]> {
  const facts = (await factsOf(db, planId)) as unknown as readonly PlanFact[]
  const held = new Map<string, ReviewAnswer>()
  const hold = (answers: readonly ReviewAnswer[]) => {
    for (const answer of answers) {
      held.delete(answer.id)
      held.set(answer.id, answer)
    }
  }
  for (const fact of facts) {
    const known =
      fact.kind === 'imported' || fact.kind === 'amended' ? await document(db, fact.document) : null
    if (known !== null) hold(await answersFor(db, known))
  }
  hold(await answersFor(db, revised))
  return [...held.values()]
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
