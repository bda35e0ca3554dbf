import { Hono } from 'hono'
import type { Logger } from 'pino'
import { type Listening, listen, type Place, placeOf } from '../security/listen.ts'
import { type Health, type HealthSubject, healthOf } from './health.ts'
import { dubanMetrics } from './metrics.ts'

/** DUBAN_METRICS: port or host:port of /metrics, /health, /ready, /live; null: nothing listens. @throws SecurityError USAGE_ADDRESS */
export const observedAt = (env: NodeJS.ProcessEnv): Place | null =>
  env.DUBAN_METRICS ? placeOf(env.DUBAN_METRICS) : null

export interface ObserveOptions extends HealthSubject {
  readonly log: Pick<Logger, 'warn'>
  /** host:port of the SDK's own metrics; null: there are none. */
  readonly sdkMetrics: string | null
}

const TEXT = 'text/plain; version=0.0.4; charset=utf-8'
/** Answers are kept this long, so that many askers cost the store and the server no more than one. */
const KEPT_MS = 2_000

/** One answer for all who ask within `KEPT_MS`; a failure is not kept. */
function kept<T>(work: () => Promise<T>): () => Promise<T> {
  let last: { readonly at: number; readonly answer: Promise<T> } | null = null
  return () => {
    if (last !== null && Date.now() - last.at < KEPT_MS) return last.answer
    const answer = work()
    last = { at: Date.now(), answer }
    answer.catch(() => {
      last = null
    })
    return answer
  }
}

async function sdkMetricsText(at: string | null): Promise<string> {
  if (at === null) return ''
  const answer = await fetch(`http://${at}/metrics`, { signal: AbortSignal.timeout(2_000) })
  return answer.text()
}

/**
 * GET /metrics: Duban's figures and the SDK's in one text. GET /ready: 200 when server, store and poller are well, 503
 * and which is not otherwise; GET /health: the same, and no workflow is stuck. GET /live: 200 while the process answers and its worker has not failed;
 * the one to restart by, because a server that is down is not mended by restarting workers.
 */
function observeApp(options: ObserveOptions): Hono {
  const { db, worker, log, sdkMetrics } = options
  const app = new Hono()
  const health = kept<Health>(() =>
    healthOf(options, (check, error) => log.warn({ check, error }, 'health: a check failed')),
  )
  const metrics = kept<string>(async () => {
    const own = await dubanMetrics(db, Date.now())
    try {
      return `${own}\n${await sdkMetricsText(sdkMetrics)}`
    } catch (error) {
      log.warn({ error }, 'metrics: those of the SDK cannot be read')
      return own
    }
  })
  // A stuck workflow is for a person to see, and no reason to take work from this worker.
  app.get('/health', async (c) => {
    const found = await health()
    const ok = found.checks.every((check) => check.ok)
    return c.json({ ...found, ok }, ok ? 200 : 503)
  })
  app.get('/ready', async (c) => {
    const found = await health()
    return c.json(found, found.ok ? 200 : 503)
  })
  app.get('/live', (c) => {
    const state = worker.getState()
    return c.json({ ok: state !== 'FAILED', worker: state }, state === 'FAILED' ? 503 : 200)
  })
  app.get('/metrics', async (c) => c.body(await metrics(), 200, { 'content-type': TEXT }))
  app.onError((error, c) => {
    log.warn({ error }, 'metrics: cannot be read')
    return c.json(
      { error: { code: 'STORE_UNREADABLE', message: '记录库读不了', remedy: '查看 worker.log' } },
      503,
    )
  })
  return app
}

export const observe = (options: ObserveOptions, place: Place): Promise<Listening> =>
  listen(observeApp(options).fetch, place)
