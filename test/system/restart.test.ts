import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Client, Connection } from '@temporalio/client'
import { afterEach, describe, expect, it } from 'vitest'
import { type EmbeddedServer, startEmbedded } from '../../temporal/embedded.ts'

const made: string[] = []
const running: EmbeddedServer[] = []
const folder = () => {
  const path = mkdtempSync(join(tmpdir(), 'duban-restart-'))
  made.push(path)
  return path
}
afterEach(async () => {
  await Promise.all(running.splice(0).map(({ server }) => server.stop()))
  for (const path of made.splice(0)) rmSync(path, { recursive: true, force: true })
})

const quiet = () => undefined
/** On ports of its own, other ones each time. */
async function start(dataDir: string) {
  const embedded = await startEmbedded({
    dataDir,
    lastPorts: null,
    say: quiet,
    onPids: quiet,
    withUi: false,
  })
  running.push(embedded)
  const connection = await Connection.connect({ address: embedded.address })
  const client = new Client({ connection, namespace: embedded.namespace })
  const begin = (id: string) =>
    client.workflow.start('nobody', { workflowId: id, taskQueue: `queue of ${id}` })
  return {
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
    async stop() {
      await connection.close()
      await embedded.server.stop()
      running.splice(running.indexOf(embedded), 1)
    },
  }
}

describe('an embedded server', () => {
  it('started again at once on other ports does not wait for its former self: a new queue has its first task at once', async () => {
    const dataDir = folder()
    const first = await start(dataDir)
    await first.firstTask('one')
    await first.stop()
    const second = await start(dataDir)
    expect(await second.firstTask('two')).toBeLessThan(15_000)
  })
})
