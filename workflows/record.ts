import { patched, proxyActivities, proxyLocalActivities, workflowInfo } from '@temporalio/workflow'
import type { WriterOf } from '../activities/fact-writers.ts'
import type { Activities } from '../activities/types.ts'
import type { Actor } from '../domain/basics/actor.ts'
import { portions } from '../domain/basics/portions.ts'
import type { Refusal } from '../domain/basics/result.ts'
import { clip, unlinked, utf8Length } from '../domain/basics/text.ts'
import { describeFactBy } from '../domain/supervision/describe.ts'
import type { Fact } from '../domain/supervision/facts.ts'
import { refusalFailure } from './inbox.ts'
import type { Soon } from './soon.ts'

/** Retries never end: a record store that is down delays work, it loses none. */
const retry = { initialInterval: '500ms', maximumInterval: '30s' } as const
const visible = proxyActivities<Activities>({ startToCloseTimeout: '1 minute', retry })
const quick = proxyLocalActivities<Activities>({
  startToCloseTimeout: '20s',
  retry: { ...retry, maximumInterval: '5s' },
})

type Visible = Exclude<WriterOf<'measure'>, '记入台账'>
const OUTWARD: Partial<Record<Fact['kind'], Visible>> = {
  slipRaised: '发督办单',
  overdue: '登记逾期',
  opened: '请求佐证',
}
/** Facts of several kinds are one activity, named after the gravest. */
const RANK: readonly Visible[] = ['发督办单', '登记逾期', '请求佐证']

/** Bytes of facts in one activity: the server takes 2 MB, and fails the task for more, for ever. */
const LARGEST = 1_900_000
const tooMuch = (bytes: number): Refusal => ({
  code: 'CHANGE_TOO_LARGE',
  message: `一次要记入台账的内容有 ${Math.ceil(bytes / 1000)} KB，最多 ${LARGEST / 1000} KB`,
  remedy: '分几次办理',
})

/** Facts in order, in portions that each fit into one activity. */
export const portionsOf = (facts: readonly Fact[]): readonly (readonly Fact[])[] => portions(facts, LARGEST)

/**
 * Writes facts to the record store, all in one call. What goes out to units (requests, slips) is an activity of
 * its own, readable in the timeline, and so is what somebody asked for (`asked`): a local activity runs before its
 * workflow task is in the history, and a task that is lost half-way would leave in the ledger what the workflow
 * never heard of. What a measure does of itself, when its timer fires, is a local activity: one history event
 * instead of six, and the same facts again whenever the task is repeated.
 */
export function record(facts: readonly Fact[], asked: boolean): Soon<void> {
  if (facts.length === 0) return
  const bytes = utf8Length(JSON.stringify(facts))
  if (bytes > LARGEST) throw refusalFailure(tooMuch(bytes))
  const { workflowId } = workflowInfo()
  const names = facts.map((fact) => OUTWARD[fact.kind])
  const name = RANK.find((candidate) => names.includes(candidate)) ?? null
  const told = name === null ? facts : facts.filter((_, i) => names[i] !== undefined)
  const summary = clip(unlinked(told.map(describeFactBy).join('；')))
  if (name === null)
    return (asked ? visible : quick).记入台账.executeWithOptions({ summary }, [workflowId, facts])
  return visible[name].executeWithOptions({ summary }, [workflowId, facts])
}

export const { 排定日期: askCalendar, 重新排定: askReplan, 核对补办: askDecided } = quick

/** What somebody asks, of whom as much is believed as is proven. Only accounts/ has the key; without a seal nothing is. */
export function provenIn<I extends { readonly actor: Actor; readonly actId: string | null }>(
  asked: I,
  { planId, no }: { readonly planId: string; readonly no: string },
  type: string,
): Soon<I> {
  const { actor, actId } = asked
  if (actor.seal === undefined || !patched('seals-asked')) return asked
  const { obligationId = null, alsoFor = [] } = asked as {
    obligationId?: string | null
    alsoFor?: readonly string[]
  }
  const target = { type, obligationId, alsoFor }
  return quick
    .核对办理人(actor, { planId, no, actId }, target)
    .then((proven) => ({ ...asked, actor: proven }))
}
