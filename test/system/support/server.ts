import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestProject } from 'vitest/node'
import { bundled } from '../../../bin/bundle.mjs'
import { ensureBuilt } from '../../../temporal/build.ts'
import { startEmbedded } from '../../../temporal/embedded.ts'
import { anyFree } from '../../../temporal/ports.ts'
import { bundleWorkflows } from '../../../worker/bundle.ts'

declare module 'vitest' {
  interface ProvidedContext {
    address: string
    namespace: string
  }
}

const say = (line: string) => process.stderr.write(`${line}\n`)

/** One real server for all system tests, on ports and data of its own; nothing of the user's is touched. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  await ensureBuilt(say)
  // Workers and the command line run of their bundles, as they do for users; workflow code is bundled once for all files.
  process.env.DUBAN_BUNDLE = (await bundled()) ?? ''
  await bundleWorkflows()
  const dataDir = mkdtempSync(join(tmpdir(), 'duban-test-'))
  // Port 1 would do for anybody but root, who may listen there.
  const free = { frontend: await anyFree(), ui: await anyFree() } as never
  const embedded = await startEmbedded({
    dataDir,
    lastPorts: free,
    say: () => undefined,
    onPids: () => undefined,
    withUi: false,
  })
  project.provide('address', embedded.address)
  project.provide('namespace', embedded.namespace)
  return async () => {
    await embedded.server.stop()
    rmSync(dataDir, { recursive: true, force: true })
  }
}
