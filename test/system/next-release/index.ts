import { upsertMemo } from '@temporalio/workflow'
import * as release from '../../../workflows/index.ts'

/**
 * A next release whose workflows begin with a command that those of this one do not have: a history of one cannot
 * be replayed by the other. It also leaves a mark of the code that ran.
 */
const begun =
  <A extends unknown[], R>(workflow: (...args: A) => Promise<R>) =>
  async (...args: A): Promise<R> => {
    upsertMemo({ release: 'next' })
    return workflow(...args)
  }

export const plan = begun(release.plan)
export const measure = begun(release.measure)
