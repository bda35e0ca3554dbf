import type { Refusal } from '../basics/result.ts'
import type { IsoDate } from '../calendar/date.ts'
import type { PlanTime } from '../calendar/time.ts'

/** How a bulletin is worded. 1: as releases up to 0.2.0 did; 4: with 抽查核实. Kept with each issue, so that it can be made again. */
export type BulletinFormat = 1 | 2 | 3 | 4

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

/** Issues that stand, oldest first. */
export const standingBulletins = <T extends KeptBulletin>(kept: readonly T[]): readonly T[] =>
  kept.filter((one) => one.withdrawn === undefined)

/** What is written down of an issue is what it can be made again and proved from, whoever sends it. */
export const notProved = (number: number, why: string): Refusal => ({
  code: 'BULLETIN_UNPROVED',
  message: `第 ${number} 期通报没有发布：${why}`,
  remedy: '用 duban bulletin issue 或网页发布，不要手写',
})
