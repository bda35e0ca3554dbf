import { defaultPayloadConverter, type Headers } from '@temporalio/common'
import type { WorkflowInterceptors } from '@temporalio/workflow'

/** Where traces are handed on; who sends a message may write anything there. */
const TRACE = '_tracer-data'

/** Headers without a trace that cannot be read: reading it would fail the workflow's task again and again. */
function readable(headers: Headers): Headers {
  const payload = headers[TRACE]
  if (payload === undefined) return headers
  try {
    const trace = defaultPayloadConverter.fromPayload<unknown>(payload)
    if (
      typeof trace === 'object' &&
      trace !== null &&
      Object.values(trace).every((v) => typeof v === 'string')
    )
      return headers
  } catch {
    // left out below
  }
  const { [TRACE]: _, ...others } = headers
  return others
}

const cleaned = <I extends { readonly headers: Headers }, R>(input: I, next: (input: I) => R): R =>
  next({ ...input, headers: readable(input.headers) })

/** Stands before the hooks of tracing, inside the workflows. */
export const interceptors = (): WorkflowInterceptors => ({
  inbound: [
    {
      execute: cleaned,
      handleSignal: cleaned,
      handleUpdate: cleaned,
      validateUpdate: cleaned,
      handleQuery: cleaned,
    },
  ],
})
