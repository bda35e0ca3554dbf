import type { Actor } from './actor.ts'
import { perhaps } from './nearest.ts'
import { ok, type Refusal, type Result, refuse } from './result.ts'
import { OF_OFFICE, OF_PLAN, type Relation, rightOf, type Who } from './rights.ts'
import { isOneOf, sameUnit } from './unit-name.ts'

/** An act as far as it matters here: its Chinese name, and who does it. */
export interface Asked {
  readonly what: string
  readonly who: Who
  /** A link without an account lets do it. */
  readonly byLink?: true
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
  /** The head who let it go to the office. */
  readonly signedBy?: Actor | null
  /** 演练: the plan does not go by the real clock. Absent: it does. */
  readonly rehearsal?: boolean
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

/** A link lets hand in what it was made for, whoever holds it; every act says for itself whether that is it. */
const notByLink = (actor: Actor, { what, byLink }: Asked) =>
  actor.via === 'link' && byLink !== true
    ? refuse('NOT_BY_LINK', `${what}要登录才能办，凭链接只能提交佐证`, {
        remedy: '由本单位联络员登录办理；没有账户的，请管理员建',
      })
    : null

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

/** 演示账户 walk through rehearsals: nobody has proved who he is to have one. */
export const mayAsDemo = ({ demo }: Actor, { rehearsal }: AccessTarget): Result<true, Refusal> =>
  demo !== true || rehearsal === true
    ? ok(true)
    : refuse('DEMO_ACCOUNT', '演示账户只能在演练里办理，这个方案按真实时间执行', {
        remedy: '用自己的账户登录；账户由管理员建立',
      })

/** The same person, or one who acts for the other: only accounts tell that for certain, so only their ids count. */
export const samePerson = (a: Actor, b: Actor): boolean => {
  const ids = (one: Actor) => [one.userId, one.onBehalfOf].filter((id) => id !== undefined)
  return ids(a).some((id) => ids(b).includes(id))
}

/** Whether the evidence is the actor's own or of whom he acts for, handed in or signed. */
const isOwn = (actor: Actor, { submittedBy, signedBy }: AccessTarget): boolean =>
  [submittedBy, signedBy].some((by) => by != null && (sameUnit(by.unit, actor.unit) || samePerson(by, actor)))

/**
 * Whether somebody may do something: the one place that decides it, before anything is asked and again where it is
 * carried out, by the table of rights.ts. Duban itself does nothing by an act; whoever says that he is the system is
 * refused.
 *
 * Errors: DEMO_ACCOUNT, NOT_OFFICE, OWN_EVIDENCE, UNIT_NOT_RESPONSIBLE, NOT_SUPPORTING, NOT_ISSUER, NOT_HEAD, NOT_BY_LINK.
 * @example may({ role: 'office', unit: '督察室' }, { what: '审核通过', who: 'judge' }, { offices: ['督查室'], … })
 *   // NOT_OFFICE：督察室 不是这个方案的督查机构，不能审核通过；是不是“督查室”？
 */
export function may(actor: Actor, asked: Asked, target: AccessTarget): Result<true, Refusal> {
  const { who, what } = asked
  const { role } = actor
  if (role === 'system') return inRole(actor, target, what)
  const demo = mayAsDemo(actor, target)
  if (!demo.ok) return demo
  const linked = notByLink(actor, asked)
  if (linked !== null) return linked
  if (who === 'judge' && isOwn(actor, target)) return ownEvidence(actor, target)
  const relation = relationOf(actor, who, target)
  const right = rightOf(who, role, relation)
  switch (right) {
    case 'may':
      return who === 'head' ? mayHead(actor, asked) : mayIssue(actor, asked)
    case 'OWN_EVIDENCE':
      return ownEvidence(actor, target)
    case 'NOT_SUPPORTING':
      return notSupporting(actor, target)
    case 'UNIT_NOT_RESPONSIBLE':
      return relation === 'lead' || relation === 'supporting'
        ? notAsUnit(actor, what)
        : notOwnUnit(actor, target)
    case 'NOT_OFFICE':
      return officeRefusal(actor, asked, target, relation)
  }
}

/** What a sender's unit is to the measure, or to the plan where the act concerns it as a whole. */
function relationOf({ unit }: Actor, who: Who, { offices, units, leads }: AccessTarget): Relation {
  if (unit.trim() === '') return 'nobody'
  const working = OF_PLAN.has(who) ? [] : units
  if (isOneOf(unit, working)) return isOneOf(unit, leads) ? 'lead' : 'supporting'
  if (isOneOf(unit, offices)) return 'office'
  return offices.some((office) => isOneOf(office, working)) ? 'otherOfOffice' : 'other'
}

/** 签发: who is signed in needs the right; the operator of the machine is believed to have asked who has it. */
const mayIssue = ({ userId, issuer }: Actor, { who, what }: Asked): Result<true, Refusal> =>
  who !== 'issue' || userId === undefined || issuer === true
    ? ok(true)
    : refuse('NOT_ISSUER', `${what}要有签发权，您的账户没有`, {
        remedy: '由有“签发”角色的督查室人员办理；角色由管理员给',
      })

/** 单位负责人: the same; whoever is signed in is not its head by his word. */
const mayHead = ({ userId, head, unit }: Actor, { what }: Asked): Result<true, Refusal> =>
  userId === undefined || head === true
    ? ok(true)
    : refuse('NOT_HEAD', `${what}由单位负责人办理，您的账户不是${named(unit)}的负责人`, {
        remedy: '由本单位负责人办理；角色由管理员给',
        fields: { unit },
      })

function officeRefusal(actor: Actor, { who, what }: Asked, target: AccessTarget, relation: Relation) {
  if (relation === 'lead' || relation === 'supporting') return ownMeasure(actor, target, what)
  if (relation === 'nobody') return notOffice(actor, target, what)
  if (actor.role === 'leader')
    return OF_PLAN.has(who) ? inRole(actor, target, what) : leaderNotNeeded(actor, target, what)
  return relation === 'office' ? inRole(actor, target, what) : notOffice(actor, target, what)
}

/**
 * As whom of all that one person is he may be heard in an act: who works on a measure in one of his roles has no say in
 * it as its office or leader, and who was lent such a role none where its lender works on it.
 * @param works the units he works for, and those of his lenders, whatever of it he shows now (a token may be narrower)
 */
export function hatsThatCount(
  actors: readonly Actor[],
  who: Who,
  units: readonly string[],
  works: readonly { readonly unit: string; readonly onBehalfOf?: string }[] = [],
): readonly Actor[] {
  if (!OF_OFFICE.has(who)) return actors
  const own = actors.filter(({ role, unit }) => role === 'unit' && isOneOf(unit, units))
  if (own.length > 0) return own
  const concerned = new Set(
    works.filter(({ unit }) => isOneOf(unit, units)).map(({ onBehalfOf }) => onBehalfOf),
  )
  if (concerned.has(undefined)) return []
  return actors.filter(({ onBehalfOf }) => onBehalfOf === undefined || !concerned.has(onBehalfOf))
}

/** The rule of 0.2.0, by which plans that name no office go on: whoever is no unit of the measure is the office. */
export function mayWithoutOffices(actor: Actor, asked: Asked, target: AccessTarget): Result<true, Refusal> {
  const { who, what } = asked
  const linked = notByLink(actor, asked)
  if (linked !== null) return linked
  const own = isOneOf(actor.unit, target.units)
  const demo = mayAsDemo(actor, target)
  if (!demo.ok) return demo
  switch (who) {
    case 'unit':
    case 'head':
      return own ? ok(true) : notOwnUnit(actor, target)
    case 'supporting':
      return own && !isOneOf(actor.unit, target.leads) ? ok(true) : notSupporting(actor, target)
    case 'judge':
      return own || isOwn(actor, target) ? ownEvidence(actor, target) : ok(true)
    case 'office':
    case 'officeOrLeader':
      return own ? ownMeasure(actor, target, what) : ok(true)
    case 'unitOrOffice':
    case 'plan':
    case 'issue':
    case 'report':
    case 'propose':
      return ok(true)
  }
}
