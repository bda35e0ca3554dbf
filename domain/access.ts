import type { Actor } from './actor.ts'
import { perhaps } from './nearest.ts'
import { ok, type Refusal, type Result, refuse } from './result.ts'
import { isOneOf, sameUnit } from './unit-name.ts'

/**
 * Who does a kind of act.
 *
 * - `unit`: a unit of the measure in its own name; `supporting`: one of them that does not lead
 * - `office`: an office of the plan, on work that is not its own; where it is, another office or a leader
 * - `judge`: the same, and never one's own evidence
 * - `unitOrOffice`: either of the two, in its own name
 * - `officeOrLeader`: an office on work that is not its own, or a leader on any
 * - `plan`: an office, for what concerns the plan as a whole
 */
export type Who = 'unit' | 'supporting' | 'office' | 'judge' | 'unitOrOffice' | 'officeOrLeader' | 'plan'

/** An act as far as it matters here: its Chinese name, and who does it. */
export interface Asked {
  readonly what: string
  readonly who: Who
}

/** What it is done to. */
export interface AccessTarget {
  /** 督查机构 of the plan. */
  readonly offices: readonly string[]
  /** Units of the measure, the leads first; empty for the plan as a whole. */
  readonly units: readonly string[]
  readonly leads: readonly string[]
  /** Whose evidence it is about, where it is about evidence. */
  readonly submittedBy?: Actor | null
}

const named = (unit: string) => (unit.trim() === '' ? '（没有写明单位）' : unit)

const notOffice = ({ unit }: Actor, { offices }: AccessTarget, what: string) =>
  refuse('NOT_OFFICE', `${named(unit)} 不是这个方案的督查机构，不能${what}`, {
    remedy: `${perhaps(unit, offices)}督查机构：${offices.join('、')}`,
    fields: { unit, offices },
  })

const inRole = ({ unit, role }: Actor, { offices }: AccessTarget, what: string) =>
  refuse('NOT_OFFICE', `${what}是督查机构的事，${named(unit)} 以${ROLES[role]}的身份不能办理`, {
    remedy: `由 ${offices.join('、')} 办理`,
    fields: { unit, role, offices },
  })

const ownMeasure = ({ unit }: Actor, { offices }: AccessTarget, what: string) =>
  refuse('NOT_OFFICE', `${named(unit)} 是承办单位，不能自己${what}`, {
    remedy: others(unit, offices),
    fields: { unit, offices },
  })

const ownEvidence = ({ unit }: Actor, { offices }: AccessTarget) =>
  refuse('OWN_EVIDENCE', `${named(unit)} 是承办单位，不能审核自己提交的材料`, {
    remedy: others(unit, offices),
    fields: { unit, offices },
  })

const notOwnUnit = ({ unit }: Actor, { units }: AccessTarget) =>
  refuse('UNIT_NOT_RESPONSIBLE', `${named(unit)} 不是这项措施的承办单位`, {
    remedy: `${perhaps(unit, units)}承办单位：${units.join('、')}`,
    fields: { unit, units },
  })

const notAsUnit = ({ unit, role }: Actor, what: string) =>
  refuse(
    'UNIT_NOT_RESPONSIBLE',
    `${what}由承办单位以单位的身份办理，${named(unit)} 现在的身份是${ROLES[role]}`,
    {
      remedy: '用 --role unit',
      fields: { unit, role },
    },
  )

const notSupporting = ({ unit }: Actor, { leads }: AccessTarget) =>
  refuse('NOT_SUPPORTING', `${named(unit)} 不是这项措施的会办单位`, {
    remedy: `会办意见由配合单位交给牵头单位 ${leads.join('、')}`,
  })

const leaderNotNeeded = ({ unit }: Actor, { offices }: AccessTarget, what: string) =>
  refuse('NOT_OFFICE', `${named(unit)} 是领导：督查机构没有承办这项措施时，由督查机构${what}`, {
    remedy: `由 ${offices.join('、')} 办理`,
    fields: { unit, offices },
  })

const others = (unit: string, offices: readonly string[]): string => {
  const other = offices.filter((office) => !sameUnit(office, unit))
  return other.length > 0 ? `由 ${other.join('、')} 办理` : '由另一个督查机构或领导（--role leader）办理'
}

const ROLES: Readonly<Record<Actor['role'], string>> = {
  office: '督查机构',
  unit: '单位',
  leader: '领导',
  system: '系统',
}

/** The same person, or one who acts for the other: only accounts tell that for certain, so only their ids count. */
const samePerson = (a: Actor, b: Actor): boolean => {
  const ids = (one: Actor) => [one.userId, one.onBehalfOf].filter((id) => id !== undefined)
  return ids(a).some((id) => ids(b).includes(id))
}

function byOffice(actor: Actor, { what, who }: Asked, target: AccessTarget): Result<true, Refusal> {
  const { offices, units } = target
  if (actor.unit.trim() === '') return notOffice(actor, target, what)
  if (who !== 'plan' && isOneOf(actor.unit, units))
    return who === 'judge' ? ownEvidence(actor, target) : ownMeasure(actor, target, what)
  if (actor.role === 'leader') {
    if (who === 'plan') return inRole(actor, target, what)
    const officeWorks = offices.some((office) => isOneOf(office, units))
    return who === 'officeOrLeader' || officeWorks ? ok(true) : leaderNotNeeded(actor, target, what)
  }
  if (!isOneOf(actor.unit, offices)) return notOffice(actor, target, what)
  return actor.role === 'office' ? ok(true) : inRole(actor, target, what)
}

function byUnit(actor: Actor, { what, who }: Asked, target: AccessTarget): Result<true, Refusal> {
  if (!isOneOf(actor.unit, target.units))
    return who === 'supporting' ? notSupporting(actor, target) : notOwnUnit(actor, target)
  if (actor.role !== 'unit') return notAsUnit(actor, what)
  return who === 'supporting' && isOneOf(actor.unit, target.leads) ? notSupporting(actor, target) : ok(true)
}

/** Whether the evidence is the actor's own, or that of whom the actor acts for. */
const isOwn = (actor: Actor, submittedBy: Actor | null | undefined): boolean =>
  submittedBy != null && (sameUnit(submittedBy.unit, actor.unit) || samePerson(submittedBy, actor))

/**
 * Whether somebody may do something: the one place that decides it, before anything is asked and again where it is
 * carried out. Duban itself does nothing by an act; whoever says that he is the system is refused.
 *
 * Errors: NOT_OFFICE, OWN_EVIDENCE, UNIT_NOT_RESPONSIBLE, NOT_SUPPORTING.
 * @example may({ role: 'office', unit: '督察室' }, { what: '审核通过', who: 'judge' }, { offices: ['督查室'], … })
 *   // NOT_OFFICE：督察室 不是这个方案的督查机构，不能审核通过；是不是“督查室”？
 */
export function may(actor: Actor, asked: Asked, target: AccessTarget): Result<true, Refusal> {
  const { who, what } = asked
  if (actor.role === 'system') return inRole(actor, target, what)
  if (who === 'unit' || who === 'supporting') return byUnit(actor, asked, target)
  const ownUnit = isOneOf(actor.unit, target.units)
  if (who === 'unitOrOffice' && (actor.role === 'unit' || (actor.role === 'office' && ownUnit)))
    return ownUnit ? ok(true) : notOwnUnit(actor, target)
  if (who === 'judge' && isOwn(actor, target.submittedBy)) return ownEvidence(actor, target)
  return byOffice(actor, asked, target)
}

/** The rule of 0.2.0, by which plans that name no office go on: whoever is no unit of the measure is the office. */
export function mayWithoutOffices(
  actor: Actor,
  { who, what }: Asked,
  target: AccessTarget,
): Result<true, Refusal> {
  const own = isOneOf(actor.unit, target.units)
  switch (who) {
    case 'unit':
      return own ? ok(true) : notOwnUnit(actor, target)
    case 'supporting':
      return own && !isOneOf(actor.unit, target.leads) ? ok(true) : notSupporting(actor, target)
    case 'judge':
      return own || isOwn(actor, target.submittedBy) ? ownEvidence(actor, target) : ok(true)
    case 'office':
    case 'officeOrLeader':
      return own ? ownMeasure(actor, target, what) : ok(true)
    case 'unitOrOffice':
    case 'plan':
      return ok(true)
  }
}
