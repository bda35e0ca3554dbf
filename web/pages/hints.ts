import type { Hono } from 'hono'
import { mayRead } from '../../accounts/rights.ts'
import { secondsLeft } from '../../accounts/sessions.ts'
import { unitsLike } from '../../client/views/search.ts'
import { weekday } from '../../domain/calendar/date.ts'
import { weekdayName } from '../../domain/calendar/explain.ts'
import { namedDays } from '../../domain/calendar/lookup.ts'
import { readDate } from '../../domain/calendar/written.ts'
import { planStates } from '../../records/read.ts'
import type { WebDeps, WebEnv } from '../context.ts'
import { calendarOf } from '../uploaded.ts'
import { W } from '../words/zh-CN.ts'
import { signedIn } from './common.ts'

const MOST = 12
const T = W.hints

/** A date as it was typed, with its weekday and whether people work on it; '' where it is no date. */
function dateSays(deps: WebDeps, typed: string): string {
  const on = readDate(typed)
  if (on === null) return ''
  const kind = namedDays(calendarOf(deps)).get(on)?.kind
  const off = kind === undefined ? weekday(on) > 5 : kind !== 'makeUp'
  return T.date(on, weekdayName(on), off ? T.off : kind === 'makeUp' ? T.makeUp : T.work)
}

/** What the islands ask for while something is filled in. */
export function hintRoutes(app: Hono<WebEnv>, deps: WebDeps): void {
  app.get('/hints/date', (c) => c.text(dateSays(deps, (c.req.query('on') ?? '').slice(0, 40))))
  app.get('/hints/units', async (c) => {
    const q = (c.req.query('q') ?? '').trim().slice(0, 40)
    const found = new Set<string>()
    for (const plan of q === '' ? [] : await planStates(deps.db)) {
      const reads = mayRead(signedIn(c), plan.planId)
      if (reads === null || plan.phase === 'draft') continue
      const seen = { plan, mine: reads === 'all' ? null : reads }
      for (const unit of await unitsLike(deps.db, seen, q)) found.add(unit)
    }
    return c.json([...found].slice(0, MOST))
  })
  app.get('/hints/session', (c) => {
    const session = c.get('session')
    return c.json({ seconds: session === null ? 0 : secondsLeft(session.row) })
  })
}
