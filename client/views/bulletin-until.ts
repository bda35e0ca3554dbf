import { dateOf, type PlanTime } from '../../domain/calendar/time.ts'
import { readMoment } from '../../domain/calendar/written.ts'
import { endOf } from '../../domain/reckoning/bulletin.ts'
import { refused } from '../refusal.ts'

/**
 * Until when a bulletin is to reach: a day is meant to its end, today's as far as it has gone; nothing said: now.
 * @throws RefusedError BULLETIN_IN_FUTURE, FIELD_INVALID
 */
export function bulletinUntil(now: PlanTime, said: string | undefined): PlanTime {
  if (said === undefined || said.trim() === '') return now
  const found = readMoment(said)
  if (found === null)
    throw refused('FIELD_INVALID', `“${said}”不是日期`, '写成 2026-03-02 或 2026年3月2日15时30分')
  const asked = found.at ?? endOf(found.on)
  if (asked <= now) return asked
  if (found.at === null && found.on === dateOf(now)) return now
  throw refused(
    'BULLETIN_IN_FUTURE',
    `${asked.replace('T', ' ')} 还没有到，现在是 ${now.replace('T', ' ')}`,
    '写一个已经过去的日期或时刻',
  )
}
