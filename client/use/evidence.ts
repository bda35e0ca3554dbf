import { createHash } from 'node:crypto'
import { readFileSync, statSync } from 'node:fs'
import { basename } from 'node:path'
import type { IsoDate } from '../../domain/calendar/date.ts'
import { isRehearsal } from '../../domain/events/rehearsal.ts'
import type { Obligation } from '../../domain/plan/measure/obligation.ts'
import type { Evidence } from '../../domain/plan/measure/planned.ts'
import { measureOfId } from '../../domain/plan/numbers.ts'
import { SUBMITTED_TO } from '../../domain/supervision/acts/submit.ts'
import type { Act } from '../../domain/supervision/acts.ts'
import { doubtfulDoneOn } from '../../domain/supervision/done-on.ts'
import { findTarget } from '../../domain/supervision/target.ts'
import { mayAct } from '../../domain/supervision/who.ts'
import type { BlobStore } from '../../records/blobs.ts'
import { actDone, document } from '../../records/read.ts'
import type { ActReply } from '../../workflows/messages.ts'
import { fileWithinLimits } from '../limits.ts'
import type { Office } from '../office.ts'
import { fileUnreadable, orThrow, RefusedError, refused } from '../refusal.ts'
import { actOn } from './act.ts'
import { measureOf, tryAct } from './try-act.ts'

type Submission = Omit<Extract<Act, { type: 'submit' }>, 'type' | 'actId' | 'alsoFor'>
/** One measure's share of a material. */
interface Share extends Submission {
  readonly no: string
  readonly obligations: readonly Obligation[]
}

/** The obligations that a material is for, by measure; the first share is the one that was named. */
async function sharesOf(
  duban: Office,
  planId: string,
  no: string,
  submission: Submission,
  alsoFor: readonly string[],
): Promise<readonly Share[]> {
  const isOwn = (id: string) => !id.includes('/') || measureOfId(id) === no
  const wanted = new Map<string, (string | null)[]>([
    [no, [submission.obligationId, ...alsoFor.filter(isOwn)]],
  ])
  for (const id of alsoFor.filter((one) => !isOwn(one)))
    wanted.set(measureOfId(id), [...(wanted.get(measureOfId(id)) ?? []), id])
  const rehearsal = isRehearsal(await duban.plan(planId))
  const shares: Share[] = []
  for (const [measure, ids] of wanted) {
    const state = await measureOf(duban, planId, measure)
    orThrow(mayAct(state, { type: 'submit', actor: submission.actor }, rehearsal))
    const found = new Map<string, Obligation>()
    for (const id of ids) {
      const target = orThrow(findTarget(state, id, SUBMITTED_TO))
      found.set(target.id, target)
    }
    shares.push({ ...submission, no: measure, obligations: [...found.values()] })
  }
  return shares
}

/** The same material for the same obligations in the same round of work is the same act, however often it is sent. */
function actIdOf(planId: string, { no, obligations, actor, ...said }: Share): string {
  const { doneOn, urls, files, note, validUntil = null } = said
  const rounds = obligations.map(({ id, returns, stages, signRefused }) => [
    ...[id, returns.length, stages?.length ?? 0],
    ...(signRefused === undefined ? [] : [signRefused.length]),
  ])
  const content = [planId, rounds, actor.role, actor.unit, doneOn, urls, files, note, validUntil]
  const hash = createHash('sha256').update(JSON.stringify(content)).digest('hex')
  return `submit-${no}-${hash.slice(0, 24)}`
}

/** A plan begins with the issue of its document, which may lie before its start. @throws RefusedError DONE_ON_DOUBTFUL */
async function refuseDoubtful(
  duban: Office,
  planId: string,
  doneOn: IsoDate,
  obligations: readonly Obligation[],
): Promise<void> {
  const { startOn, document: sha256 } = await duban.plan(planId)
  if (doubtfulDoneOn(doneOn, obligations, startOn) === null) return
  const issuedOn = sha256 === null ? null : ((await document(duban.db, sha256))?.issuedOn ?? null)
  const from = issuedOn !== null && (startOn === null || issuedOn < startOn) ? issuedOn : startOn
  const doubt = doubtfulDoneOn(doneOn, obligations, from)
  if (doubt !== null) throw new RefusedError(doubt)
}

/**
 * Submits one material for an obligation and for others (`alsoFor`): those of one measure in one act, those of other
 * measures in an act each. Every one keeps the hash and names the others. What one of them would refuse is refused
 * before any is sent; sent again after a failure, what was done is not done twice.
 *
 * @param sure the date was looked at: it may lie before the plan, or years away
 * @param asked the act's own id; absent: made of its content
 * @throws RefusedError DONE_ON_DOUBTFUL, MEASURE_NOT_FOUND, or what a measure refuses
 */
export async function submitEvidence(
  duban: Office,
  planId: string,
  no: string,
  submission: Submission,
  alsoFor: readonly string[],
  sure = false,
  asked?: string,
): Promise<ActReply> {
  const shares = await sharesOf(duban, planId, no, submission, alsoFor)
  const all = shares.flatMap(({ obligations }) => obligations)
  if (!sure) await refuseDoubtful(duban, planId, submission.doneOn, all)
  const acts = shares.map((share) => {
    const [first, ...rest] = share.obligations.map(({ id }) => id)
    const own = new Set(share.obligations)
    const together = all.filter((o) => !own.has(o)).map(({ id }) => id)
    const sharedWith = [...(submission.sharedWith ?? []), ...together]
    const act: Extract<Act, { type: 'submit' }> = {
      ...submission,
      // What was looked at is the measure that was asked for.
      ...(share.no === no ? {} : { ifSeq: null }),
      type: 'submit',
      actId: asked === undefined ? actIdOf(planId, share) : share.no === no ? asked : `${asked}-${share.no}`,
      obligationId: first ?? null,
      alsoFor: rest,
      sharedWith,
    }
    return { no: share.no, act }
  })
  for (const { no: measure, act } of acts)
    if (!(await actDone(duban.db, planId, act.actId))) await tryAct(duban, planId, measure, act)
  const replies: ActReply[] = []
  for (const { no: measure, act } of acts) replies.push(await actOn(duban, planId, measure, 'submit', act))
  const [first] = replies
  return {
    obligationId: first?.obligationId ?? null,
    says: replies.flatMap((reply) => reply.says),
    already: replies.every((reply) => reply.already),
  }
}

/**
 * Puts evidence files into the store; the workflow gets their hashes only. All are looked at before one is kept.
 * @throws RefusedError FILE_NOT_FOUND, FILE_TOO_LARGE, EVIDENCE_EMPTY
 */
export function keepFiles(blobs: BlobStore, paths: readonly string[]): Evidence['files'] {
  for (const path of paths) {
    fileWithinLimits(path)
    if (saysNothing(path))
      throw refused('EVIDENCE_EMPTY', `佐证文件 ${path} 是空的`, '检查文件是否保存完整，换一个有内容的文件')
  }
  return paths.map((path) => {
    const bytes = bytesOf(path)
    return { sha256: blobs.put(bytes), name: basename(path), bytes: bytes.length }
  })
}

/** The bytes of one file, within the bounds. @throws RefusedError FILE_NOT_FOUND, FILE_TOO_LARGE */
export function readEvidence(path: string): Buffer {
  fileWithinLimits(path)
  return bytesOf(path)
}

function bytesOf(path: string): Buffer {
  try {
    return readFileSync(path)
  } catch {
    throw fileUnreadable(path)
  }
}

/** More than this is no blank page any more. */
const BLANK_BYTES = 4096

/** No bytes, or nothing but blanks and an encoding's mark: what a failed export leaves. */
function saysNothing(path: string): boolean {
  const { size } = statSync(path)
  return size === 0 || (size <= BLANK_BYTES && bytesOf(path).toString('utf8').trim() === '')
}
