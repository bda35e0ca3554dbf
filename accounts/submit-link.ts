import { createHmac, randomBytes, randomInt } from 'node:crypto'
import type { Actor } from '../domain/basics/actor.ts'
import { ok, type Refusal, type Result, refuse } from '../domain/basics/result.ts'
import type { IsoDate } from '../domain/calendar/date.ts'
import { LINK } from '../domain/supervision/link.ts'
import { countFailed } from '../records/accounts/tries.ts'
import type { Db } from '../records/db.ts'
import {
  forgetHolders,
  giveBackSubmission,
  type HolderRow,
  keepLink,
  type LinkRow,
  linkByHash,
  revokeLink,
  takeSubmission,
} from '../records/reach/links.ts'
import { audit } from './audit.ts'
import { secretHash, secretText } from './code.ts'
import { nameHash, nameSalt } from './names.ts'
import type { By } from './people.ts'
import { addressKey, afterWindow, waitFor } from './tries.ts'

/** Submissions in an hour: by one link, and from one address. */
export const LINK_RATES = {
  link: { free: 10, windowMs: 3_600_000 },
  address: { free: 60, windowMs: 3_600_000 },
} as const

export interface LinkAsked {
  readonly planId: string
  /** The measure's number as it runs. */
  readonly no: string
  readonly obligationId: string
  readonly unit: string
  readonly recipient: string
  readonly endsOn: IsoDate
  /** Six digits are made as well, to be told by phone. */
  readonly code?: boolean
}
export interface LinkMade {
  readonly id: string
  /** Shown once and never kept. */
  readonly token: string
  readonly code: string | null
  readonly endsOn: IsoDate
}

const codeOf = (id: string, code: string): string => secretHash(`duban-link-code-1 ${id} ${code}`)

/** Makes a link for one obligation, one unit and one recipient. @returns token and code, which are shown once */
export async function makeLink(db: Db, asked: LinkAsked, by: By, now = Date.now()): Promise<LinkMade> {
  const id = `l-${randomBytes(6).toString('hex')}`
  const token = secretText()
  const code = asked.code ? `${randomInt(1_000_000)}`.padStart(6, '0') : null
  await keep(db, id, token, asked, {
    made_by: by.userId ?? by.via,
    code: code === null ? null : codeOf(id, code),
    now,
  })
  await audit(db, {
    ...{ ...by, what: 'submitLink', target: `${id} ${asked.planId} ${asked.obligationId}`, outcome: 'ok' },
    detail: `${asked.unit} 到 ${asked.endsOn}`,
  })
  return { id, token, code, endsOn: asked.endsOn }
}

/**
 * The link that goes out with notices: the same obligation and recipient always have the same, made from the
 * installation's key, so that a message that is sent again says what it said.
 * @param key of the installation (seal.ts)
 */
export async function noticeLink(db: Db, key: string, asked: LinkAsked, now = Date.now()): Promise<string> {
  const { planId, obligationId, unit, recipient } = asked
  const made = (purpose: string) =>
    createHmac('sha256', Buffer.from(key, 'hex'))
      .update(JSON.stringify([purpose, planId, obligationId, unit, recipient]))
      .digest()
  const token = made('duban-link-1').toString('base64url')
  const id = `l-${made('duban-link-id-1').toString('hex').slice(0, 12)}`
  await keep(db, id, token, asked, { made_by: 'notice', code: null, now })
  return token
}

const keep = (
  db: Db,
  id: string,
  token: string,
  { planId, no, obligationId, unit, recipient, endsOn }: LinkAsked,
  { made_by, code, now }: { made_by: string; code: string | null; now: number },
) =>
  keepLink(db, {
    ...{ id, sha256: secretHash(token), plan_id: planId, no, obligation_id: obligationId, unit },
    ...{ recipient: recipient.slice(0, 100), made_at: new Date(now).toISOString(), made_by },
    ...{ ends_on: endsOn, code, revoked_at: null },
  })

/** A link by what its holder shows; reading it changes nothing. @throws nothing; null: there is none */
export const findLink = (db: Db, token: string): Promise<LinkRow | null> =>
  /^[\w-]{43}$/.test(token) ? linkByHash(db, secretHash(token)) : Promise.resolve(null)

/** Ends a link. Errors: LINK_NOT_FOUND. */
export async function endLink(db: Db, planId: string, id: string, by: By): Promise<Result<true, Refusal>> {
  if (!(await revokeLink(db, planId, id, new Date().toISOString())))
    return refuse('LINK_NOT_FOUND', `方案 ${planId} 没有链接 ${id}，或已经作废`, {
      remedy: `用 duban link list ${planId} 查看`,
    })
  await audit(db, { ...by, what: 'submitLink', target: id, outcome: 'ok', detail: '作废' })
  return ok(true)
}

/** 删除个人信息 of who used a link: the ledger keeps a hash that then nobody can tell. @returns how many submissions it was */
export async function forgetLink(db: Db, id: string, by: By): Promise<number> {
  const gone = await forgetHolders(db, id)
  await audit(db, { ...by, what: 'forget', target: id, outcome: 'ok' })
  return gone
}

/** Counts a submission of an hour. Errors: RATE_LIMITED. */
export async function linkRate(
  db: Db,
  link: Pick<LinkRow, 'id'>,
  ip: string,
  now = Date.now(),
): Promise<Result<true, Refusal>> {
  const keys = [
    [`link ${link.id}`, LINK_RATES.link],
    [`link ${addressKey(ip)}`, LINK_RATES.address],
  ] as const
  const held = await waitFor(
    db,
    keys.map(([key]) => key),
    now,
  )
  if (held > 0)
    return refuse('RATE_LIMITED', `提交太频繁，请 ${Math.ceil(held / 60_000)} 分钟以后再试`, {
      fields: { retryAfter: Math.ceil(held / 1000) },
    })
  for (const [key, rate] of keys) await countFailed(db, key, (before) => afterWindow(before, now, rate))
  return ok(true)
}

export interface Holder {
  readonly name: string
  readonly phone: string
  readonly code: string
}

const PHONE = /^\+?[\d\s()-]{5,24}$/

/** Who hands in, by his own word. Errors: HOLDER_INVALID, LINK_CODE. */
export function holderSaid(link: Pick<LinkRow, 'id' | 'code'>, said: Holder): Result<Holder, Refusal> {
  const [name, phone, code] = [said.name, said.phone, said.code].map((text) => text.normalize('NFKC').trim())
  const wrong = (field: string, message: string, remedy: string) =>
    refuse('HOLDER_INVALID', message, { remedy, fields: { field } })
  if (!name || name.length > 40) return wrong('name', '请写姓名', '写真实姓名，督查室要核实')
  if (!phone || !PHONE.test(phone))
    return wrong('phone', '请写能打通的电话', '手机号，或区号加号码，如 0753-2222222')
  if (link.code !== null && codeOf(link.id, code ?? '') !== link.code)
    return refuse('LINK_CODE', '验证码不对', {
      remedy: '问发链接的人：六位数字，电话里告诉过您',
      fields: { field: 'code' },
    })
  return ok({ name, phone, code: code ?? '' })
}

/**
 * Takes a link's submission for an act, and says as whom it is handed in. The same act again is the same person.
 * Errors: LINK_OVER.
 */
export async function asHolder(
  db: Db,
  link: LinkRow,
  { name, phone }: Holder,
  actId: string,
  now = Date.now(),
): Promise<Result<{ readonly actor: Actor; giveBack(): Promise<void> }, Refusal>> {
  const row: HolderRow = {
    ...{ id: `h-${randomBytes(8).toString('hex')}`, link_id: link.id, act_id: actId },
    ...{ name, phone, at: new Date(now).toISOString(), name_salt: nameSalt() },
  }
  const taken = await takeSubmission(db, row, LINK.submissions)
  if (taken === null)
    return refuse('LINK_OVER', `这个链接最多提交 ${LINK.submissions} 次，已经用完`, {
      remedy: '请督查室重新发一个链接',
    })
  const { id, name_salt } = taken
  const hash = name_salt === null ? {} : { nameHash: nameHash(name_salt, taken.name) }
  return ok({
    actor: { role: 'unit', unit: link.unit, userId: id, via: 'link', ...hash },
    giveBack: () => giveBackSubmission(db, id),
  })
}
