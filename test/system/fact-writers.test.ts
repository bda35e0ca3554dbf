import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { bundleWorkflowCode, DefaultLogger } from '@temporalio/worker'
import { afterAll, expect, it } from 'vitest'
import { FACT_WRITERS } from '../../activities/fact-writers.ts'
import { Office as ClientOffice } from '../../client/office.ts'
import { reconcile } from '../../client/use/reconcile.ts'
import { factsOf } from '../../records/read.ts'
import { INTERCEPTOR } from '../../worker/history/facts.ts'
import { firstFacts, measureOf } from '../supervision/support.ts'
import { type Office, openOffice, planId } from './support/office.ts'

const list = FACT_WRITERS as Record<string, 'measure' | 'plan'>
afterAll(() => {
  delete list.签收登记
})

it('an activity that is put on the list of those that write facts is made, writes, and is played back: nothing it wrote is lost', async () => {
  list.签收登记 = 'measure'
  const workflowsPath = fileURLToPath(new URL('./next-writer/index.ts', import.meta.url))
  const logger = new DefaultLogger('WARN')
  const bundle = await bundleWorkflowCode({ workflowsPath, logger })
  const office: Office = await openOffice({ bundle })
  try {
    const id = planId('writer')
    const { facts } = firstFacts({ ...measureOf('2015年7月'), no: '1.1' })
    const workflowId = `${id}-1.1`
    await office.client.workflow.execute('measure', {
      workflowId,
      taskQueue: office.taskQueue,
      args: [facts],
    })
    expect(await factsOf(office.duban.db, workflowId)).toEqual(facts)

    // The record store is lost; what was written comes back from the history alone.
    const { client, taskQueue, dataDir } = office
    const empty = await ClientOffice.open({
      client,
      taskQueue,
      dataDir,
      records: join(dataDir, 'empty.sqlite'),
    })
    const listening = await bundleWorkflowCode({
      workflowsPath,
      logger,
      workflowInterceptorModules: [INTERCEPTOR],
    })
    const done = await reconcile(empty, { dryRun: false, restartBehind: false, bundle: listening })
    expect(done.refilled).toEqual([{ where: workflowId, facts: facts.length }])
    expect(await factsOf(empty.db, workflowId)).toEqual(facts)
    await empty.close()
  } finally {
    await office.stop()
  }
})
