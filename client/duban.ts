import { randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { basename } from 'node:path'
import type { Client } from '@temporalio/client'
import { type MeasureRun, runAgain } from '../activities/restart.ts'
import type { Actor } from '../domain/actor.ts'
import type { IsoDate } from '../domain/calendar/date.ts'
import type { PlanTime } from '../domain/calendar/time.ts'
import type { PlanClock } from '../domain/clock.ts'
import { planTimeAt, steppedAt } from '../domain/clock.ts'
import { carriedTasks, withTasks, type YearEnd } from '../domain/plan/carry.ts'
import type { PlanState } from '../domain/plan/life.ts'
import { numberOf, shownNumberOf } from '../domain/plan/numbers.ts'
import type { WorkPlan } from '../domain/plan/plan.ts'
import type { Act } from '../domain/supervision/acts.ts'
import type { Evidence } from '../domain/supervision/obligation.ts'
import type { SupervisionPolicy } from '../domain/supervision/policy.ts'
import type { MeasureState } from '../domain/supervision/state.ts'
import { clip } from '../domain/text.ts'
import { type BlobStore, folderBlobs } from '../records/blobs.ts'
import { type Db, openRecords } from '../records/open.ts'
import { blobsFolder, recordsOf } from '../records/places.ts'
import {
  actDone,
  document as documentOf,
  measureState,
  planState,
  unsettledDeliveries,
  workflowIdOf,
} from '../records/read.ts'
import type {
  ActReply,
  AdvancePlan,
  EventReply,
  EventUpdateName,
  ImportPlan,
  ReportEvent,
  StartPlan,
} from '../workflows/messages.ts'
import { fileWithinLimits, withinLimits } from './limits.ts'
import { fileUnreadable, refused, toRefusal } from './refusal.ts'

export interface DubanOptions {
  readonly client: Client
  readonly taskQueue: string
  readonly dataDir: string
  /** The record store, where it is not the one that the data folder names. */
  readonly records?: string
}

type ActOf<T extends Act['type']> = Omit<Extract<Act, { type: T }>, 'type' | 'actId'> & { actId?: string }

/** Names under which the workflows registered a person's acts. */
const ACT_NAMES: Record<Act['type'], string> = {
  submit: '提交佐证',
  accept: '审核通过',
  return: '退回重办',
  setDue: '确定到期日',
  remind: '催办',
  answerWait: '答复等待',
  close: '结束',
  reopen: '重开',
  extend: '申请延期',
  grantExtension: '同意延期',
  refuseExtension: '不同意延期',
  suspend: '挂账',
  resume: '恢复办理',
  undoAccept: '撤销审核',
  completeStage: '阶段性办结',
  terminate: '终止',
  restore: '恢复',
  acknowledge: '签收',
  reassign: '改派',
  progress: '反馈进展',
  givePart: '交会办意见',
  instruct: '领导批示',
}

/** Acts that give a measure that is done something to do again. */
const REOPENS: ReadonlySet<Act['type']> = new Set(['undoAccept', 'restore', 'instruct'])

export const OFFICE: Actor = { role: 'office', unit: '督查室' }

/**
 * How programs and the command line reach a plan and its measures. Reads come from the record store, changes go
 * through the workflows; every refusal is a RefusedError with code, Chinese sentence and remedy.
 */
export class Duban {
  readonly db: Db
  readonly client: Client
  readonly blobs: BlobStore
  readonly taskQueue: string

  private constructor(options: DubanOptions, db: Db) {
    this.client = options.client
    this.taskQueue = options.taskQueue
    this.db = db
    this.blobs = folderBlobs(blobsFolder(options.dataDir))
  }

  static async open(options: DubanOptions): Promise<Duban> {
    return new Duban(options, await openRecords(options.records ?? recordsOf(options.dataDir)))
  }

  close(): Promise<void> {
    return this.db.destroy()
  }

  /** @throws RefusedError PLAN_NOT_FOUND */
  async plan(planId: string): Promise<PlanState> {
    const state = await planState(this.db, planId)
    if (state === null)
      throw refused('PLAN_NOT_FOUND', `没有方案 ${planId}`, '用 duban plan list 查看，或先 duban plan import')
    return state
  }

  /** Plan time now, as the plan's clock shows it; on a stepped clock every message carries it. */
  now(state: PlanState): PlanTime {
    return planTimeAt(state.clock, Date.now())
  }

  /** Imports a compiled plan under an id; the same document again changes nothing. */
  async importPlan(planId: string, plan: WorkPlan, policy?: SupervisionPolicy, actor: Actor = OFFICE) {
    // What was carried over into a plan that waits for its document stays in it.
    const before = await planState(this.db, planId)
    const draft =
      before?.phase === 'draft' && before.document ? await documentOf(this.db, before.document) : null
    const whole = withTasks(plan, draft === null ? [] : carriedTasks(draft))
    const document = this.blobs.put(Buffer.from(JSON.stringify(whole)))
    const message: ImportPlan = {
      document,
      ...(policy ? { policy } : {}),
      actor,
      actId: randomUUID(),
      at: planTimeAt({ kind: 'wall' }, Date.now()),
    }
    await this.client.workflow
      .start('plan', {
        taskQueue: this.taskQueue,
        workflowId: planId,
        args: [{ planId, state: null, shown: null, historyFirst: true }],
        workflowIdReusePolicy: 'REJECT_DUPLICATE',
        workflowIdConflictPolicy: 'USE_EXISTING',
        staticSummary: clip(plan.title),
      })
      .catch((error: unknown) => {
        throw (error as Error).name === 'WorkflowExecutionAlreadyStartedError'
          ? refused('PLAN_CLOSED', `方案 ${planId} 已经结束`, '换一个 --id 导入')
          : error
      })
    return this.askPlan<{ measures: number; already: boolean }>(planId, '导入方案', message)
  }

  async startPlan(
    planId: string,
    start: Pick<StartPlan, 'clock' | 'startOn' | 'acceptedReview' | 'accepted'> & { actor?: Actor },
  ) {
    const { phase } = await this.plan(planId)
    const message: StartPlan = {
      ...start,
      actor: start.actor ?? OFFICE,
      actId: `start-${planId}`,
      at: null,
    }
    // The update's id is fixed, so that a start is never done twice. A later one is answered when the first is done:
    // one whose answer was lost may still be starting measures.
    const reply = await this.askPlan<{ started: number; already: boolean }>(planId, '启动方案', message)
    return phase === 'running' ? { started: 0, already: true } : reply
  }

  /** Reports an event and waits until the measures it woke have written it down. */
  async report(
    planId: string,
    event: Omit<ReportEvent, 'actor' | 'actId' | 'at'> & { actor?: Actor; actId?: string },
  ): Promise<EventReply> {
    withinLimits(event)
    const message = { another: false, ...event, ...this.said(await this.plan(planId), event) }
    const reply = await this.askPlan<EventReply>(planId, '报告事件', message)
    await this.settled(planId)
    const { numbers } = await this.plan(planId)
    return { ...reply, woke: reply.woke.map((no) => shownNumberOf({ numbers }, no)) }
  }

  async changeEvent(planId: string, name: EventUpdateName, change: object): Promise<EventReply> {
    const message = { ...this.said(await this.plan(planId), {}), ...change }
    const reply = await this.askPlan<EventReply>(planId, name, message)
    await this.settled(planId)
    return reply
  }

  /** Makes a measure hear of a condition with which its suspension is to end. */
  async subscribe(planId: string, no: string, condition: string, actor: Actor) {
    const { eventId: conditionId } = await this.changeEvent(planId, '登记恢复条件', { condition, no, actor })
    const text = (await this.plan(planId)).conditions.find((c) => c.id === conditionId)?.text ?? condition
    return { conditionId, text }
  }

  async advance(planId: string, to: IsoDate): Promise<{ moved: number }> {
    const message: AdvancePlan = { to: steppedAt(to), actor: OFFICE, actId: randomUUID(), at: null }
    return this.askPlan<{ moved: number }>(planId, '推进时钟', message)
  }

  /** The number under which a measure runs: an amended document may print another. */
  async numberOf(planId: string, no: string): Promise<string> {
    return numberOf(await this.plan(planId), no)
  }

  async closePlan(
    planId: string,
    reason: string | null,
    actor: Actor = OFFICE,
    yearEnd?: YearEnd,
  ): Promise<{ closed: number }> {
    const { phase, seenActs, seq } = await this.plan(planId)
    if (phase === 'closed') throw refused('PLAN_CLOSED', `方案 ${planId} 已经结束`)
    const first = `close-${planId}`
    // Closed, reopened and closed again is another act.
    const actId = seenActs.includes(first) ? `${first}-${seq}` : first
    const message = { reason, actor, actId, at: null, ...(yearEnd ? { yearEnd } : {}) }
    return this.askPlan<{ closed: number }>(planId, '结束方案', message)
  }

  /** One person's act on a measure. The same `actId` again is answered without doing it twice. */
  async act<T extends Act['type']>(planId: string, no: string, type: T, rest: ActOf<T>): Promise<ActReply> {
    withinLimits(rest)
    const state = await this.plan(planId)
    const actId = rest.actId ?? randomUUID()
    if (await actDone(this.db, planId, actId)) return { obligationId: null, says: [], already: true }
    const known = await measureState(this.db, planId, no)
    if (known === null)
      throw refused(
        'MEASURE_NOT_FOUND',
        `方案 ${planId} 没有措施 ${no}`,
        `用 duban measure list ${planId} 查看`,
      )
    const act = { ...rest, type, actId }
    const handle = this.client.workflow.getHandle(workflowIdOf(planId, no))
    try {
      return await handle.executeUpdate<ActReply, [object]>(ACT_NAMES[type], {
        args: [{ act, at: this.now(state) }],
        updateId: actId,
      })
    } catch (error) {
      const ended = (error as Error).name === 'WorkflowNotFoundError'
      // The act may be the very one that ended it, done by an attempt whose answer was lost.
      if (ended && (await actDone(this.db, planId, actId)))
        return { obligationId: null, says: [], already: true }
      // A measure that is done comes back with its whole state when the office undoes what ended it.
      if (ended && REOPENS.has(type) && state.phase === 'running')
        return this.reopen(
          (await measureState(this.db, planId, no)) ?? known,
          state.clock,
          ACT_NAMES[type],
          { act, at: this.now(state) },
          actId,
        )
      if (ended)
        throw refused(
          'MEASURE_ENDED',
          `${no} 已经全部办结或方案已结束，不能再办理`,
          `用 duban measure show ${planId} ${no} 查看`,
        )
      throw toRefusal(error)
    }
  }

  /** The act on a measure whose workflow has ended, as the first of a new run with its state. */
  private async reopen(
    known: MeasureState,
    clock: PlanClock,
    name: string,
    message: object,
    updateId: string,
  ): Promise<ActReply> {
    try {
      return await this.client.workflow.executeUpdateWithStart<MeasureRun, ActReply, [object]>(name, {
        args: [message],
        updateId,
        startWorkflowOperation: runAgain(this.taskQueue, known, clock),
      })
    } catch (error) {
      throw toRefusal(error)
    }
  }

  /** Puts evidence files into the store; the workflow gets their hashes only. */
  keepFiles(paths: readonly string[]): Evidence['files'] {
    return paths.map((path) => {
      fileWithinLimits(path)
      let bytes: Buffer
      try {
        bytes = readFileSync(path)
      } catch {
        throw fileUnreadable(path)
      }
      return { sha256: this.blobs.put(bytes), name: basename(path), bytes: bytes.length }
    })
  }

  /** Who says it, which act it is, and when in plan time. */
  said(state: PlanState, by: { actor?: Actor; actId?: string }) {
    return { actor: by.actor ?? OFFICE, actId: by.actId ?? randomUUID(), at: this.now(state) }
  }

  /** An update of the plan's workflow; a refusal comes as RefusedError. */
  async askPlan<R>(planId: string, name: string, message: { actId: string }): Promise<R> {
    try {
      return await this.client.workflow
        .getHandle(planId)
        .executeUpdate<R, [object]>(name, { args: [message], updateId: `${name}-${message.actId}` })
    } catch (error) {
      if ((error as Error).name === 'WorkflowNotFoundError')
        throw refused('PLAN_NOT_FOUND', `方案 ${planId} 没有在运行`, '用 duban plan list 查看')
      throw toRefusal(error)
    }
  }

  /** Bounded wait for read-your-write: what was delivered is in the records. A slow measure is not an error. */
  async settled(planId: string): Promise<void> {
    for (let waited = 0; waited < 10_000; waited += 20) {
      if ((await unsettledDeliveries(this.db, planId)).length === 0) return
      await new Promise((resolve) => setTimeout(resolve, 20))
    }
  }
}
