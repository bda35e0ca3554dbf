import { Runtime } from '@temporalio/worker'
import pino from 'pino'
import { HIDDEN, REDACT_PATHS, redactor, secretsOf } from '../security/redact.ts'

/** A pino that writes no secrets: by name of the field, and by form wherever they stand in a line. */
export function createLogger(to: pino.DestinationStream, env: NodeJS.ProcessEnv = process.env): pino.Logger {
  const clean = redactor(secretsOf(env))
  return pino(
    {
      level: env.DUBAN_LOG ?? 'info',
      base: { name: 'duban-worker' },
      redact: { paths: REDACT_PATHS, censor: HIDDEN },
      // The SDK logs errors under `error`; pino by itself shows only those under `err`.
      serializers: { error: pino.stdSerializers.err },
      hooks: { streamWrite: clean },
    },
    to,
  )
}

/**
 * pino writes Duban's and the SDK's log lines as JSON on stderr; DUBAN_LOG sets the level (default info).
 * @param sdkMetrics host:port at which the SDK's own metrics are served; null: they are not kept
 */
export function installLogger(sdkMetrics: string | null = null): pino.Logger {
  const logger = createLogger(pino.destination(2))
  const line = (to: 'trace' | 'debug' | 'info' | 'warn' | 'error') => (message: string, meta?: object) =>
    logger[to](meta ?? {}, message)
  Runtime.install({
    logger: {
      log: (to, message, meta) => line(to.toLowerCase() as 'info')(message, meta),
      trace: line('trace'),
      debug: line('debug'),
      info: line('info'),
      warn: line('warn'),
      error: line('error'),
    },
    telemetryOptions: {
      logging: { forward: {}, filter: 'WARN' },
      ...(sdkMetrics === null ? {} : { metrics: { prometheus: { bindAddress: sdkMetrics } } }),
    },
  })
  return logger
}
