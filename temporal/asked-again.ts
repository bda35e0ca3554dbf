import type { WorkflowClientInterceptor } from '@temporalio/client'

/**
 * What the server itself answers to an update, where no workflow has: the worker gave its task back without it, or the
 * run ended after it was taken in. Nobody has decided anything; the same update under the same id is asked once more.
 * Source: service/history/workflow/update/errors_failures.go of the server.
 */
const NOBODYS_ANSWERS: ReadonlySet<string> = new Set(['UnprocessedUpdate', 'AcceptedUpdateCompletedWorkflow'])

export const isNobodysAnswer = (type: string | null | undefined): boolean => NOBODYS_ANSWERS.has(type ?? '')

/**
 * The server took the workflow's task back while the update lay in it, for instance because more signals came than it
 * keeps beside a task. It says so by failing the call.
 */
export const isTakenBack = (error: unknown): boolean =>
  [error, (error as { cause?: unknown } | null)?.cause].some((one) =>
    /unexpected workflow task failure/i.test((one as Error | undefined)?.message ?? ''),
  )

const TIMES = 5
const PAUSE_MS = 200

interface Outcome {
  readonly failure?: { readonly applicationFailureInfo?: { readonly type?: string | null } | null } | null
}

/** Asks until somebody has seen it, five times in all. */
export async function again<T>(
  ask: () => Promise<T>,
  outcomeOf: (answer: T) => Outcome | undefined,
): Promise<T> {
  for (let time = 1; ; time += 1) {
    const last = time === TIMES
    const answer = await ask().catch((error: unknown) => {
      if (last || !isTakenBack(error)) throw error
      return null
    })
    if (answer !== null) {
      const type = outcomeOf(answer)?.failure?.applicationFailureInfo?.type
      if (!isNobodysAnswer(type) || last) return answer
    }
    await new Promise((resolve) => setTimeout(resolve, PAUSE_MS * time))
  }
}

/** For every client that asks workflows: an update that nobody has seen is asked again, five times in all. */
export const askedAgain: WorkflowClientInterceptor = {
  startUpdate: (input, next) =>
    again(
      () => next(input),
      (answer) => answer.outcome,
    ),
  startUpdateWithStart: (input, next) =>
    again(
      () => next(input),
      (answer) => answer.updateOutcome,
    ),
}
