import { randomUUID } from 'node:crypto'
import { type Client, WorkflowUpdateFailedError } from '@temporalio/client'
import { ApplicationFailure, type Payload } from '@temporalio/common'
import proto from '@temporalio/proto'
import { inPool } from '../../activities/pool.ts'
import { utf8Length } from '../../domain/basics/text.ts'
import type { Field, Fields } from '../../domain/fields/field.ts'
import { parseFields } from '../../domain/fields/parse.ts'
import { SIGNAL } from '../../domain/fields/signal.ts'
import { DELIVERY, MEASURE_UPDATES } from '../../domain/messages/measure.ts'
import { PLAN_UPDATES } from '../../domain/messages/plan.ts'
import { LARGEST_MESSAGE } from '../../domain/messages/read.ts'
import { again } from '../../temporal/asked-again.ts'
import { random } from '../documents/fuzz.ts'
import { look } from '../harms.ts'
import { ENCODINGS, huge } from './encodings.ts'
import { JUNK, type Next, placesOf, spoiled, validMessage } from './generate.ts'

/** One thing that is sent: to a plan or to one of its measures. */
export interface Shot {
  readonly workflowId: string
  readonly way: 'update' | 'signal' | 'query'
  readonly name: string
  /** The place that is spoiled; empty for the message whole. */
  readonly place: string
  readonly kind: string
  readonly args: { readonly value: unknown } | { readonly payloads: readonly Payload[] }
}

interface Targets {
  readonly planId: string
  readonly measures: readonly string[]
}

const pick = <T>(next: Next, from: readonly T[]): T => from[Math.floor(next() * from.length)] as T

function junkOf(name: string, way: Shot['way'], workflowId: string, fields: Fields, next: Next): Shot[] {
  return placesOf(fields).flatMap(({ path, field }: { path: readonly string[]; field: Field }) =>
    Object.entries(JUNK).flatMap(([kind, make]): Shot[] => {
      const value = spoiled(validMessage(fields, next), path, make(next, field))
      return value === null || parseFields(value, fields).ok
        ? []
        : [{ workflowId, way, name, place: path.join('.'), kind, args: { value } }]
    }),
  )
}

/**
 * Junk for every update, signal and query of a plan and of measures, one field spoiled at a time, and every encoding;
 * each seed draws others. What the tables take is left out: it is no junk.
 */
export function junkShots({ planId, measures }: Targets, seed: number): readonly Shot[] {
  const next = random(seed)
  const measure = () => pick(next, measures)
  const shots: Shot[] = []
  for (const [name, fields] of Object.entries(PLAN_UPDATES))
    shots.push(...junkOf(name, 'update', planId, fields, next))
  for (const [name, fields] of Object.entries(MEASURE_UPDATES))
    shots.push(...junkOf(name, 'update', measure(), fields, next))
  shots.push(...junkOf('触发事件', 'signal', planId, SIGNAL, next))
  shots.push(...junkOf('触发事件', 'signal', measure(), DELIVERY, next))
  for (const [kind, make] of Object.entries(ENCODINGS)) {
    const args = { payloads: make() }
    const whole = (workflowId: string, way: Shot['way'], name: string) =>
      shots.push({ workflowId, way, name, place: '', kind, args })
    for (const workflowId of [planId, ...measures]) {
      whole(workflowId, 'query', '现状')
      whole(workflowId, 'query', '没有这个查询')
      // The event itself is none of the junk at a plan.
      if (workflowId !== planId || !['event', 'twice'].includes(kind)) whole(workflowId, 'signal', '触发事件')
      whole(workflowId, 'signal', '没有这个信号')
      whole(workflowId, 'update', '没有这个更新')
    }
    for (const id of measures) whole(id, 'signal', '补办')
    for (const name of Object.keys(PLAN_UPDATES)) whole(planId, 'update', name)
    for (const name of Object.keys(MEASURE_UPDATES)) whole(measure(), 'update', name)
  }
  return shots
}

/** Updates that would end what the others are sent to. */
const ENDING: ReadonlySet<string> = new Set([
  '推进',
  '推进时钟',
  '修订方案',
  '导入方案',
  '启动方案',
  '结束',
  '结束方案',
])

const OFFICE = { role: 'office', unit: '督查室' } as const
const UNIT = { role: 'unit', unit: '市甲局' } as const
const OF_UNIT: ReadonlySet<string> = new Set(['提交佐证', '申请延期', '签收', '反馈进展', '交会办意见'])

/** Valid messages of every name, the longest texts and the first and last days among them. */
export function validShots({ planId, measures }: Targets, seed: number): readonly Shot[] {
  const next = random(seed)
  const shots: Shot[] = []
  const all = [
    ...Object.entries(PLAN_UPDATES).map(([name, fields]) => ({ name, fields, of: () => planId })),
    ...Object.entries(MEASURE_UPDATES).map(([name, fields]) => ({
      name,
      fields,
      of: () => pick(next, measures),
    })),
  ]
  for (const { name, fields, of } of all)
    for (let n = 0; n < (ENDING.has(name) ? 0 : 40); n += 1) {
      const value = validMessage(fields, next, n % 2 === 1)
      // Half are said by who may: the others end at the rule of who may do what.
      const by = 'act' in value ? (value.act as Record<string, unknown>) : value
      if (n % 4 < 2 && 'actor' in by) by.actor = OF_UNIT.has(name) ? UNIT : OFFICE
      if (utf8Length(JSON.stringify(value)) > LARGEST_MESSAGE) continue
      // A stepped clock goes by what a message says: all are of the same day.
      if ('at' in value) value.at = name === '变动' ? '2026-03-02T12:00' : null
      shots.push({
        workflowId: of(),
        way: 'update',
        name,
        place: '',
        kind: n % 2 ? 'edge' : 'valid',
        args: { value },
      })
    }
  for (let n = 0; n < 40; n += 1) {
    const value = validMessage(SIGNAL, next, n % 2 === 1)
    shots.push({
      workflowId: planId,
      way: 'signal',
      name: '触发事件',
      place: '',
      kind: 'valid',
      args: { value },
    })
  }
  return shots
}

/** The same of what ends, starts or moves: sent last, one after the other. */
export function endingShots({ planId, measures }: Targets, seed: number): readonly Shot[] {
  const next = random(seed)
  return [...ENDING].flatMap((name) =>
    [false, true].map((edge): Shot => {
      const fields = PLAN_UPDATES[name] ?? MEASURE_UPDATES[name] ?? {}
      const value = validMessage(fields, next, edge)
      if ('at' in value) value.at = null
      const by = 'act' in value ? (value.act as Record<string, unknown>) : value
      if ('actor' in by) by.actor = OFFICE
      const workflowId = name in PLAN_UPDATES ? planId : pick(next, measures)
      return { workflowId, way: 'update', name, place: '', kind: edge ? 'edge' : 'valid', args: { value } }
    }),
  )
}

/** More than Duban takes of one message, and more than the server takes of one payload. */
const hugeUpdates = ({ planId, measures }: Targets): readonly Shot[] =>
  [700_000, 2_500_000].flatMap((bytes) => {
    const note = '长'.repeat(bytes / 3)
    const shot = (workflowId: string, name: string, value: object): Shot => ({
      workflowId,
      way: 'update',
      name,
      place: '',
      kind: bytes > 2_000_000 ? 'huger' : 'huge',
      args: { value },
    })
    return [
      shot(planId, '结束方案', { reason: note }),
      ...measures.map((id) => shot(id, '变动', { question: { cause: { kind: 'calendar', version: note } } })),
    ]
  })

/** Signals of 1.4 MB, two to each; and updates. */
export const hugeShots = ({ planId, measures }: Targets): readonly Shot[] => [
  ...[planId, planId, ...measures, ...measures].map(
    (workflowId): Shot => ({
      workflowId,
      way: 'signal',
      name: '触发事件',
      place: '',
      kind: 'huge',
      args: { payloads: huge() },
    }),
  ),
  ...hugeUpdates({ planId, measures }),
]

/** As many shots as `share` of them, spread over all; the same for a seed. */
export function sample(shots: readonly Shot[], share: number, seed: number): readonly Shot[] {
  const next = random(seed ^ 0x5bd1e995)
  return shots.filter(() => next() < share)
}

export type Outcome = 'refused' | 'taken' | 'failed' | 'silent'
export interface Sent {
  readonly shot: Shot
  readonly outcome: Outcome
  /** Code of a refusal, message of a failure. */
  readonly said: string
}

/** An update that was not answered in this time, while its workflow did nothing else either, has stopped it. */
const PATIENCE_MS = 30_000

/** A signal by its bytes; once, however often it is asked for in between. */
export async function sendSignal(
  client: Client,
  workflowId: string,
  signalName: string,
  payloads: readonly Payload[],
): Promise<void> {
  const { namespace, identity } = client.options
  await client.workflowService.signalWorkflowExecution({
    namespace,
    workflowExecution: { workflowId },
    signalName,
    input: { payloads: [...payloads] },
    requestId: randomUUID(),
    identity,
  })
}

async function send(client: Client, shot: Shot, updateId: string): Promise<Omit<Sent, 'shot'>> {
  const { workflowId, way, name, args } = shot
  const payloads =
    'payloads' in args
      ? [...args.payloads]
      : [client.options.loadedDataConverter.payloadConverter.toPayload(args.value)]
  const workflowExecution = { workflowId }
  const { namespace, identity } = client.options
  const { workflowService: service } = client
  if (way === 'signal') {
    await sendSignal(client, workflowId, name, payloads)
    return { outcome: 'taken', said: '' }
  }
  if (way === 'query') {
    await service.queryWorkflow({
      namespace,
      execution: workflowExecution,
      query: { queryType: name, queryArgs: { payloads } },
    })
    return { outcome: 'taken', said: '' }
  }
  const asked = {
    namespace,
    workflowExecution,
    request: { meta: { updateId, identity }, input: { name, args: { payloads } } },
    waitPolicy: { lifecycleStage: 3 },
  }
  const answer = await again(
    () => service.updateWorkflowExecution(asked),
    ({ outcome }) => outcome ?? undefined,
  )
  const failure = answer.outcome?.failure
  if (failure)
    return { outcome: 'refused', said: failure.applicationFailureInfo?.type || (failure.message ?? '') }
  return answer.outcome?.success ? { outcome: 'taken', said: '' } : { outcome: 'silent', said: '' }
}

const DEADLINE = 4

/** What comes of one: an answer is waited for as long as its workflow gets on with anything. */
async function outcomeOf(client: Client, shot: Shot): Promise<Omit<Sent, 'shot'>> {
  const updateId = randomUUID()
  const huger = shot.kind === 'huger'
  for (let before = -1; ; ) {
    try {
      return await client.withDeadline(Date.now() + (huger ? 3_000 : PATIENCE_MS), () =>
        send(client, shot, updateId),
      )
    } catch (error) {
      const { code, details, message } = error as { code?: number; details?: string; message: string }
      const cause = error instanceof WorkflowUpdateFailedError ? error.cause : null
      if (cause instanceof ApplicationFailure)
        return { outcome: 'refused', said: cause.type ?? cause.message }
      const said = details || message
      if (code !== DEADLINE) return { outcome: code === 3 || code === 5 ? 'refused' : 'failed', said }
      const { historyLength } = await client.workflow.getHandle(shot.workflowId).describe()
      if (huger || shot.way !== 'update' || historyLength === before) return { outcome: 'silent', said }
      before = historyLength
    }
  }
}

/** Sends them all, a few at once, and tells what came of each. */
export async function storm(client: Client, shots: readonly Shot[], width = 8): Promise<readonly Sent[]> {
  const sent: Sent[] = []
  await inPool(shots, width, async (shot) => {
    sent.push({ shot, ...(await outcomeOf(client, shot)) })
  })
  return sent
}

const { WorkflowTaskFailedCause: CAUSE } = proto.temporal.api.enums.v1
/**
 * The server takes a task back when more comes than it keeps beside it, or when something came as it ended. Neither is
 * the task's fault; but the next one has to succeed.
 */
const TAKEN_BACK: ReadonlySet<number> = new Set([
  CAUSE.WORKFLOW_TASK_FAILED_CAUSE_FORCE_CLOSE_COMMAND,
  CAUSE.WORKFLOW_TASK_FAILED_CAUSE_UNHANDLED_COMMAND,
])

/** Workflows whose task has failed in the worker's hands, or is being tried again. */
export async function stuckAmong(client: Client, ids: readonly string[]): Promise<readonly string[]> {
  const stuck: string[] = []
  await inPool(ids, 8, async (id) => {
    const handle = client.workflow.getHandle(id)
    const seen = await look({ client }, id)
    const attempts = seen.kind === 'running' ? seen.attempts : 0
    const events = (await handle.fetchHistory()).events ?? []
    const done = events.findLastIndex((event) => event.workflowTaskCompletedEventAttributes)
    const failed = events.flatMap(({ workflowTaskFailedEventAttributes: task }, i) =>
      task && (!TAKEN_BACK.has(task.cause ?? 0) || i > done)
        ? [`${CAUSE[task.cause ?? 0]} ${task.failure?.message}`]
        : [],
    )
    if (attempts > 1 || failed.length > 0)
      stuck.push(`${id} ${seen.kind}: attempt ${attempts}, failed tasks: ${failed.join('; ') || 'none'}`)
  })
  return stuck
}
