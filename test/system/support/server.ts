import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestProject } from 'vitest/node'
import type { Ports } from '../../../temporal/ports.ts'
import { usualPorts } from '../../../temporal/ports.ts'
import { bringUp } from '../../../temporal/up.ts'

declare module 'vitest' {
  export interface ProvidedContext {
    /** `host:port` of the real Temporal server of this test run. */
    temporalAddress: string
    temporalNamespace: string
    /** The folder of that server; tests make their own folders for records. */
    temporalDataDir: string
  }
}

/** Any free port, for each: several test runs, and a running `npm start`, live beside each other. */
export const anyPorts = Object.fromEntries(
  Object.keys(usualPorts).map((name) => [name, 0]),
) as unknown as Ports

/** Nothing of the caller's environment may turn the tests to somebody's real Temporal. */
export const privateEnv = (): NodeJS.ProcessEnv =>
  Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('TEMPORAL_')))

/** One real, private Temporal server for the whole system project. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const dataDir = mkdtempSync(join(tmpdir(), 'duban-test-'))
  const up = await bringUp({
    dataDir,
    env: { ...privateEnv(), TEMPORAL_CONFIG_FILE: join(dataDir, 'no-profile.toml') },
    log: (line) => console.error(line),
    ports: anyPorts,
    withWorker: false,
    withUi: false,
  })
  project.provide('temporalAddress', up.endpoint.connect.address)
  project.provide('temporalNamespace', up.endpoint.namespace)
  project.provide('temporalDataDir', dataDir)
  return async () => {
    await up.stop()
    rmSync(dataDir, { recursive: true, force: true })
  }
}
