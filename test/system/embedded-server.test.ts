import { Client, Connection } from '@temporalio/client'
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import { missingSearchAttributes, retentionOf } from '../../temporal/namespace.ts'

describe('the embedded server, as every run finds it', () => {
  let connection: Connection
  beforeAll(async () => {
    connection = await Connection.connect({ address: inject('temporalAddress') })
  })
  afterAll(() => connection.close())

  test('keeps history for ten years', async () => {
    expect(await retentionOf(connection, inject('temporalNamespace'))).toBe(3650)
  })

  test('has every search attribute, and workflows can be started and found by them', async () => {
    const namespace = inject('temporalNamespace')
    expect(await missingSearchAttributes(connection, namespace)).toEqual([])
    const client = new Client({ connection, namespace })
    const workflowId = `attributes-${process.pid}`
    const handle = await client.workflow.start('nobody', {
      taskQueue: 'nobody',
      workflowId,
      searchAttributes: {
        DubanState: ['waiting'],
        DubanWaitingFor: ['省出台具体规定'],
        DubanDueAt: [new Date(0)],
      },
    })
    await expect
      .poll(async () => (await client.workflow.count("DubanWaitingFor = '省出台具体规定'")).count, {
        timeout: 10_000,
      })
      .toBe(1)
    await handle.terminate()
  })
})
