import { readdirSync, readFileSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'
import { historyFromJSON } from '@temporalio/common/lib/proto-utils'
import { bundleWorkflowCode, DefaultLogger, Runtime, Worker } from '@temporalio/worker'
import { sharedModules } from '../worker/bundle.ts'

Runtime.install({ logger: { log() {}, trace() {}, debug() {}, info() {}, warn() {}, error: console.error } })
const dir = 'test/histories/0.1.0/'
const hs = readdirSync(dir)
  .filter((f) => f !== 'plan.json.gz')
  .flatMap((f) =>
    Array.from({ length: 20 }, (_, i) => ({
      workflowId: f + i,
      history: historyFromJSON(JSON.parse(gunzipSync(readFileSync(dir + f)).toString())),
    })),
  )
const events = hs.reduce((s, h) => s + h.history.events!.length, 0)
const mk = (p: string[]) =>
  bundleWorkflowCode({
    workflowsPath: new URL('../workflows/index.ts', import.meta.url).pathname,
    preloadModules: p,
    logger: new DefaultLogger('WARN'),
  })
const a = await mk([]),
  b = await mk(sharedModules())
for (let r = 0; r < 3; r++)
  for (const [n, w] of [
    ['none', a],
    ['shared', b],
  ] as const) {
    const t = performance.now()
    for await (const x of Worker.runReplayHistories({ workflowBundle: w }, hs)) if (x.error) throw x.error
    console.log(n, events, (events / ((performance.now() - t) / 1000)).toFixed(0))
  }
process.exit(0)
