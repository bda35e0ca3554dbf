import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { Actor } from '../domain/basics/actor.ts'
import { type Prove, unproven } from '../records/ledger.ts'
import { writeWhole } from '../records/whole-file.ts'
import { readSecretFile } from '../security/secret-file.ts'

/** What an act is sealed over: who, which act, and in which plan. */
export interface Sealed {
  readonly actId: string
  readonly planId: string
}

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

const macOf = (key: string, actor: Actor, { actId, planId }: Sealed): string => {
  const { role, unit, userId = null, via = null, onBehalfOf = null, issuer, nameHash, head, demo } = actor
  // What was sealed before these were there had none of them.
  // Each of another kind, so that none can be passed off as another.
  const more = [
    ...[issuer, nameHash],
    ...[head === undefined ? undefined : { head }, demo === undefined ? undefined : { demo }],
  ].filter((one) => one !== undefined)
  return createHmac('sha256', key)
    .update(JSON.stringify(['duban-seal-1', planId, actId, role, unit, userId, via, onBehalfOf, ...more]))
    .digest('hex')
}

/** A signed-in person as one whom the records believe. */
export const sealed = (key: string, actor: Actor, over: Sealed): Actor => ({
  ...actor,
  seal: macOf(key, actor, over),
})

/** Whether an actor is the signed-in person it says: sealed by us for this very act. */
export function isSealed(key: string | null, actor: Actor, over: Sealed): boolean {
  if (key === null || actor.seal === undefined) return false
  const [given, right] = [Buffer.from(actor.seal), Buffer.from(macOf(key, actor, over))]
  return given.length === right.length && timingSafeEqual(given, right)
}

/**
 * What the ledger believes of who acts. An act on a plan that reaches its measures has the measure's number behind its
 * id. What follows from an act without an id of its own (an event's arrival) is told of the unit alone: who reported it
 * stands in the plan's ledger.
 */
export const provingWith =
  (key: () => string | null): Prove =>
  (actor, act) => {
    const { planId, no, actId } = act
    if (actId === null || actor.seal === undefined) return unproven(actor, act)
    const known = key()
    const ids = [actId, ...(no !== '' && actId.endsWith(`-${no}`) ? [actId.slice(0, -no.length - 1)] : [])]
    if (!ids.some((id) => isSealed(known, actor, { planId, actId: id }))) return unproven(actor, act)
    const { seal: _, ...person } = actor
    return person
  }
