import { proxyActivities, workflowInfo } from '@temporalio/workflow'
import type { Fact } from '../../../domain/supervision/facts.ts'

interface Next {
  签收登记(workflowId: string, facts: readonly Fact[]): Promise<void>
}
const { 签收登记 } = proxyActivities<Next>({ startToCloseTimeout: '20s' })

/** A measure of a release to come, which writes through an activity that this one does not have. */
export async function measure(facts: readonly Fact[]): Promise<void> {
  await 签收登记(workflowInfo().workflowId, facts)
}
