import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Client, Connection } from '@temporalio/client'
import { afterEach, describe, expect, it } from 'vitest'
import { type Persistence, sqliteStore } from '../../temporal/config.ts'
import { type EmbeddedServer, startEmbedded } from '../../temporal/embedded.ts'
import { copyServer, putServer, STORE_FILES } from '../../temporal/store-files.ts'

const made: string[] = []
const running: EmbeddedServer[] = []
const folder = () => {
  const path = mkdtempSync(join(tmpdir(), 'duban-files-'))
  made.push(path)
  return path
}
afterEach(async () => {
  await Promise.all(running.splice(0).map(({ server }) => server.stop()))
  for (const path of made.splice(0)) rmSync(path, { recursive: true, force: true })
})

const quiet = () => undefined
/** On ports of its own, other ones each time. */
async function start(dataDir: string, persistence?: Persistence) {
  const embedded = await startEmbedded({
    dataDir,
    lastPorts: null,
    say: quiet,
    onPids: quiet,
    withUi: false,
    persistence,
  })
  running.push(embedded)
  const connection = await Connection.connect({ address: embedded.address })
  const client = new Client({ connection, namespace: embedded.namespace })
  const begin = (id: string) =>
    client.workflow.start('nobody', { workflowId: id, taskQueue: `queue of ${id}` })
  return {
    begin,
    /** Until the first task of a workflow that has just begun comes, in milliseconds. */
    async firstTask(id: string) {
      const from = Date.now()
      await begin(id)
      const { namespace } = embedded
      const task = await client.withDeadline(from + 90_000, () =>
        connection.workflowService.pollWorkflowTaskQueue({
          namespace,
          taskQueue: { name: `queue of ${id}` },
          identity: 'test',
        }),
      )
      expect(task.workflowExecution?.workflowId).toBe(id)
      return Date.now() - from
    },
    /** The list of workflows, when it has become as long as that. */
    async listed(count: number) {
      for (;;) {
        const ids: string[] = []
        for await (const { workflowId } of client.workflow.list({ query: `WorkflowType = 'nobody'` }))
          ids.push(workflowId)
        if (ids.length >= count) return ids.sort()
        await new Promise((resolve) => setTimeout(resolve, 50))
      }
    },
    async stop() {
      await connection.close()
      await embedded.server.stop()
      running.splice(running.indexOf(embedded), 1)
    },
  }
}

describe('the files of the embedded server', () => {
  it('let it start again at once on other ports: the first task of a new queue does not wait for the old ones', async () => {
    const dataDir = folder()
    const first = await start(dataDir)
    await first.firstTask('one')
    await first.stop()
    const second = await start(dataDir)
    expect(await second.firstTask('two')).toBeLessThan(15_000)
  })

  it('of a folder where histories and list are still one file are taken apart, and a backup has both', async () => {
    const dataDir = folder()
    const store = sqliteStore(STORE_FILES.main)
    const old = await start(dataDir, { main: store, visibility: store, shards: 1 })
    await old.begin('old')
    await old.listed(1)
    await old.stop()
    const files = join(dataDir, 'temporal')
    expect(existsSync(join(files, STORE_FILES.visibility))).toBe(false)
    const backupOfOld = folder()
    await copyServer(files, backupOfOld)

    const now = await start(dataDir)
    await now.begin('new')
    expect(await now.listed(2)).toEqual(['new', 'old'])
    const backup = folder()
    await copyServer(files, backup)
    await now.begin('after the backup')
    await now.listed(3)
    await now.stop()

    putServer(backup, files)
    const restored = await start(dataDir)
    expect(await restored.listed(2)).toEqual(['new', 'old'])
    await restored.stop()

    putServer(backupOfOld, files)
    const restoredOld = await start(dataDir)
    expect(await restoredOld.listed(1)).toEqual(['old'])
    await restoredOld.begin('goes on')
    expect(await restoredOld.listed(2)).toEqual(['goes on', 'old'])
  })
})
