import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { type Actor, asUnit, type SealedAct, type SealedFor } from '../domain/basics/actor.ts'
import { PLAN_TYPES } from '../domain/messages/plan.ts'
import { type Prove, unproven } from '../records/ledger.ts'
import { writeWhole } from '../records/whole-file.ts'
import { readSecretFile } from '../security/secret-file.ts'

const KEY = /^[0-9a-f]{64}$/

/** The key of this installation: DUBAN_SEAL_KEY_FILE (a cluster's web and workers share it), else one in the data folder. */
export const sealKeyFile = (dataDir: string): string =>
  process.env.DUBAN_SEAL_KEY_FILE?.trim() || join(dataDir, 'seal.key')

/** @throws SecurityError when others can read it; null when there is none */
export function readSealKey(dataDir: string): string | null {
  const file = sealKeyFile(dataDir)
  if (!existsSync(file)) return null
  const key = readSecretFile(file, '封印密钥文件').trim()
  return KEY.test(key) ? key : null
}

/** The key, made where there is none. @throws SecurityError */
export function ensureSealKey(dataDir: string): string {
  const known = readSealKey(dataDir)
  if (known !== null) return known
  writeWhole(sealKeyFile(dataDir), `${randomBytes(32).toString('hex')}\n`)
  return readSealKey(dataDir) ?? ''
}

function macOf(key: string, actor: Actor, what: readonly unknown[]): string {
  const { role, unit, userId = null, via = null, onBehalfOf = null, issuer, nameHash, head, demo } = actor
  // What was sealed before these were there had none of them.
  // Each of another kind, so that none can be passed off as another.
  const more = [
    ...[issuer, nameHash],
    ...[head === undefined ? undefined : { head }, demo === undefined ? undefined : { demo }],
  ].filter((one) => one !== undefined)
  return createHmac('sha256', key)
    .update(JSON.stringify([...what, role, unit, userId, via, onBehalfOf, ...more]))
    .digest('hex')
}

/** Over what is asked: nothing else can be asked with it, of nothing else, and not under another id. */
const askedOver = (
  { planId, no, actId }: SealedAct,
  { type, obligationId = null, alsoFor = [] }: SealedFor,
) => [...['duban-seal-2', planId, no, actId, type], ...[obligationId, alsoFor]]
/** Over what was asked, as a workflow has found it right: what the ledger believes. No act can be asked with it. */
const keptOver = ({ planId, no, actId }: SealedAct, type: string) => [
  ...['duban-kept-1', planId, no, actId],
  no === '' ? type : '',
]
/** Before the target was under the seal. */
const firstOver = (planId: string, actId: string) => ['duban-seal-1', planId, actId]

function holds(key: string, actor: Actor, what: readonly unknown[]): boolean {
  const [given, right] = [Buffer.from(actor.seal ?? ''), Buffer.from(macOf(key, actor, what))]
  return given.length === right.length && timingSafeEqual(given, right)
}

const withSeal = (actor: Actor, seal: string): Actor => ({ ...actor, seal })

/** A signed-in person as one whom the workflow believes when he asks just this. */
export const sealed = (key: string, actor: Actor, act: SealedAct, asked: SealedFor): Actor =>
  withSeal(actor, macOf(key, actor, askedOver(act, asked)))

/** Whether an actor is the signed-in person it says: sealed by us for just this. */
export const isSealed = (key: string | null, actor: Actor, act: SealedAct, asked: SealedFor): boolean =>
  key !== null && actor.seal !== undefined && holds(key, actor, askedOver(act, asked))

/** What a plan's act becomes at its measures, from which of its types, and what stands behind its id there. */
const FROM_PLAN: Readonly<Record<string, { readonly types: readonly string[]; readonly numbered: boolean }>> =
  {
    replan: { types: ['amend', 'calendar', 'policy'], numbered: false },
    close: { types: ['close'], numbered: true },
    reopen: { types: ['reopen'], numbered: true },
  }

/** The plan's own id of an act that reached one of its measures. */
function planActId({ no, actId }: SealedAct, numbered: boolean): string | null {
  if (!numbered) return actId
  return actId.endsWith(`-${no}`) ? actId.slice(0, -no.length - 1) : null
}

/** Whether the plan hands on what it has found right itself. */
function isHandedOn(key: string, actor: Actor, act: SealedAct, { type }: SealedFor): boolean {
  const from = act.no === '' ? undefined : FROM_PLAN[type]
  const actId = from === undefined ? null : planActId(act, from.numbered)
  if (from === undefined || actId === null) return false
  return from.types.some((one) => holds(key, actor, keptOver({ ...act, no: '', actId }, one)))
}

/**
 * Who asks, as far as it is proven, with the seal by which the ledger believes it; without one that is right he is told by
 * his unit.
 * @param done whether an act with this id stands in the plan's ledger: with an older seal, which says nothing of its
 *   target, nothing is asked a second time, nor for several things at once
 */
export async function provenAsking(
  key: string | null,
  actor: Actor,
  act: SealedAct,
  asked: SealedFor,
  done: () => Promise<boolean>,
): Promise<Actor> {
  if (key === null || actor.seal === undefined) return asUnit(actor)
  const older = async () =>
    (asked.alsoFor ?? []).length === 0 &&
    holds(key, actor, firstOver(act.planId, act.actId)) &&
    !(await done())
  const right = isSealed(key, actor, act, asked) || isHandedOn(key, actor, act, asked) || (await older())
  return right ? withSeal(actor, macOf(key, actor, keptOver(act, asked.type))) : asUnit(actor)
}

/**
 * What the ledger believes of who acts: what a workflow has found right. What follows from an act without an id of its own
 * (an event's arrival) is told of the unit alone: who reported it stands in the plan's ledger. Written with an older seal, an
 * act on a plan that reaches its measures has the measure's number behind its id.
 */
export const provingWith =
  (key: () => string | null): Prove =>
  (actor, act) => {
    const { planId, no, actId } = act
    const known = actId === null || actor.seal === undefined ? null : key()
    if (known === null || actId === null) return unproven(actor, act)
    const place = { planId, no, actId }
    const numbered = no === '' ? null : planActId(place, true)
    const over = [
      ...(no === '' ? PLAN_TYPES : ['']).map((type) => keptOver(place, type)),
      ...[actId, ...(numbered === null ? [] : [numbered])].map((id) => firstOver(planId, id)),
    ]
    if (!over.some((one) => holds(known, actor, one))) return unproven(actor, act)
    const { seal: _, ...person } = actor
    return person
  }
