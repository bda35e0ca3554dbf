import { isCancellation, patched } from '@temporalio/workflow'
import { SYSTEM } from '../domain/basics/actor.ts'
import { type PlanClock, planTimeAt } from '../domain/calendar/clock.ts'
import type { PlanTime } from '../domain/calendar/time.ts'
import type { MeasureState } from '../domain/plan/measure/state.ts'
import { evolve } from '../domain/supervision/evolve.ts'
import type { Fact } from '../domain/supervision/facts.ts'
import type { MishapFact } from '../domain/supervision/mishap.ts'
import { settle } from '../domain/supervision/settle.ts'
import { mishapOf } from './mishap.ts'
import { portionsOf, record } from './record.ts'
import type { Soon } from './soon.ts'

/** Wakes that are dealt with in one go. */
const PART = 60

const later = (a: PlanTime, b: PlanTime): PlanTime => (a > b ? a : b)

/** Where a measure's run stands, and how it is written down. What is decided of it is the domain's (measure.ts). */
export class MeasureRun {
  state: MeasureState
  clock: PlanClock
  /** As it stands in the ledger: what a step that fails goes back to. */
  private kept: { readonly state: MeasureState; readonly clock: PlanClock }

  constructor(state: MeasureState, clock: PlanClock) {
    this.state = state
    this.clock = clock
    this.kept = { state, clock }
  }

  /** @param at when it was said; counts where time is stepped */
  planNow(at: PlanTime | null): PlanTime {
    const { clock } = this
    return clock.kind === 'stepped' ? later(clock.at, at ?? clock.at) : planTimeAt(clock, Date.now())
  }

  stepTo(until: PlanTime): void {
    if (this.clock.kind === 'stepped') this.clock = { kind: 'stepped', at: later(this.clock.at, until) }
  }

  /** All of it is in the ledger. */
  keepHere(): void {
    this.kept = { state: this.state, clock: this.clock }
  }

  goBack(): void {
    this.state = this.kept.state
    this.clock = this.kept.clock
  }

  /** What is much is written in portions that fit into a message, and what is written stays. */
  write(facts: readonly Fact[], asked: boolean): Soon<void> {
    const portions = portionsOf(facts)
    return portions.length > 1 ? this.writeAll(portions, asked) : record(facts, asked)
  }
  private async writeAll(portions: readonly (readonly Fact[])[], asked: boolean): Promise<void> {
    for (const portion of portions) {
      await record(portion, asked)
      this.kept = { state: portion.reduce(evolve, this.kept.state), clock: this.clock }
    }
  }

  /**
   * What it does of itself up to `until`. Years of a stream are written a part at a time: a task that computes for
   * seconds ends its worker, and what it writes at once has to fit into a message.
   * @returns what is still to be written: `pending` and the last part
   */
  settleUntil(until: PlanTime, pending: readonly Fact[], asked: boolean): Soon<readonly Fact[]> {
    const part = settle(this.state, until, PART)
    const whole = part.more && !patched('settle-in-parts')
    const { facts, state } = whole ? settle(this.state, until) : part
    this.state = state
    const unwritten = [...pending, ...facts]
    return part.more && !whole ? this.settleOn(until, unwritten, asked) : unwritten
  }
  private async settleOn(until: PlanTime, part: readonly Fact[], asked: boolean): Promise<readonly Fact[]> {
    await this.write(part, asked)
    this.keepHere()
    return this.settleUntil(until, [], asked)
  }

  /** What was due comes first, as before an act: a task that was lost may have written it down already. */
  async writeDue(now: PlanTime, may: () => boolean): Promise<void> {
    if (settle(this.state, now, 1).facts.length > 0 && may())
      await record(await this.settleUntil(now, [], false), false)
  }

  /** The same where a message came to nothing. @returns false when it is what was due that cannot be done */
  async dueIsDone(now: PlanTime): Promise<boolean> {
    try {
      await this.writeDue(now, () => true)
      return true
    } catch (error) {
      if (mishapOf(error) === null) throw error
      this.goBack()
      return false
    }
  }

  /**
   * Keeps what came to nothing. A store that refuses even that must not stop the measure.
   * @param on until when what was due is written: what falls due while it is being kept comes after it, in its own time
   */
  async keep(body: MishapFact, on: PlanTime): Promise<void> {
    const before = this.state
    const at = later(this.state.at, on)
    const fact: Fact = { ...body, seq: this.state.seq, at, actor: SYSTEM, actId: null }
    this.state = evolve(this.state, fact)
    try {
      await record([fact], true)
    } catch (error) {
      if (isCancellation(error)) throw error
      this.state = before
    }
  }
}
