import { spawn } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createServer, type Server } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Client, Connection } from '@temporalio/client'
import { afterEach, beforeEach, expect, inject, test } from 'vitest'
import { findEndpoint, livingRun, projectRoot, writeWhole } from '../../temporal/endpoint.ts'
import { livingChildren } from '../../temporal/orphans.ts'
import { isAlive } from '../../temporal/process-identity.ts'
import { bringUp, type Up } from '../../temporal/up.ts'
import { anyPorts, privateEnv } from './support/server.ts'

let dataDir: string
let env: NodeJS.ProcessEnv
let lines: string[]
let up: Up | null

beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'duban-life-'))
  env = { ...privateEnv(), TEMPORAL_CONFIG_FILE: join(dataDir, 'none.toml') }
  lines = []
  up = null
})
afterEach(async () => {
  await up?.stop()
  rmSync(dataDir, { recursive: true, force: true })
})

const options = () => ({ dataDir, env, ports: anyPorts, log: (line: string) => void lines.push(line) })
const workerEntry = join(projectRoot, 'test/system/support/idle-worker.ts')
const workerNotes = (): string => readFileSync(join(dataDir, 'worker.txt'), 'utf8')

test('everything is started in order, found by its record, and stopped clean', async () => {
  up = await bringUp({ ...options(), workerEntry })
  const { address } = up.endpoint.connect
  expect(await findEndpoint(dataDir, env)).toEqual(up.endpoint)
  expect((await fetch(up.uiUrl as string)).ok).toBe(true)
  expect(workerNotes()).toBe(`started ${address}\n`)
  const pids = Object.values(up.pids())
  expect(pids).toHaveLength(3)

  await up.stop()
  expect(workerNotes()).toBe(`started ${address}\ndrained ${address}\n`)
  expect(pids.filter((pid) => isAlive(pid))).toEqual([])
  expect(livingRun(dataDir)).toBeNull()
  expect(await findEndpoint(dataDir, env)).toBeNull()
})

test('a killed server and a killed worker come back; no history is lost', async () => {
  up = await bringUp({ ...options(), workerEntry, withUi: false })
  await startWorkflow(up, 'survivor')
  const before = up.pids()
  process.kill(before.server as number, 'SIGKILL')
  process.kill(before.worker as number, 'SIGKILL')
  await expect
    .poll(() => lines.filter((line) => line.includes('已重新启动')).length, { timeout: 60_000 })
    .toBe(2)
  const after = up.pids()
  expect(after.server).not.toBe(before.server)
  expect(after.worker).not.toBe(before.worker)
  expect(await historyLength(up, 'survivor')).toBeGreaterThan(0)
})

test('a second start while one runs uses it and starts nothing', async () => {
  up = await bringUp({ ...options(), workerEntry, withUi: false })
  const again = await bringUp({ ...options(), workerEntry })
  expect(again.reused).toBe(true)
  expect(again.endpoint).toEqual(up.endpoint)
  expect(again.pids()).toEqual({})
  await again.stop()
  expect(workerNotes().split('\n').filter(Boolean)).toHaveLength(1)
})

test('two starts at the same moment: one starts, the other waits and uses it', async () => {
  const both = await Promise.all([
    bringUp({ ...options(), withWorker: false, withUi: false }),
    bringUp({ ...options(), withWorker: false, withUi: false }),
  ])
  up = both.find(({ reused }) => !reused) ?? null
  expect(both.map(({ reused }) => reused).sort()).toEqual([false, true])
  expect(both[0].endpoint).toEqual(both[1].endpoint)
})

test('when up itself is killed, its children do not block the next start, and the data is there', async () => {
  const script = join(projectRoot, 'test/system/support/up-and-stay.ts')
  const child = spawn(process.execPath, ['--import', 'tsx', script], {
    cwd: projectRoot,
    env: { ...env, DUBAN_DATA: dataDir },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  await new Promise((resolve) => child.stdout.once('data', resolve))
  const orphans = Object.values(livingChildren(dataDir))
  expect(orphans).toHaveLength(2)
  await startWorkflow({ endpoint: (await findEndpoint(dataDir, env)) as Up['endpoint'] }, 'survivor')
  child.kill('SIGKILL')
  await new Promise((resolve) => child.once('exit', resolve))
  // A dead process's record is no endpoint, though its server still answers.
  expect(await findEndpoint(dataDir, env)).toBeNull()
  expect(orphans.filter((pid) => isAlive(pid))).toEqual(orphans)

  up = await bringUp({ ...options(), workerEntry, withUi: false })
  expect(up.reused).toBe(false)
  expect(orphans.filter((pid) => isAlive(pid))).toEqual([])
  expect(await historyLength(up, 'survivor')).toBeGreaterThan(0)
})

test('a record whose process id now belongs to another process is ignored', async () => {
  const record = {
    pid: process.pid,
    pidStart: 'another time',
    kind: 'embedded',
    address: inject('temporalAddress'),
  }
  writeWhole(join(dataDir, 'run.json'), JSON.stringify(record))
  expect(livingRun(dataDir)).toBeNull()
  expect(await findEndpoint(dataDir, env)).toBeNull()
})

test('a busy port is left alone, another taken, and the occupant named', async () => {
  const busy = await occupy()
  const { port } = busy.address() as { port: number }
  up = await bringUp({
    ...options(),
    ports: { ...anyPorts, frontend: port },
    withWorker: false,
    withUi: false,
  })
  busy.close()
  expect(up.endpoint.connect.address).not.toBe(`127.0.0.1:${port}`)
  expect(lines.join('\n')).toContain(`端口 ${port} 已被占用`)
  if (process.platform === 'linux') expect(lines.join('\n')).toContain(`进程 ${process.pid}`)
})

test('a data folder of any name keeps its own database', async () => {
  const odd = join(dataDir, '督办 #1?a=b 50%')
  up = await bringUp({ ...options(), dataDir: odd, withWorker: false, withUi: false })
  expect(existsSync(join(odd, 'temporal', 'temporal.db'))).toBe(true)
})

test('with TEMPORAL_ADDRESS that server is used: nothing is built, no server started', async () => {
  const address = inject('temporalAddress')
  const given = { ...env, TEMPORAL_ADDRESS: address, DUBAN_CACHE: join(dataDir, 'empty-cache'), PATH: '' }
  up = await bringUp({ ...options(), env: given, workerEntry })
  expect(up.endpoint).toMatchObject({ kind: 'external', connect: { address } })
  expect(Object.keys(up.pids())).toEqual(['worker'])
  expect(workerNotes()).toBe(`started ${address}\n`)
})

async function occupy(): Promise<Server> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return server
}

async function withClient<T>(
  { endpoint }: Pick<Up, 'endpoint'>,
  use: (client: Client) => Promise<T>,
): Promise<T> {
  const connection = await Connection.connect(endpoint.connect)
  try {
    return await use(new Client({ connection, namespace: endpoint.namespace }))
  } finally {
    await connection.close()
  }
}

const startWorkflow = (where: Pick<Up, 'endpoint'>, workflowId: string) =>
  withClient(where, (client) => client.workflow.start('nobody', { taskQueue: 'nobody', workflowId }))

const historyLength = (where: Pick<Up, 'endpoint'>, workflowId: string) =>
  withClient(where, async (client) => (await client.workflow.getHandle(workflowId).describe()).historyLength)
