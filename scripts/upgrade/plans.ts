import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Client } from '@temporalio/client'
import type { Payload } from '@temporalio/common'
import { workflowIdOf } from '../../records/read.ts'
import { ENCODINGS, json } from '../../test/messages/encodings.ts'
import { sendSignal } from '../../test/messages/storm.ts'
import { smallPlanText } from '../../test/small-plan.ts'
import type { Installation } from './installation.ts'

const ROWS = [
  ['市甲局', '公开甲信息。', '2026年6月底前'],
  ['市甲局', '落实规定。', '省出台具体规定后20日内'],
  ['市甲局', '公开审批结果。', '收到申请后两个工作日内'],
] as const
export const ISSUED = '2026-03-02'
/** What measure 3.1 waits for, time and again. */
export const STREAM = '收到申请'

/** How a hand stops a plan of 0.2.0, and whose task then fails. */
export interface Harm {
  readonly id: string
  readonly says: string
  /** Measure to which it is sent; null: the plan. */
  readonly to: string | null
  readonly payloads: readonly (() => readonly Payload[])[]
  /** Its run is ended by hand, so that no release can go on with it by itself. */
  readonly ended?: true
  /** An advance waits for it: what is told to the plan afterwards comes after that. */
  readonly late?: true
}

const one = (kind: string) => [ENCODINGS[kind] as () => readonly Payload[]]
const large = (n: number) => () => [
  json({ condition: STREAM, effectiveOn: '2026-03-01', title: `${'长'.repeat(480_000)}${n}` }),
]

/** One by a signal that went to the wrong workflow, those that no decoder takes, and one that is too large to be handed on. */
export const HARMS: readonly Harm[] = [
  { id: 'strayed', says: "a plan's signal sent to a measure", to: '1.1', payloads: one('event'), late: true },
  { id: 'protobuf', says: 'a signal as protobuf', to: null, payloads: one('jsonProtobuf') },
  { id: 'unnamed', says: 'a signal without an encoding', to: null, payloads: one('unnamed') },
  { id: 'notjson', says: 'a signal whose text is no JSON', to: null, payloads: one('notJson') },
  { id: 'nothing', says: 'a signal without an argument, to a measure', to: '2.1', payloads: one('none') },
  {
    id: 'large',
    says: 'signals of 1.4 MB',
    to: null,
    payloads: [large(1), large(2)],
  },
  { id: 'ended', says: 'a measure terminated in the UI', to: '1.1', payloads: [], ended: true },
]
/** Beside them some that nothing is done to: how they go on is how the others have to. */
export const SOUND = { id: 'sound', late: false } as const
export const SOUND_LATE = { id: 'soundlate', late: true } as const
/** And one whose measure has a history that is nearly full. */
export const LONG = 'long'

export const stuckOf = ({ id, to }: Harm): string => (to === null ? id : workflowIdOf(id, to))

/** Imports and starts the small plans by the old release's own commands. */
export async function beginPlans(old: Installation, folder: string): Promise<void> {
  const file = join(folder, 'small.txt')
  writeFileSync(file, smallPlanText(ROWS, 2026))
  for (const id of [...[...HARMS, SOUND, SOUND_LATE].map((plan) => plan.id), LONG]) {
    await old.must(['plan', 'import', file, '--id', id, '--issued-on', ISSUED])
    await old.must(['plan', 'start', id, '--clock', `stepped@${ISSUED}`, '--accept-review'])
  }
}

export const report = (client: Client, workflowId: string, payloads: readonly Payload[]) =>
  sendSignal(client, workflowId, '触发事件', payloads)

const attemptsOf = async (client: Client, workflowId: string): Promise<number> => {
  const { raw } = await client.workflow.getHandle(workflowId).describe()
  return Number(raw.pendingWorkflowTask?.attempt ?? 0)
}

export async function until(what: string, seconds: number, done: () => Promise<boolean>): Promise<void> {
  const began = Date.now()
  while (!(await done())) {
    if (Date.now() - began > seconds * 1000) throw new Error(`${what}: not within ${seconds} s`)
    await new Promise((resolve) => setTimeout(resolve, 250))
  }
}

/** Stops them, and waits until the task of each has failed more than once. */
export async function doHarm(client: Client): Promise<void> {
  for (const harm of HARMS) for (const make of harm.payloads) await report(client, stuckOf(harm), make())
  for (const harm of HARMS) {
    const id = stuckOf(harm)
    if (harm.ended) await client.workflow.getHandle(id).terminate()
    else await until(`${id} stands still`, 60, async () => (await attemptsOf(client, id)) > 1)
  }
}

const eventOf = (n: number) => ({ condition: STREAM, effectiveOn: ISSUED, eventId: `ev-${n}` })
const NEARLY = 3_800
const AT_ONCE = 20

export interface Filled {
  readonly events: number
  readonly historyLength: number
  readonly runId: string
}

/** How the run of the measure with the long history stands. */
export async function longRun(client: Client): Promise<Omit<Filled, 'events'> & { firstRunId: string }> {
  const { historyLength, runId, raw } = await client.workflow.getHandle(workflowIdOf(LONG, '3.1')).describe()
  return { historyLength, runId, firstRunId: raw.workflowExecutionInfo?.firstRunId ?? '' }
}

/** Reports events until the measure's history nears the 4,096 events at which the server suggests a new run. */
export async function fillHistory(client: Client): Promise<Filled> {
  for (let events = 0; ; ) {
    const { historyLength, runId } = await longRun(client)
    if (historyLength >= NEARLY) return { events, historyLength, runId }
    for (let i = 0; i < AT_ONCE; i += 1, events += 1) await report(client, LONG, [json(eventOf(events))])
    const seen = events
    await until(`${seen} events written down`, 120, async () => {
      const state = await client.workflow
        .getHandle(workflowIdOf(LONG, '3.1'))
        .query<{ seenEvents: readonly string[] }>('现状')
      return state.seenEvents.length >= seen
    })
  }
}
