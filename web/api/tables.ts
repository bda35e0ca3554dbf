import type { Route } from './route.ts'
import { ACCOUNT } from './routes/account.ts'
import { ACTS } from './routes/acts.ts'
import { BULK } from './routes/bulk.ts'
import { BULLETINS } from './routes/bulletins.ts'
import { CALENDARS } from './routes/calendars.ts'
import { EVENTS } from './routes/events.ts'
import { EXPORTS } from './routes/exports.ts'
import { FEEDS } from './routes/feeds.ts'
import { FILES } from './routes/files.ts'
import { ITEMS } from './routes/items.ts'
import { JOBS } from './routes/jobs.ts'
import { LINKS } from './routes/links.ts'
import { PLAN_CHANGES } from './routes/plan-changes.ts'
import { PLANS } from './routes/plans.ts'
import { PUBLIC } from './routes/public.ts'
import { READS } from './routes/reads.ts'
import { REFERENCE } from './routes/reference.ts'
import { REVIEW } from './routes/review.ts'
import { STREAM } from './routes/stream.ts'
import { TEMPLATES } from './routes/templates.ts'
import { USERS } from './routes/users.ts'

/** Every route of /api/v1: served by it (serve.ts), written down by it (openapi.ts), gone through by the tests. */
export const ROUTES: readonly Route[] = [
  ...PLANS,
  ...PLAN_CHANGES,
  ...REVIEW,
  ...READS,
  ...ACCOUNT,
  ...FEEDS,
  ...USERS,
  ...ACTS,
  ...BULK,
  ...JOBS,
  ...ITEMS,
  ...EVENTS,
  ...BULLETINS,
  ...LINKS,
  ...PUBLIC,
  ...FILES,
  ...EXPORTS,
  ...TEMPLATES,
  ...REFERENCE,
  ...CALENDARS,
  ...STREAM,
]
