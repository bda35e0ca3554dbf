import { isOneOf } from '../../domain/basics/unit-name.ts'
import type { Db } from '../../records/db.ts'
import { type NoticePlace, noticedUnits, noticePage } from '../../records/notice-page.ts'
import { refused } from '../refusal.ts'
import type { PlanSeen } from './measure-list.ts'

/** Notices of one page. */
const PAGE = 50

const cursorOf = ({ at, key }: NoticePlace): string =>
  Buffer.from(JSON.stringify([at, key])).toString('base64url')

/** @throws RefusedError CURSOR_INVALID */
function placeAt(cursor: string): NoticePlace {
  try {
    const place = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8')) as unknown
    if (Array.isArray(place) && place.length === 2 && place.every((part) => typeof part === 'string'))
      return { at: place[0] as string, key: place[1] as string }
  } catch {
    // Refused below.
  }
  throw refused('CURSOR_INVALID', '翻页的位置看不懂', '从第一页开始')
}

/** Notices of a plan as far as one sees them, the newest first, a page at a time. @throws RefusedError CURSOR_INVALID */
export async function noticesSeen(
  db: Db,
  { plan, mine }: PlanSeen,
  { unsent, cursor }: { readonly unsent: boolean; readonly cursor: string | null },
) {
  const after = cursor === null ? null : placeAt(cursor)
  const units =
    mine === null ? null : (await noticedUnits(db, plan.planId)).filter((unit) => isOneOf(unit, mine))
  const found = await noticePage(db, plan.planId, { units, unsent }, { after, limit: PAGE })
  return { rows: found.rows, count: found.count, next: found.end === null ? null : cursorOf(found.end) }
}
