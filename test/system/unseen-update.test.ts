import { Client, Connection, WorkflowUpdateFailedError } from '@temporalio/client'
import { temporal } from '@temporalio/proto'
import { afterAll, beforeAll, expect, inject, it } from 'vitest'
import { toRefusal } from '../../client/refusal.ts'
import { classOfCode } from '../../domain/basics/refusal-class.ts'
import { askedAgain } from '../../temporal/asked-again.ts'

const taskQueue = `duban-unseen-${process.pid}`
const { CommandType } = temporal.api.enums.v1
let connection: Connection
let namespace: string

beforeAll(async () => {
  namespace = inject('namespace')
  connection = await Connection.connect({ address: inject('address') })
})
afterAll(() => connection.close())

/** Takes the next task of the queue as a worker does, and gives it back with these commands and without any update. */
async function giveBack(ends: boolean): Promise<void> {
  const at = { namespace, identity: 'a worker that looks away' }
  const service = connection.workflowService
  let taskToken: Uint8Array = new Uint8Array()
  while (taskToken.length === 0)
    ({ taskToken } = await connection.withDeadline(Date.now() + 65_000, () =>
      service.pollWorkflowTaskQueue({ ...at, taskQueue: { name: taskQueue } }),
    ))
  const commandType = CommandType.COMMAND_TYPE_COMPLETE_WORKFLOW_EXECUTION
  const end = { commandType, completeWorkflowExecutionCommandAttributes: {} }
  await service.respondWorkflowTaskCompleted({ ...at, taskToken, commands: ends ? [end] : [] })
}

/** A workflow whose first task is over, and an update of it. The worker gives so many tasks back; then it ends the run. */
async function asked(client: Client, id: string, lookedAway: number, ends: boolean): Promise<unknown> {
  const workflowId = `${id}-${process.pid}`
  await client.workflow.start('measure', { taskQueue, workflowId })
  await giveBack(false)
  const answer = client.workflow
    .getHandle(workflowId)
    .executeUpdate('签收', { args: [{}], updateId: 'u' })
    .catch((error: Error) => error)
  for (let i = 0; i < lookedAway; i += 1) await giveBack(false)
  // A client that does not ask again has its answer by now, and the run's end would find no task.
  if (ends) await giveBack(true)
  return answer
}

it('an update that the worker gave back unseen is asked again; who asks hears what is so, not that it was refused', async () => {
  const plain = new Client({ connection, namespace })
  const ours = new Client({ connection, namespace, interceptors: { workflow: [askedAgain] } })
  // What the server says of itself: the case that this is about.
  const refused = await asked(plain, 'plain', 1, false).finally(() =>
    plain.workflow
      .getHandle(`plain-${process.pid}`)
      .terminate()
      .catch(() => undefined),
  )
  expect(refused).toBeInstanceOf(WorkflowUpdateFailedError)
  expect(await asked(ours, 'again', 2, true)).toMatchObject({ name: 'WorkflowNotFoundError' })
  // Five times in all; then it is said as what it is, a fault of the system: nobody has decided anything.
  const never = toRefusal(await asked(ours, 'never', 5, false)) as {
    refusal: { code: string; message: string }
  }
  expect(never.refusal).toMatchObject({ code: 'UPDATE_UNSEEN', message: expect.stringContaining('没有收到') })
  expect(classOfCode(never.refusal.code)).toBe('system')
})
