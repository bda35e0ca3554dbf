import { deprecatePatch, workflowInfo } from '@temporalio/workflow'

/**
 * A patch whose other branch is gone. Histories of earlier releases that carry its marker replay; a run that does not
 * replay writes none, so that it costs no event. It stands where `patched` stood.
 */
export function carried(patch: string): void {
  if (workflowInfo().unsafe.isReplaying) deprecatePatch(patch)
}
