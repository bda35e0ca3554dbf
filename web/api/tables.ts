import type { Route } from './route.ts'
import { ACTS } from './routes/acts.ts'
import { BULLETINS } from './routes/bulletins.ts'
import { EVENTS } from './routes/events.ts'
import { FILES } from './routes/files.ts'
import { READS } from './routes/reads.ts'
import { REFERENCE } from './routes/reference.ts'

/** Every route of /api/v1: served by it (serve.ts), written down by it (openapi.ts), gone through by the tests. */
export const ROUTES: readonly Route[] = [...READS, ...ACTS, ...EVENTS, ...BULLETINS, ...FILES, ...REFERENCE]
