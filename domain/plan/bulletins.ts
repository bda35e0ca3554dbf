import type { IsoDate } from '../calendar/date.ts'
import { dateOf, type PlanTime } from '../calendar/time.ts'
import { ok, type Refusal, type Result, refuse } from '../result.ts'

/** How a bulletin is worded. 1: as releases up to 0.2.0 did. Kept with each issue, so that it can be made again. */
export type BulletinFormat = 1 | 2 | 3

/** What an issue says of the ledger and of the issue before it, so that neither can be changed unseen (docs/verify.md). */
export interface BulletinProof {
  /** 台账根: SHA-256 over the last row of every ledger it was made from. */
  readonly root: string
  /** SHA-256 of the text of the issue before it; absent: it is the first. */
  readonly previous?: string
}

/** 已发布的通报: enough to make it again and to tell whether it is still the same (docs/reckoning.md). */
export interface IssuedBulletin extends Partial<BulletinProof> {
  readonly number: number
  readonly asOf: PlanTime
  readonly from: IsoDate
  /** Of its text. */
  readonly sha256: string
  /** SHA-256 of how far every ledger was written when it was issued, in the blob store. */
  readonly cut: string
  /** Absent: 1. */
  readonly format?: BulletinFormat
}

/** An issue as the plan keeps it: one that was withdrawn keeps its number and its text, and says so. */
export interface KeptBulletin extends IssuedBulletin {
  readonly withdrawn?: { readonly on: IsoDate; readonly reason: string }
}

export type BulletinFact =
  | { readonly kind: 'bulletinIssued'; readonly bulletin: IssuedBulletin }
  | { readonly kind: 'bulletinWithdrawn'; readonly number: number; readonly reason: string }

/** What a plan is asked of its bulletins; what it carries out is the same. */
export type BulletinInput =
  | { readonly type: 'bulletin'; readonly bulletin: IssuedBulletin }
  | { readonly type: 'withdrawBulletin'; readonly number: number; readonly reason: string }

/** Issues that stand, oldest first. */
export const standingBulletins = <T extends KeptBulletin>(kept: readonly T[]): readonly T[] =>
  kept.filter((one) => one.withdrawn === undefined)

/** Errors: BULLETIN_NUMBER, BULLETIN_IN_FUTURE, BULLETIN_NOT_FOUND, BULLETIN_WITHDRAWN, REASON_MISSING. */
export function decideBulletin(
  kept: readonly KeptBulletin[],
  input: BulletinInput,
  at: PlanTime,
): Result<BulletinInput, Refusal> {
  if (input.type === 'bulletin') {
    const { number, asOf } = input.bulletin
    const next = kept.length + 1
    if (number !== next)
      return refuse('BULLETIN_NUMBER', `下一期通报是第 ${next} 期，不是第 ${number} 期`, {
        remedy: '刚有人发布过一期：核对后重新发布',
      })
    return asOf > at
      ? refuse('BULLETIN_IN_FUTURE', `${asOf.replace('T', ' ')} 还没有到`, {
          remedy: '写一个已经过去的日期或时刻',
        })
      : ok({ type: 'bulletin', bulletin: input.bulletin })
  }
  const { number, reason } = input
  const known = kept.find((one) => one.number === number)
  if (known === undefined)
    return refuse('BULLETIN_NOT_FOUND', `没有第 ${number} 期通报`, {
      remedy: `已发布 ${kept.length} 期，用 duban bulletin list 查看`,
    })
  if (known.withdrawn !== undefined)
    return refuse('BULLETIN_WITHDRAWN', `第 ${number} 期通报 ${known.withdrawn.on} 已经撤回`, {
      remedy: '不用再撤回；要重新通报，用 duban bulletin issue 另发一期',
    })
  return reason.trim() === ''
    ? refuse('REASON_MISSING', '撤回通报必须写明理由', { remedy: '加上 --reason' })
    : ok({ type: 'withdrawBulletin', number, reason })
}

/** What the plan writes for one that was decided. */
export const bulletinFact = (step: BulletinInput): BulletinFact =>
  step.type === 'bulletin'
    ? { kind: 'bulletinIssued', bulletin: step.bulletin }
    : { kind: 'bulletinWithdrawn', number: step.number, reason: step.reason }

export function applyBulletin(
  kept: readonly KeptBulletin[],
  fact: BulletinFact,
  at: PlanTime,
): readonly KeptBulletin[] {
  if (fact.kind === 'bulletinIssued') return [...kept, fact.bulletin]
  const withdrawn = { on: dateOf(at), reason: fact.reason }
  return kept.map((one) => (one.number === fact.number ? { ...one, withdrawn } : one))
}

export function describeBulletin(fact: BulletinFact, by: string): string {
  if (fact.kind === 'bulletinWithdrawn') return `${by} 撤回第 ${fact.number} 期通报：${fact.reason}`
  const { number, asOf, sha256 } = fact.bulletin
  return `${by} 发布第 ${number} 期通报，截至 ${asOf.replace('T', ' ')}（SHA-256 ${sha256.slice(0, 16)}…）`
}
