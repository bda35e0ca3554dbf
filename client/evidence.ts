import type { Act } from '../domain/supervision/acts.ts'
import { refusals } from '../domain/supervision/refusals.ts'
import { findTarget, isOwnUnit, TARGETS } from '../domain/supervision/target.ts'
import { measureState } from '../records/read.ts'
import type { ActReply } from '../workflows/messages.ts'
import type { Duban } from './duban.ts'
import { RefusedError, refused } from './refusal.ts'

type Submission = Omit<Extract<Act, { type: 'submit' }>, 'type' | 'actId' | 'alsoFor' | 'sharedWith'>

const measureOf = (obligationId: string): string => obligationId.slice(0, obligationId.indexOf('/'))

/** Refuses before anything is submitted what another measure would refuse: nothing is left half done. */
async function check(duban: Duban, planId: string, id: string, unit: string): Promise<string> {
  const state = await measureState(duban.db, planId, measureOf(id))
  if (state === null)
    throw refused(
      'MEASURE_NOT_FOUND',
      `方案 ${planId} 没有措施 ${measureOf(id)}`,
      `用 duban measure list ${planId} 查看`,
    )
  if (!isOwnUnit(state, unit)) {
    const { setup } = state
    throw new RefusedError(
      refusals.notResponsible(unit, [...new Set([setup.leadUnit, ...setup.units])]).error,
    )
  }
  const found = findTarget(state, id, TARGETS.submit)
  if (!found.ok) throw new RefusedError(found.error)
  return found.value.id
}

/**
 * Submits one material for an obligation and for others (`alsoFor`): those of the same measure in one act, those of other
 * measures in an act each. Every one keeps the hash and names the others.
 */
export async function submitEvidence(
  duban: Duban,
  planId: string,
  no: string,
  submission: Submission,
  alsoFor: readonly string[],
): Promise<ActReply> {
  const isOwn = (id: string) => !id.includes('/') || measureOf(id) === no
  const foreign: string[] = []
  for (const id of alsoFor.filter((one) => !isOwn(one)))
    foreign.push(await check(duban, planId, id, submission.actor.unit))
  const own = alsoFor.filter(isOwn)
  const first = await duban.act(planId, no, 'submit', { ...submission, alsoFor: own, sharedWith: foreign })
  const here = [first.obligationId ?? '', ...own.map((id) => (id.includes('/') ? id : `${no}/${id}`))]
  const says = [...first.says]
  for (const other of new Set(foreign.map(measureOf))) {
    const [obligationId = null, ...rest] = foreign.filter((id) => measureOf(id) === other)
    const sharedWith = [...here, ...foreign.filter((id) => measureOf(id) !== other)]
    const done = await duban.act(planId, other, 'submit', {
      ...submission,
      obligationId,
      alsoFor: rest,
      sharedWith,
    })
    says.push(...done.says)
  }
  return { ...first, says }
}
