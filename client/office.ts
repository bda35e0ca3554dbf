import { randomUUID } from 'node:crypto'
import type { Client } from '@temporalio/client'
import { type Actor, DEFAULT_OFFICE, type SealedAct, type SealedFor } from '../domain/basics/actor.ts'
import type { PlanState } from '../domain/events/model/state.ts'
import { officeOf } from '../domain/events/offices.ts'
import { PLAN_NAMES, PLAN_TYPES } from '../domain/messages/plan.ts'
import { type BlobStore, folderBlobs } from '../records/blobs.ts'
import { type Db, openRecords } from '../records/open.ts'
import { blobsFolder, recordsOf } from '../records/places.ts'
import { planState, unsettledDeliveries } from '../records/read.ts'
import { Desk } from './desk.ts'
import { refused, toRefusal } from './refusal.ts'
import { answered, endedRefusal } from './waiting.ts'

/** The office of a plan that names no other. */
export const OFFICE: Actor = { role: 'office', unit: DEFAULT_OFFICE }

export interface OfficeOptions {
  readonly client: Client
  readonly taskQueue: string
  readonly dataDir: string
  /** The record store, where it is not the one that the data folder names. */
  readonly records?: string
  /** Seals who is signed in (accounts/seal.ts); absent: nobody is. */
  readonly seal?: Seal
}

/** Makes an actor one whom workflows and records believe, for one act and what it asks of what. */
export type Seal = (actor: Actor, act: SealedAct, asked: SealedFor) => Actor

/**
 * What every use of a plan and its measures stands on: the connection to the workflows, the record store, the files.
 * Reads come from the record store, changes go through the workflows; every refusal is a RefusedError with code, Chinese
 * sentence and remedy.
 */
export class Office extends Desk {
  readonly client: Client
  readonly blobs: BlobStore
  readonly taskQueue: string
  readonly dataDir: string
  private readonly seal: Seal

  protected constructor(options: OfficeOptions, db: Db) {
    super(db)
    this.client = options.client
    this.taskQueue = options.taskQueue
    this.dataDir = options.dataDir
    this.seal = options.seal ?? ((actor) => actor)
    this.blobs = folderBlobs(this.blobsFolder)
  }

  static async open(options: OfficeOptions): Promise<Office> {
    return new Office(options, await openRecords(options.records ?? recordsOf(options.dataDir)))
  }

  get blobsFolder(): string {
    return blobsFolder(this.dataDir)
  }

  close(): Promise<void> {
    return this.db.destroy()
  }

  /** Who says it, which act it is, and when in plan time. */
  said(state: PlanState, by: { actor?: Actor; actId?: string }) {
    const actId = by.actId ?? randomUUID()
    return { actor: by.actor ?? officeOf(state), actId, at: this.now(state) }
  }

  /** Whoever is signed in, sealed for just this; anybody else as he is. */
  believed(actor: Actor, act: SealedAct, asked: SealedFor): Actor {
    return actor.userId === undefined ? actor : this.seal(actor, act, asked)
  }

  /** What is asked of a plan, by whom as far as it will be believed. */
  signed<M extends { readonly actId: string }>(planId: string, name: string, message: M): M {
    const { actor } = message as { actor?: Actor }
    const type = PLAN_TYPES.find((one) => PLAN_NAMES[one] === name)
    if (actor === undefined || type === undefined) return message
    return { ...message, actor: this.believed(actor, { planId, no: '', actId: message.actId }, { type }) }
  }

  /** An update of the plan's workflow; a refusal comes as RefusedError. */
  async askPlan<R>(planId: string, name: string, message: { actId: string }): Promise<R> {
    try {
      return await answered(
        this,
        planId,
        this.client.workflow.getHandle(planId).executeUpdate<R, [object]>(name, {
          args: [this.signed(planId, name, message)],
          updateId: `${name}-${message.actId}`,
        }),
      )
    } catch (error) {
      if ((error as Error).name !== 'WorkflowNotFoundError') throw toRefusal(error)
      const known = await planState(this.db, planId)
      throw known !== null && known.phase !== 'closed'
        ? endedRefusal(planId)
        : refused('PLAN_NOT_FOUND', `方案 ${planId} 没有在运行`, '用 duban plan list 查看')
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
