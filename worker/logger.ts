import { Runtime } from '@temporalio/worker'
import pino from 'pino'

/** pino writes Duban's and the SDK's log lines as JSON on stderr; DUBAN_LOG sets the level (default info). */
export function installLogger(): pino.Logger {
  const level = process.env.DUBAN_LOG ?? 'info'
  const logger = pino({ level, base: { name: 'duban-worker' } }, pino.destination(2))
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
    telemetryOptions: { logging: { forward: {}, filter: 'WARN' } },
  })
  return logger
}
