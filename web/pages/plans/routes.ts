import type { Hono } from 'hono'
import type { WebDeps, WebEnv } from '../../context.ts'
import { advanceRoutes } from './advance.tsx'
import { amendRoutes } from './amend.tsx'
import { closeRoutes } from './close.tsx'
import { draftRoutes } from './draft.tsx'
import { readingRoutes } from './reading.tsx'
import { startRoutes } from './start.tsx'
import { uploadRoutes } from './upload.tsx'

/** 方案: from the upload of a document to its closing. */
export function planRoutes(app: Hono<WebEnv>, deps: WebDeps): void {
  uploadRoutes(app, deps)
  readingRoutes(app, deps)
  draftRoutes(app, deps)
  startRoutes(app, deps)
  advanceRoutes(app, deps)
  amendRoutes(app, deps)
  closeRoutes(app, deps)
}
