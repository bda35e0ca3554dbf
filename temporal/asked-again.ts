import type { WorkflowClientInterceptor } from '@temporalio/client'

/**
 * What the server itself answers to an update, where no workflow has: the worker gave its task back without it, or the
 * run ended after it was taken in. Nobody has decided anything; the same update under the same id is asked once more.
 * Source: service/history/workflow/update/errors_failures.go of the server.
 */
const NOBODYS_ANSWERS: ReadonlySet<string> = new Set(['UnprocessedUpdate', 'AcceptedUpdateCompletedWorkflow'])

export const isNobodysAnswer = (type: string | null | undefined): boolean => NOBODYS_ANSWERS.has(type ?? '')

const TIMES = 5
const PAUSE_MS = 200

interface Outcome {
  readonly failure?: { readonly applicationFailureInfo?: { readonly type?: string | null } | null } | null
}

async function again<T>(ask: () => Promise<T>, outcomeOf: (answer: T) => Outcome | undefined): Promise<T> {
  for (let time = 1; ; time += 1) {
    const answer = await ask()
    const type = outcomeOf(answer)?.failure?.applicationFailureInfo?.type
    if (!isNobodysAnswer(type) || time === TIMES) return answer
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
