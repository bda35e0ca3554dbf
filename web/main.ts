import { factorRequired } from '../accounts/factor-rule.ts'
import { openOidc } from '../accounts/oidc.ts'
import { readOidc } from '../accounts/oidc-settings.ts'
import { ensureSealKey, sealed } from '../accounts/seal.ts'
import { setupCode } from '../accounts/setup.ts'
import { lazyClient } from '../client/connect.ts'
import { Office } from '../client/office.ts'
import { sweepEnded } from '../records/accounts/sessions.ts'
import { refreshBoard } from '../records/board/refresh.ts'
import { forgetRequests } from '../records/uploads.ts'
import { LOCAL, listen, placeOf, tlsFiles } from '../security/listen.ts'
import { scanWith } from '../security/scan.ts'
import { configuredEndpoint, dataFolder } from '../temporal/endpoint.ts'
import { TemporalSetupError } from '../temporal/errors.ts'
import { endsWithASentence } from '../temporal/failed.ts'
import { ANY_PORT } from '../temporal/ports.ts'
import { KEYED, webApp } from './app.tsx'
import { listenAt } from './listening.ts'
import { webMetrics } from './metrics.ts'
import { quotaOf, sweepUploads } from './quota.ts'
import { upkeep } from './upkeep.ts'

/**
 * The web process: pages and API on DUBAN_WEB (127.0.0.1:8234). Reads go on while Temporal is down. DUBAN_WEB_TLS_CERT and
 * DUBAN_WEB_TLS_KEY are its certificate; DUBAN_WEB_TLS=proxy says that a proxy in front speaks TLS; DUBAN_PROXIES names the
 * proxies' addresses; DUBAN_WEB_METRICS is where it tells what people feel. Says `{ready: true}` over IPC.
 */
process.umask(0o077)
endsWithASentence()
const endpoint = configuredEndpoint()
if (endpoint === null)
  throw new TemporalSetupError(
    'SERVER_NOT_NAMED',
    'TEMPORAL_ADDRESS 没有设置',
    '网页进程由 npx duban up 或 npx duban web 启动',
  )
const dataDir = dataFolder()
const words = (text: string | undefined) => (text ?? '').split(/[\s,，、]+/).filter((word) => word !== '')

const sealKey = ensureSealKey(dataDir)
const { client, close } = lazyClient(endpoint)
const duban = await Office.open({
  client,
  taskQueue: endpoint.taskQueue,
  dataDir,
  seal: (...over) => sealed(sealKey, ...over),
})
await setupCode(duban.db, dataDir)
const stopUpkeep = upkeep([
  {
    everyMs: 3_600_000,
    work: () =>
      Promise.allSettled([
        sweepEnded(duban.db, new Date().toISOString(), new Date(Date.now() - 86_400_000).toISOString()),
        forgetRequests(duban.db, Math.floor(Date.now() / 60_000) - 1),
        sweepUploads(duban.db, duban.blobs),
      ]),
  },
  // A worker of an older release beside this one leaves rows of the list behind.
  { everyMs: 30_000, work: () => refreshBoard(duban.db) },
])
const place = placeOf(process.env.DUBAN_WEB || '8234')
const files = tlsFiles(process.env.DUBAN_WEB_TLS_CERT, process.env.DUBAN_WEB_TLS_KEY)
const tls = files !== null || process.env.DUBAN_WEB_TLS === 'proxy'
const metrics = webMetrics()
const oidc = readOidc(dataDir)
const app = webApp({
  duban,
  db: duban.db,
  sealKey,
  tls,
  metrics,
  quota: quotaOf(process.env),
  scan: scanWith(process.env.DUBAN_SCAN ?? ''),
  oidc: oidc === null ? null : openOidc(oidc, sealKey),
  factor: factorRequired(process.env.DUBAN_TOTP, tls || place.host !== LOCAL),
  demo: !tls && place.host === LOCAL,
  proxies: words(process.env.DUBAN_PROXIES),
  temporalUi: process.env.DUBAN_UI_URL ?? null,
})
const listening = await listenAt(
  place,
  (at) => listen(app.fetch, at, { keyed: KEYED, ...(files ? { tls: files } : {}) }),
  process.argv.includes(ANY_PORT),
)
const measured = process.env.DUBAN_WEB_METRICS
  ? await listen(metrics.app.fetch, placeOf(process.env.DUBAN_WEB_METRICS))
  : null
process.stdout.write(`${JSON.stringify({ level: 'info', msg: 'web listens', url: listening.url })}\n`)
process.send?.({ ready: true, url: listening.url })

let stopping = false
const stop = async () => {
  if (stopping) process.exit(1)
  stopping = true
  stopUpkeep()
  await listening.close()
  await measured?.close()
  await duban.close()
  await close()
  process.exit(0)
}
process.on('SIGTERM', stop)
process.on('SIGINT', stop)
process.on('disconnect', stop)
