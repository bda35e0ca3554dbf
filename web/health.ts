import type { Hono } from 'hono'
import { lastRow } from '../records/read.ts'
import type { WebDeps, WebEnv } from './context.ts'

/**
 * Whether this process can answer: its record store is read. Temporal's absence is no fault of it, reads go on; whoever
 * watches that asks the workers. It says nothing of what is in the store, and so is open to whoever reaches the port.
 */
export function healthRoute(app: Hono<WebEnv>, { db }: WebDeps): void {
  app.get('/healthz', async (c) => {
    const ok = await lastRow(db).then(
      () => true,
      () => false,
    )
    return c.json({ ok }, ok ? 200 : 503)
  })
}
