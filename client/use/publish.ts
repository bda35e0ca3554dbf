import { randomBytes } from 'node:crypto'
import { audit } from '../../accounts/audit.ts'
import type { By } from '../../accounts/people.ts'
import type { Published } from '../../documents/public/data.ts'
import type { SiteWords } from '../../documents/public/frame.tsx'
import { publicSite, withdrawnSite } from '../../documents/public/site.tsx'
import type { Asked } from '../../domain/basics/access.ts'
import type { IsoDate } from '../../domain/calendar/date.ts'
import { type KeptBulletin, standingBulletins } from '../../domain/events/bulletins.ts'
import type { PlanState } from '../../domain/events/model/state.ts'
import { planOffices } from '../../domain/events/offices.ts'
import { fieldsAsked, type PublicField, USUAL_FIELDS } from '../../domain/publishing/fields.ts'
import { type PublicIssue, publicChanges, publicItems } from '../../domain/publishing/issue.ts'
import { standingAt } from '../../domain/reckoning/bulletin.ts'
import type { BlobStore } from '../../records/blobs.ts'
import { sha256Of } from '../../records/blobs.ts'
import type { Db } from '../../records/db.ts'
import { keepPublication, type PublicationRow, publicationsOf } from '../../records/reach/publications.ts'
import { placePublic } from '../public-files.ts'
import { RefusedError, refused } from '../refusal.ts'
import { todayIn } from '../views/reading.ts'
import { sourceOfIssue } from './bulletin.ts'

/** Who publishes and takes back: 签发, beside an office. */
export const PUBLISH_ASK: Asked = { what: '公开发布', who: 'issue' }

/** What a publication stands on. */
export interface PublishFrom {
  readonly db: Db
  readonly blobs: BlobStore
  readonly dataDir: string
}
export interface PublishAsked {
  /** Number of an issued bulletin; null: the last that stands. */
  readonly number: number | null
  /** By either name; null: as published before, else the usual ones. */
  readonly fields: readonly string[] | null
  readonly licence: string
  readonly footer: string
  readonly nextOn: IsoDate | null
}

/** A plan as an issued bulletin saw it, with what its allow list lets through. */
async function issueAs(
  { db, blobs }: PublishFrom,
  plan: PlanState,
  issued: KeptBulletin,
  fields: readonly PublicField[],
): Promise<PublicIssue> {
  const source = await sourceOfIssue(db, blobs, plan.planId, issued)
  const { plan: then, states } = standingAt(source, issued.asOf)
  const { number, asOf, sha256 } = issued
  return {
    ...{ plan: plan.planId, title: then.title, year: Number((then.startOn ?? asOf).slice(0, 4)) },
    ...{ rehearsal: plan.clock.kind !== 'wall', bulletin: { number, asOf, sha256 }, fields },
    items: publicItems(then, states, fields, asOf),
  }
}

const stands = (rows: readonly PublicationRow[]): PublicationRow | null => {
  const last = rows.at(-1)
  return last === undefined || last.withdrawn_on !== null ? null : last
}
/** Publications since it was last taken back: what was before is not told of any more. */
const sinceEnd = (rows: readonly PublicationRow[]): readonly PublicationRow[] =>
  rows.slice(rows.findLastIndex((row) => row.withdrawn_on !== null) + 1)

/** Every publication that is told of, with what each changed. */
async function historyOf(from: PublishFrom, plan: PlanState, rows: readonly PublicationRow[]) {
  const history: Published[] = []
  for (const row of rows) {
    const issued = plan.bulletins?.find(({ number }) => `${number}` === row.bulletin)
    if (issued === undefined) continue
    const issue = await issueAs(from, plan, issued, JSON.parse(row.fields) as PublicField[])
    history.push({ issue, at: row.at, changes: publicChanges(history.at(-1)?.issue ?? null, issue) })
  }
  return history
}

async function prepared(from: PublishFrom, plan: PlanState, asked: Pick<PublishAsked, 'number' | 'fields'>) {
  const standing = standingBulletins(plan.bulletins ?? [])
  const issued =
    asked.number === null ? standing.at(-1) : standing.find(({ number }) => number === asked.number)
  if (issued === undefined)
    throw refused(
      'BULLETIN_NOT_FOUND',
      asked.number === null ? '还没有发布过通报，没有可以公开的' : `没有第 ${asked.number} 期通报，或已撤回`,
      '先发布通报，再公开它所见的情况',
    )
  const rows = await publicationsOf(from.db, plan.planId)
  const now = stands(rows)
  if (now !== null && Number(now.bulletin) > issued.number)
    throw refused(
      'PUBLIC_NOT_NEWER',
      `已经公开第 ${now.bulletin} 期，不能改回第 ${issued.number} 期`,
      '要收回，用停止公布',
    )
  const before = now === null ? USUAL_FIELDS : (JSON.parse(now.fields) as PublicField[])
  const found = asked.fields === null ? before : fieldsAsked(asked.fields)
  if ('code' in found) throw new RefusedError(found)
  const history = await historyOf(from, plan, now === null ? [] : sinceEnd(rows))
  const issue = await issueAs(from, plan, issued, found)
  const changes = publicChanges(history.at(-1)?.issue ?? null, issue)
  // What was looked at, in one word.
  const seen = sha256Of(JSON.stringify([issue, changes]))
  return { issue, changes, history, now, seen }
}

/** What publishing would change, to be looked at first; nothing is written. @throws RefusedError BULLETIN_NOT_FOUND, PUBLIC_FIELD, PUBLIC_NOT_NEWER */
export async function previewPublic(
  from: PublishFrom,
  plan: PlanState,
  asked: Pick<PublishAsked, 'number' | 'fields'>,
) {
  const { issue, changes, now, seen } = await prepared(from, plan, asked)
  return { issue, changes, published: now === null ? null : Number(now.bulletin), seen }
}

const wordsOf = (
  plan: PlanState,
  { licence, footer, nextOn }: Pick<PublishAsked, 'licence' | 'footer' | 'nextOn'>,
): SiteWords => ({
  office: planOffices(plan)[0] ?? '',
  ...{ licence, footer, nextOn },
})

/**
 * Publishes what was looked at, and nothing else.
 * @param seen of the preview
 * @throws RefusedError as previewPublic, PUBLIC_CHANGED when it would be something else by now
 */
export async function publishPlan(
  from: PublishFrom,
  plan: PlanState,
  asked: PublishAsked,
  seen: string,
  by: By,
  at = new Date().toISOString(),
) {
  const { issue, changes, history, seen: now } = await prepared(from, plan, asked)
  if (now !== seen) throw refused('PUBLIC_CHANGED', '要公开的内容与看到的不同', '重新看一遍变化，再公布')
  const folder = `${issue.year}/${plan.planId}`
  const site = publicSite([...history, { issue, at, changes }], wordsOf(plan, asked))
  placePublic(from.dataDir, folder, site)
  await keepPublication(from.db, {
    ...{ id: `p-${randomBytes(6).toString('hex')}`, plan_id: plan.planId, at, by: by.userId ?? by.via },
    ...{ bulletin: `${issue.bulletin.number}`, title: issue.title, folder },
    ...{ fields: JSON.stringify(issue.fields), licence: asked.licence, footer: asked.footer },
    ...{ next_on: asked.nextOn, withdrawn_on: null, reason: null },
  })
  await audit(from.db, {
    ...{ ...by, what: 'publish', target: `${plan.planId} 第 ${issue.bulletin.number} 期`, outcome: 'ok' },
    detail: `${issue.fields.join(' ')}；变化 ${changes.length}`,
  })
  return { folder, files: site.size, changes, issue }
}

/** Takes it back: what is left says that it was published and why no more. @throws RefusedError PUBLIC_NOTHING, REASON_MISSING */
export async function withdrawPublic(from: PublishFrom, plan: PlanState, reason: string, by: By) {
  const last = stands(await publicationsOf(from.db, plan.planId))
  if (last === null) throw refused('PUBLIC_NOTHING', `方案 ${plan.planId} 没有公开`, '不用收回')
  if (reason.trim() === '') throw refused('REASON_MISSING', '请写明停止公布的理由', '理由写在原来的地址上')
  const on = todayIn(plan)
  const { licence, footer } = last
  placePublic(
    from.dataDir,
    last.folder,
    withdrawnSite(
      last.title,
      { on, reason: reason.trim() },
      wordsOf(plan, { licence, footer, nextOn: null }),
    ),
  )
  const at = new Date().toISOString()
  await keepPublication(from.db, {
    ...{ ...last, id: `p-${randomBytes(6).toString('hex')}`, at, by: by.userId ?? by.via, bulletin: '' },
    ...{ next_on: null, withdrawn_on: on, reason: reason.trim() },
  })
  await audit(from.db, {
    ...by,
    what: 'publish',
    target: plan.planId,
    outcome: 'ok',
    detail: `停止：${reason}`,
  })
  return { folder: last.folder }
}

/** What stands, and everything that was published or taken back. */
export async function publicationList(db: Db, planId: string) {
  const rows = await publicationsOf(db, planId)
  const now = stands(rows)
  return {
    published: now === null ? null : { number: Number(now.bulletin), folder: now.folder, at: now.at },
    items: rows.map((row) => ({
      at: row.at,
      by: row.by,
      number: row.bulletin === '' ? null : Number(row.bulletin),
      fields: JSON.parse(row.fields) as PublicField[],
      nextOn: row.next_on,
      withdrawnOn: row.withdrawn_on,
      reason: row.reason,
    })),
  }
}
