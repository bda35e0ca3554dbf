import { readFileSync, statSync } from 'node:fs'
import { basename } from 'node:path'
import type { Actor } from '../domain/actor.ts'
import type { Act } from '../domain/supervision/acts.ts'
import type { Evidence } from '../domain/supervision/obligation.ts'
import { findTarget, TARGETS } from '../domain/supervision/target.ts'
import { mayAct } from '../domain/supervision/who.ts'
import type { BlobStore } from '../records/blobs.ts'
import { measureState } from '../records/read.ts'
import type { ActReply } from '../workflows/messages.ts'
import type { Duban } from './duban.ts'
import { fileWithinLimits } from './limits.ts'
import { fileUnreadable, RefusedError, refused } from './refusal.ts'

type Submission = Omit<Extract<Act, { type: 'submit' }>, 'type' | 'actId' | 'alsoFor' | 'sharedWith'>

const measureOf = (obligationId: string): string => obligationId.slice(0, obligationId.indexOf('/'))

/** Refuses before anything is submitted what another measure would refuse: nothing is left half done. */
async function check(duban: Duban, planId: string, id: string, actor: Actor): Promise<string> {
  const state = await measureState(duban.db, planId, measureOf(id))
  if (state === null)
    throw refused(
      'MEASURE_NOT_FOUND',
      `方案 ${planId} 没有措施 ${measureOf(id)}`,
      `用 duban measure list ${planId} 查看`,
    )
  const allowed = mayAct(state, { type: 'submit', actor })
  if (!allowed.ok) throw new RefusedError(allowed.error)
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
    foreign.push(await check(duban, planId, id, submission.actor))
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
