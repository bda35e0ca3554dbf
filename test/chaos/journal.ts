import type { Harm } from '../harms.ts'
import type { FaultRecord } from './nemesis.ts'
import type { Stray } from './strays.ts'

/** A workflow that somebody ended or stopped from outside, and what came of it. Times are epoch milliseconds. */
export interface HarmRecord {
  readonly planId: string
  readonly workflowId: string
  readonly harm: Harm
  readonly from: number
  to: number
  /** `records check` named it with its verb. */
  seen: boolean
  /** Null: it goes on. Else why it does not. */
  left: string | null
}

/** One thing that somebody did, as its sender saw it. Times are epoch milliseconds. */
export interface Sent {
  readonly planId: string
  readonly no: string | null
  readonly actId: string
  readonly what: string
  readonly expected: string
  readonly rows: number
  readonly abandoned: boolean
  /** The account of whoever asked it through the web process; null: another way. */
  readonly by: string | null
  readonly invokedAt: number
  /** null: the sender never heard. */
  readonly answeredAt: number | null
  readonly attempts: number
  /** 'done', or the code of the refusal; null: unknown. */
  readonly answer: string | null
}

/** What went on, for the checker and the report. */
export class Journal {
  readonly sent: Sent[] = []
  /** What senders did to themselves; the nemesis keeps its own. */
  readonly faults: FaultRecord[] = []
  /** When anything was answered, acts and clock steps alike. */
  readonly answers: number[] = []
  readonly troubles: string[] = []
  /** What the nemesis did to single workflows, and what it sent them. */
  readonly harms: HarmRecord[] = []
  readonly strays: Stray[] = []

  /** Whether somebody has ended, stopped or reset a workflow that is not mended yet: what it says is not what is so. */
  isHarmed(workflowId: string): boolean {
    return this.harms.some((harm) => harm.workflowId === workflowId && harm.left !== null)
  }

  /** Whether one of a plan's workflows is just being mended. */
  isBeingMended(planId: string): boolean {
    return this.harms.some((harm) => harm.planId === planId && harm.to === harm.from)
  }

  write(sent: Sent): void {
    this.sent.push(sent)
  }

  answered(): number {
    const now = Date.now()
    this.answers.push(now)
    return now
  }
}
