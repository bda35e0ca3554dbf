import { execFile, spawn } from 'node:child_process'
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { Client, Connection } from '@temporalio/client'
import Database from 'better-sqlite3'
import { afterEach, describe, expect, inject, it } from 'vitest'
import { SERVER_FILE } from '../../temporal/config.ts'
import { startEmbedded } from '../../temporal/embedded.ts'
import { answers, readRunFile } from '../../temporal/endpoint.ts'
import { isAlive } from '../../temporal/lock.ts'
import { forgetMembers } from '../../temporal/members.ts'
import { missingAttributes, retentionOf } from '../../temporal/namespace.ts'
import { binary, cacheFolder, SERVER, UI } from '../../temporal/parts.mjs'
import { choosePorts } from '../../temporal/ports.ts'
import { bringUp } from '../../temporal/up.ts'

const BIN = fileURLToPath(new URL('../../bin/duban.mjs', import.meta.url))
const made: string[] = []
const folder = () => {
  const path = mkdtempSync(join(tmpdir(), 'duban-server-'))
  made.push(path)
  return path
}
afterEach(() => {
  for (const path of made.splice(0)) rmSync(path, { recursive: true, force: true })
})
const quiet = () => undefined
const lookUps = (dataDir: string): unknown =>
  JSON.parse(readFileSync(join(dataDir, 'temporal', 'dynamic.yaml'), 'utf8'))[
    'system.forceSearchAttributesCacheRefreshOnRead'
  ][0].value

/** Indexes of the server's list of workflows. */
function listIndexes(dataDir: string): unknown[] {
  const database = new Database(join(dataDir, 'temporal', SERVER_FILE), { readonly: true })
  const names = database
    .prepare(
      "SELECT name FROM sqlite_master WHERE type = 'index' AND tbl_name = 'executions_visibility' AND sql <> '' ORDER BY 1",
    )
    .pluck()
    .all()
  database.close()
  return names
}
/** What the web UI, deployments and Duban's own attributes search. */
const SEARCHED = [
  ...['by_datetime_01', 'by_execution_time', 'by_keyword_01', 'by_keyword_02', 'by_keyword_03'],
  ...['by_keyword_04', 'by_parent_run_id', 'by_parent_workflow_id', 'by_root_run_id', 'by_root_workflow_id'],
  ...['by_status', 'by_task_queue', 'by_temporal_namespace_division', 'by_temporal_pause_info'],
  ...['by_temporal_worker_deployment', 'by_temporal_worker_deployment_version'],
  ...['by_temporal_workflow_versioning_behavior', 'by_workflow_id', 'by_workflow_type', 'default_idx'],
]

describe('the embedded server', () => {
  it('keeps histories for ten years and knows the search attributes', async () => {
    const connection = await Connection.connect({ address: inject('address') })
    expect(await retentionOf(connection, inject('namespace'))).toBe(3650)
    expect(await missingAttributes(connection, inject('namespace'))).toEqual([])
    await connection.close()
  })

  it('takes other ports when the usual ones are busy, and says so', async () => {
    const said: string[] = []
    const busy = createServer()
    await new Promise<void>((resolve) => busy.listen(0, '127.0.0.1', resolve))
    const { port } = busy.address() as { port: number }
    const ports = await choosePorts({ frontend: port }, (line) => said.push(line))
    expect(ports.frontend).not.toBe(port)
    expect(
      new Set([ports.frontend, ports.history, ports.matching, ports.worker, ports.ui, ...ports.membership])
        .size,
    ).toBe(9)
    await new Promise((resolve) => busy.close(resolve))
  })

  it('is found by a second start, which starts nothing; after kill -9 of everything it starts again on the same data', async () => {
    const dataDir = folder()
    const first = await bringUp({ dataDir, say: quiet })
    const run = readRunFile(dataDir)
    const second = await bringUp({ dataDir, say: quiet })
    expect([first.ours, second.ours]).toEqual([true, false])
    expect(second.endpoint.connect.address).toBe(first.endpoint.connect.address)
    expect(readRunFile(dataDir)?.children).toEqual(run?.children)
    const connection = await Connection.connect(first.endpoint.connect)
    await connection.workflowService.startWorkflowExecution({
      namespace: 'default',
      workflowId: 'kept',
      requestId: 'kept',
      workflowType: { name: 'nobody' },
      taskQueue: { name: 'nobody' },
    })
    await connection.close()
    const looksUp = lookUps(dataDir)
    expect(listIndexes(dataDir)).toEqual(SEARCHED)
    first.kill()
    for (const pid of Object.values(run?.children ?? {}))
      while (isAlive(pid)) await new Promise((r) => setTimeout(r, 20))
    const again = await bringUp({ dataDir, say: quiet })
    // This process is still alive, so the run file looks alive too: only its server tells that it is not.
    expect(again.ours).toBe(true)
    // Just registered, search attributes are looked up at every use; on a later start they need not be.
    expect([looksUp, lookUps(dataDir)]).toEqual([true, false])
    const anew = await Connection.connect(again.endpoint.connect)
    const described = await anew.workflowService.describeWorkflowExecution({
      namespace: 'default',
      execution: { workflowId: 'kept' },
    })
    expect(described.workflowExecutionInfo?.execution?.workflowId).toBe('kept')
    expect(listIndexes(dataDir)).toEqual(SEARCHED)
    // What has no index is searched all the same.
    for (const query of ['BatcherUser IS NULL', "WorkflowId = 'kept' AND TemporalScheduledById IS NULL"])
      await expect
        .poll(async () => {
          const { executions } = await anew.workflowService.listWorkflowExecutions({
            namespace: 'default',
            query,
          })
          return executions?.map((one) => one.execution?.workflowId)
        })
        .toEqual(['kept'])
    await anew.close()
    await again.stop()
    expect(readRunFile(dataDir)?.pid).toBe(0)
  })

  describe('the first time, with its web UI still to be built', () => {
    const { DUBAN_CACHE, PATH } = process.env
    afterEach(() => {
      if (DUBAN_CACHE === undefined) delete process.env.DUBAN_CACHE
      else process.env.DUBAN_CACHE = DUBAN_CACHE
      process.env.PATH = PATH
    })
    /** A cache that has the server alone, and a `go` that makes of the UI what `command` says, when told to go on. */
    const withoutUi = (command: string) => {
      const [server, ui] = [binary(SERVER.name), binary(UI.name)]
      const cache = folder()
      process.env.DUBAN_CACHE = cache
      mkdirSync(cacheFolder(), { recursive: true })
      symlinkSync(server, binary(SERVER.name))
      const script = `#!/bin/sh\nif [ "$1" = version ]; then echo go version go1.26.8 x; exit 0; fi\nwhile [ ! -e "${cache}/on" ]; do sleep 0.1; done\n${command.replace('UI', ui)}\n`
      writeFileSync(join(cache, 'go'), script)
      chmodSync(join(cache, 'go'), 0o755)
      process.env.PATH = `${cache}:${PATH}`
      return () => writeFileSync(join(cache, 'on'), '')
    }

    it('all the rest is up before; nobody is told an address until it answers', async () => {
      const goOn = withoutUi('cp UI "$GOBIN/server"')
      const dataDir = folder()
      const up = await bringUp({ dataDir, say: quiet })
      try {
        expect(up.endpoint.uiUrl).toBeNull()
        expect(readRunFile(dataDir)?.uiUrl).toBe('')
        goOn()
        const url = (await up.uiComes) ?? ''
        expect(readRunFile(dataDir)?.uiUrl).toBe(url)
        expect(await answers(new URL(url).host)).toBe(true)
        expect((await fetch(url)).status).toBe(200)
      } finally {
        await up.stop()
      }
    })

    it('one that cannot be built is told with a remedy, and all the rest stays up', async () => {
      const goOn = withoutUi('echo "dial tcp: no such host" >&2; exit 1')
      const dataDir = folder()
      const up = await bringUp({ dataDir, say: quiet })
      try {
        goOn()
        await expect(up.uiComes).rejects.toMatchObject({
          code: 'BUILD_FAILED',
          remedy: expect.stringContaining('GOPROXY'),
        })
        expect(readRunFile(dataDir)?.uiUrl).toBe('')
        expect(await answers(up.endpoint.connect.address)).toBe(true)
        expect(readdirSync(process.env.DUBAN_CACHE ?? '').filter((name) => name.includes('half'))).toEqual([])
      } finally {
        await up.stop()
      }
    })
  })

  it('started again at once on other ports does not wait for its former self: a new queue has its first task at once', async () => {
    const dataDir = folder()
    /** Starts it, lives to see the first task of a queue that nobody had, and ends it; milliseconds until that task. */
    const firstTask = async (id: string) => {
      const options = { dataDir, lastPorts: null, say: quiet, onPids: quiet, withUi: false }
      const { address, namespace, server } = await startEmbedded(options)
      const connection = await Connection.connect({ address })
      try {
        const client = new Client({ connection, namespace })
        const from = Date.now()
        await client.workflow.start('nobody', { workflowId: id, taskQueue: id })
        const poll = { namespace, taskQueue: { name: id }, identity: 'test' }
        const task = await client.withDeadline(from + 90_000, () =>
          connection.workflowService.pollWorkflowTaskQueue(poll),
        )
        expect(task.workflowExecution?.workflowId).toBe(id)
        return Date.now() - from
      } finally {
        await connection.close()
        await server.stop()
      }
    }
    await firstTask('one')
    expect(await firstTask('two')).toBeLessThan(15_000)
  })

  it('leaves it to the server to make its database, or to complain of one that is damaged', () => {
    const dataDir = folder()
    expect(() => forgetMembers(dataDir)).not.toThrow()
    expect(readdirSync(dataDir)).toEqual([])
    writeFileSync(
      join(dataDir, 'temporal.db'),
      'no database, but long enough to be looked at as one '.repeat(40),
    )
    expect(() => forgetMembers(dataDir)).not.toThrow()
  })

  it('ends with its parent’s SIGTERM: worker drained, server stopped, nothing left behind', async () => {
    const dataDir = folder()
    const up = spawn(process.execPath, [BIN, 'up'], {
      env: { ...process.env, DUBAN_DATA: dataDir },
      stdio: ['ignore', 'ignore', 'pipe'],
    })
    let said = ''
    up.stderr.on('data', (chunk) => {
      said += String(chunk)
    })
    while (!said.includes('按 Ctrl-C 停止')) await new Promise((r) => setTimeout(r, 50))
    const children = Object.values(readRunFile(dataDir)?.children ?? {})
    expect(children).toHaveLength(4)
    up.kill('SIGTERM')
    const code = await new Promise((resolve) => up.once('exit', resolve))
    expect(code).toBe(0)
    expect(said).toContain('已停止')
    expect(children.filter(isAlive)).toEqual([])
  })
})

describe('building the server', () => {
  /** A `go` that reports a version, then takes its time and writes what it was asked to build. */
  const slowGo = (bin: string, seconds: number) => {
    mkdirSync(bin, { recursive: true })
    const script = `#!/bin/sh\nif [ "$1" = version ]; then echo go version go1.26.8 x; exit 0; fi\necho "go: downloading x v1" >&2\nsleep ${seconds}\nprintf x > "$GOBIN/server"\n`
    writeFileSync(join(bin, 'go'), script)
    chmodSync(join(bin, 'go'), 0o755)
  }
  const build = (cache: string, bin: string) => {
    const code = `import { ensureBuilt } from ${JSON.stringify(fileURLToPath(new URL('../../temporal/build.ts', import.meta.url)))}; await ensureBuilt((l) => console.error(l)); console.error('BUILT')`
    const env = { ...process.env, DUBAN_CACHE: cache, PATH: `${bin}:${process.env.PATH}` }
    return execFile(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', code], {
      env,
      cwd: fileURLToPath(new URL('../..', import.meta.url)),
    })
  }
  const text = (child: ReturnType<typeof build>) => {
    const got = { err: '' }
    child.stderr?.on('data', (chunk) => {
      got.err += String(chunk)
    })
    return got
  }
  const ended = (child: ReturnType<typeof build>) => new Promise((resolve) => child.once('close', resolve))

  it('interrupted, leaves nothing half made; a second process waits for the first', async () => {
    const cache = folder()
    const bin = join(cache, 'bin')
    slowGo(bin, 30)
    const interrupted = build(cache, bin)
    const first = text(interrupted)
    while (!first.err.includes('编译官方')) await new Promise((r) => setTimeout(r, 50))
    interrupted.kill('SIGKILL')
    await ended(interrupted)
    const builtIn = () => readdirSync(cache).filter((n) => n.startsWith('temporal-') && !/half|lock/.test(n))
    expect(builtIn()).toEqual([])

    slowGo(bin, 1)
    const one = build(cache, bin)
    const saidOne = text(one)
    while (!saidOne.err.includes('编译官方')) await new Promise((r) => setTimeout(r, 20))
    const two = build(cache, bin)
    const saidTwo = text(two)
    await Promise.all([ended(one), ended(two)])
    expect(saidOne.err).toContain('BUILT')
    expect(saidTwo.err).toContain('正在编译 Temporal，等它完成')
    expect(saidTwo.err).toContain('BUILT')
    const [whole] = builtIn()
    expect(whole && existsSync(join(cache, whole, 'temporal-ui'))).toBe(true)
  })
})
