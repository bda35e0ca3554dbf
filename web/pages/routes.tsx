import type { Hono } from 'hono'
import type { WebDeps, WebEnv } from '../context.ts'
import { accountRoutes } from './accounts.tsx'
import { actRoutes } from './act-form.tsx'
import { bulkRoutes } from './bulk.tsx'
import { bulletinRoutes } from './bulletins.tsx'
import { calendarRoutes } from './calendar.tsx'
import { channelRoutes } from './channels.tsx'
import { eventRoutes } from './events.tsx'
import { feedPages } from './feeds.tsx'
import { hintRoutes } from './hints.ts'
import { itemRoutes } from './item-form.tsx'
import { leadRoutes } from './lead.tsx'
import { linkPages } from './links.tsx'
import { listRoutes } from './lists.tsx'
import { meRoutes } from './me.tsx'
import { measureRoutes } from './measure.tsx'
import { measureListRoutes } from './measure-list.tsx'
import { noticeRoutes } from './notices.tsx'
import { overviewRoutes } from './overview.tsx'
import { planRoutes } from './plans/routes.ts'
import { proveRoutes } from './prove.tsx'
import { publishRoutes } from './publish.tsx'
import { reviewRoutes } from './review.tsx'
import { ruleRoutes } from './rules.tsx'
import { ruleChangeRoutes } from './rules-routes.tsx'
import { sampleRoutes } from './sample.tsx'
import { searchRoutes } from './search.tsx'
import { secondFactorRoutes } from './second-factor.tsx'
import { slipRoutes } from './slips.tsx'
import { systemRoutes } from './system.tsx'
import { templateRoutes } from './templates.tsx'
import { todayRoutes } from './today.tsx'
import { unitRoutes } from './units.tsx'
import { viewRoutes } from './views.tsx'

/** The pages of those who are signed in. */
export function pageRoutes(app: Hono<WebEnv>, deps: WebDeps): void {
  todayRoutes(app, deps)
  reviewRoutes(app, deps)
  planRoutes(app, deps)
  overviewRoutes(app, deps)
  listRoutes(app, deps)
  itemRoutes(app, deps)
  bulkRoutes(app, deps)
  viewRoutes(app, deps)
  sampleRoutes(app, deps)
  measureListRoutes(app, deps)
  eventRoutes(app, deps)
  bulletinRoutes(app, deps)
  slipRoutes(app, deps)
  linkPages(app, deps)
  publishRoutes(app, deps)
  unitRoutes(app, deps)
  noticeRoutes(app, deps)
  calendarRoutes(app, deps)
  searchRoutes(app, deps)
  hintRoutes(app, deps)
  leadRoutes(app, deps)
  ruleRoutes(app, deps)
  ruleChangeRoutes(app, deps)
  measureRoutes(app, deps)
  actRoutes(app, deps)
  accountRoutes(app, deps)
  meRoutes(app, deps)
  proveRoutes(app, deps)
  feedPages(app, deps)
  secondFactorRoutes(app, deps)
  systemRoutes(app, deps)
  channelRoutes(app, deps)
  templateRoutes(app, deps)
}
