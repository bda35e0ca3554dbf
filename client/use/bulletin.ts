import type { Actor } from '../../domain/basics/actor.ts'
import type { IsoDate } from '../../domain/calendar/date.ts'
import type { PlanTime } from '../../domain/calendar/time.ts'
import { withdrawBulletin as withdrawal } from '../../domain/events/acts/bulletin.ts'
import {
  type BulletinProof,
  type IssuedBulletin,
  type KeptBulletin,
  standingBulletins,
} from '../../domain/events/bulletins.ts'
import type { PlanState } from '../../domain/events/model/state.ts'
import { PLAN_NAMES } from '../../domain/messages/plan.ts'
import {
  type Bulletin,
  type BulletinRequest,
  type BulletinSource,
  bulletinOf,
} from '../../domain/reckoning/bulletin.ts'
import { bulletinText } from '../../domain/reckoning/bulletin-text.ts'
import { numberOfLedger } from '../../domain/reckoning/lines.ts'
import { type BlobStore, sha256Of } from '../../records/blobs.ts'
import { rootOf } from '../../records/chain/store.ts'
import { ledgersOf, planFactsOf } from '../../records/lines.ts'
import type { Db } from '../../records/open.ts'
import { slips } from '../../records/slips.ts'
import type { IssueBulletin, WithdrawBulletin } from '../../workflows/messages.ts'
import type { Office } from '../office.ts'
import { askPlanAgain } from '../plan-again.ts'
import { orThrow, RefusedError } from '../refusal.ts'

/**
 * How far each ledger was written when a bulletin was issued: last `seq` by measure number, the plan's own under ''.
 * A row of earlier plan time may be written afterwards (a worker that slept); an issued bulletin never saw it.
 */
export type Cut = Readonly<Record<string, number>>

export interface MadeBulletin {
  readonly bulletin: Bulletin
  readonly text: string
  readonly sha256: string
}

const PLAN = ''

/** The ledger as it is now, or as far as `cut` goes. */
async function sourceOf(db: Db, planId: string, cut: Cut | null): Promise<BulletinSource> {
  const planFacts = await planFactsOf(db, planId)
  const ledgers = await ledgersOf(db, planId)
  const register = await slips(db, planId)
  const seen = (key: string, seq: number) => cut === null || seq <= (cut[key] ?? 0)
  return {
    planId,
    planFacts: planFacts.filter((fact) => seen(PLAN, fact.seq)),
    ledgers: ledgers
      .map((lines) => lines.filter(({ fact }) => seen(numberOfLedger(lines), fact.seq)))
      .filter((lines) => lines.length > 0),
    slipNumbers: new Map(register.map(({ key, number }) => [key, number])),
    slipSerials: new Map(register.map(({ key, serial }) => [key, serial])),
  }
}

const cutOf = ({ planFacts, ledgers }: BulletinSource): Cut =>
  Object.fromEntries([
    [PLAN, planFacts.at(-1)?.seq ?? 0],
    ...ledgers.map((lines) => [numberOfLedger(lines), lines.at(-1)?.fact.seq ?? 0]),
  ])

function made(source: BulletinSource, request: BulletinRequest): MadeBulletin {
  const found = orThrow(bulletinOf(source, request))
  const text = bulletinText(found)
  return { bulletin: found, text, sha256: sha256Of(text) }
}

/** A draft, from the ledger as it is. @throws RefusedError BULLETIN_BEFORE_START, BULLETIN_PERIOD */
export const draftBulletin = async (
  db: Db,
  planId: string,
  asOf: PlanTime,
  from: IsoDate | null,
): Promise<MadeBulletin> => made(await sourceOf(db, planId, null), { asOf, from, number: null })

/**
 * Issues a bulletin: it gets the plan's next number, and its instant, SHA-256 and the reach of every ledger are kept,
 * so that it can be made again and compared. The same instant and period again give the one already issued.
 */
export async function issueBulletin(
  duban: Office,
  planId: string,
  { asOf, from, actor }: { asOf: PlanTime; from: IsoDate | null; actor?: Actor },
): Promise<{ readonly issued: IssuedBulletin; readonly made: MadeBulletin; readonly already: boolean }> {
  const { bulletins = [] } = await duban.plan(planId)
  const source = await sourceOf(duban.db, planId, null)
  const cut = cutOf(source)
  const previous = bulletins.at(-1)?.sha256
  const proof: BulletinProof = {
    root: await rootOf(duban.db, planId, cut),
    ...(previous === undefined ? {} : { previous }),
  }
  const next = made(source, { asOf, from, number: bulletins.length + 1, proof })
  const standing = standingBulletins(bulletins)
  const known = standing.find((one) => one.asOf === asOf && one.from === next.bulletin.from)
  if (known !== undefined)
    return { issued: known, made: await remakeBulletin(duban.db, duban.blobs, planId, known), already: true }
  const last = standing.at(-1)
  if (last !== undefined && asOf < last.asOf)
    throw new RefusedError({
      code: 'BULLETIN_BACKWARD',
      message: `第 ${last.number} 期已经截至 ${last.asOf.replace('T', ' ')}，不能再发布截至 ${asOf.replace('T', ' ')} 的`,
      remedy: '写更晚的 --as-of；要看那时的情况，用 duban bulletin 起草（不编号）',
      fields: { number: last.number, asOf: last.asOf },
    })
  duban.blobs.put(Buffer.from(next.text))
  const issued: IssuedBulletin = {
    number: bulletins.length + 1,
    asOf,
    from: next.bulletin.from,
    sha256: next.sha256,
    cut: duban.blobs.put(Buffer.from(JSON.stringify(cut))),
    format: next.bulletin.format,
    ...proof,
  }
  const state = await duban.plan(planId)
  const said = duban.said(state, { actor, actId: `bulletin-${issued.number}-${issued.sha256.slice(0, 16)}` })
  const message: IssueBulletin = { ...said, bulletin: issued }
  await askPlanAgain<{ number: number }>(duban, planId, PLAN_NAMES.bulletin, message)
  return { issued, made: next, already: false }
}

/** The ledger as an issued bulletin saw it. @throws RefusedError BULLETIN_CUT_LOST */
export async function sourceOfIssue(
  db: Db,
  blobs: BlobStore,
  planId: string,
  { number, cut }: Pick<IssuedBulletin, 'number' | 'cut'>,
): Promise<BulletinSource> {
  const kept = blobs.get(cut)
  if (kept === null)
    throw new RefusedError({
      code: 'BULLETIN_CUT_LOST',
      message: `第 ${number} 期通报的台账截止位置（${cut.slice(0, 12)}…）不在数据文件夹里，不能重做`,
      remedy: '从备份恢复数据文件夹的 blobs 目录',
    })
  return sourceOf(db, planId, JSON.parse(Buffer.from(kept).toString('utf8')) as Cut)
}

/** An issued bulletin made again from the rows it was made from. @throws RefusedError BULLETIN_CUT_LOST */
export async function remakeBulletin(
  db: Db,
  blobs: BlobStore,
  planId: string,
  issued: IssuedBulletin,
): Promise<MadeBulletin> {
  const { number, asOf, from, format = 1, root, previous } = issued
  const proof = root === undefined ? null : { root, ...(previous === undefined ? {} : { previous }) }
  return made(await sourceOfIssue(db, blobs, planId, issued), { asOf, from, number, format, proof })
}

/**
 * Withdraws an issue: it keeps its number and its text, is listed as withdrawn, and the next one gets the next number.
 * @throws RefusedError BULLETIN_NOT_FOUND, BULLETIN_WITHDRAWN, REASON_MISSING, NOT_OFFICE
 */
export async function withdrawBulletin(
  duban: Office,
  planId: string,
  { number, reason, actor }: { number: number; reason: string; actor?: Actor },
): Promise<void> {
  const state = await duban.plan(planId)
  const said = duban.said(state, { actor, actId: `bulletin-withdraw-${number}` })
  const message: WithdrawBulletin = { ...said, number, reason }
  orThrow(withdrawal.decide(state, { type: 'withdrawBulletin', ...message }, said.at))
  await askPlanAgain<{ number: number }>(duban, planId, PLAN_NAMES.withdrawBulletin, message)
}

export interface VerifiedBulletin extends KeptBulletin {
  /** SHA-256 of the bulletin made again now; null when it could not be made. */
  readonly remade: string | null
  /** The text as issued is still there, byte for byte. */
  readonly kept: boolean
  readonly unchanged: boolean
  readonly says: string
}

/** Makes every issued bulletin (or one) again and compares it with what was issued. */
export async function verifyBulletins(
  db: Db,
  blobs: BlobStore,
  plan: PlanState,
  only: number | null,
): Promise<readonly VerifiedBulletin[]> {
  const found: VerifiedBulletin[] = []
  for (const issued of plan.bulletins ?? []) {
    if (only !== null && issued.number !== only) continue
    const kept = blobs.get(issued.sha256) !== null
    try {
      const { sha256 } = await remakeBulletin(db, blobs, plan.planId, issued)
      const same = sha256 === issued.sha256
      const says = !same
        ? '重做的通报与发布时不同：台账被改动，或程序的写法变了'
        : kept
          ? '与发布时一字不差'
          : '重做的通报与发布时相同，但发布时的原文不在数据文件夹里'
      found.push({ ...issued, remade: sha256, kept, unchanged: same && kept, says })
    } catch (error) {
      if (!(error instanceof RefusedError)) throw error
      found.push({ ...issued, remade: null, kept, unchanged: false, says: error.message })
    }
  }
  return found
}
