import { setTimeout as sleep } from 'node:timers/promises'
import { type Connection, isGrpcServiceError } from '@temporalio/client'
import { refusals, says } from './messages.ts'
import { Refused } from './refused.ts'

/** Ten years: what is late, since when and why is read from history long after the plan is closed. */
export const retentionDays = 3650

const secondsPerDay = 86_400
/** gRPC status codes; the client hands them on as numbers. */
const grpc = {
  notFound: 5,
  alreadyExists: 6,
  permissionDenied: 7,
  unimplemented: 12,
  unauthenticated: 16,
} as const

export interface Prepare {
  readonly namespace: string
  readonly log?: (line: string) => void
}

/**
 * Registers the namespace with ten years' retention, or raises the retention of one that has less; never
 * lowers it. Waits until the namespace can be used.
 *
 * @throws Refused NAMESPACE_UNAVAILABLE
 */
export async function ensureNamespace(
  connection: Connection,
  { namespace, log, retentionDays: days = retentionDays }: Prepare & { readonly retentionDays?: number },
): Promise<void> {
  const found = await retentionOf(connection, namespace)
  if (found === null) {
    await register(connection, namespace, days)
    log?.(says.namespaceRegistered(namespace, days))
  } else if (found < days) {
    await raise(connection, namespace, found, days, log)
  }
  // A new namespace is known to the server's own caches a moment later.
  await untilUsable(async () => {
    await connection.workflowService.countWorkflowExecutions({ namespace, query: '' })
  })
}

/** Days of history kept, or null when there is no such namespace. */
export async function retentionOf(connection: Connection, namespace: string): Promise<number | null> {
  try {
    const found = await connection.workflowService.describeNamespace({ namespace })
    return Number(found.config?.workflowExecutionRetentionTtl?.seconds ?? 0) / secondsPerDay
  } catch (error) {
    if (isGrpcServiceError(error) && error.code === grpc.notFound) return null
    throw new Refused(refusals.namespaceDenied(namespace, (error as Error).message), { cause: error })
  }
}

const duration = (days: number) => ({ seconds: days * secondsPerDay }) as never

async function register(connection: Connection, namespace: string, days: number): Promise<void> {
  try {
    await connection.workflowService.registerNamespace({
      namespace,
      workflowExecutionRetentionPeriod: duration(days),
    })
  } catch (error) {
    // Somebody else was quicker: theirs will do.
    if (isGrpcServiceError(error) && error.code === grpc.alreadyExists) return
    throw new Refused(refusals.namespaceDenied(namespace, (error as Error).message), { cause: error })
  }
}

async function raise(
  connection: Connection,
  namespace: string,
  from: number,
  to: number,
  log: Prepare['log'],
): Promise<void> {
  try {
    await connection.workflowService.updateNamespace({
      namespace,
      config: { workflowExecutionRetentionTtl: duration(to) },
    })
    log?.(says.retentionRaised(namespace, from, to))
  } catch (error) {
    // On somebody else's Temporal the retention is theirs to set: say so and go on.
    log?.(says.retentionKept(namespace, (error as Error).message))
  }
}

/** temporal.api.enums.v1.IndexedValueType; its package has no named exports that ESM can see. */
const typeNumbers = { Text: 1, Keyword: 2, Int: 3, Double: 4, Bool: 5, Datetime: 6, KeywordList: 7 } as const
const typeName = (type: number): string =>
  Object.entries(typeNumbers).find(([, number]) => number === type)?.[0] ?? String(type)

/** The search attributes that measures set; at most 10 Keywords and 3 of each other type fit on SQL. */
export const searchAttributes = {
  DubanPlan: 'Keyword',
  DubanMeasure: 'Keyword',
  DubanUnit: 'Keyword',
  DubanState: 'Keyword',
  DubanWaitingFor: 'KeywordList',
  DubanDueAt: 'Datetime',
} as const

/** The same for `temporal server start-dev`, which applies them to a new database only. */
export const searchAttributeFlags = (): string[] =>
  Object.entries(searchAttributes).flatMap(([name, type]) => ['--search-attribute', `${name}=${type}`])

/** Those of ours that the namespace does not have yet. */
export async function missingSearchAttributes(connection: Connection, namespace: string): Promise<string[]> {
  const { customAttributes } = await connection.operatorService.listSearchAttributes({ namespace })
  const found = customAttributes ?? {}
  for (const [name, wanted] of Object.entries(searchAttributes)) {
    const type = found[name]
    if (type != null && type !== typeNumbers[wanted]) {
      throw new Refused(refusals.attributeType(name, typeName(type), wanted))
    }
  }
  return Object.keys(searchAttributes).filter((name) => found[name] == null)
}

/**
 * Registers what is missing and waits until workflows can set it.
 *
 * @throws Refused SEARCH_ATTRIBUTES_UNAVAILABLE, SEARCH_ATTRIBUTE_TYPE
 */
export async function ensureSearchAttributes(
  connection: Connection,
  { namespace, log }: Prepare,
): Promise<void> {
  try {
    const missing = await missingSearchAttributes(connection, namespace)
    if (missing.length > 0) {
      const wanted = Object.entries(searchAttributes)
        .filter(([name]) => missing.includes(name))
        .map(([name, type]) => [name, typeNumbers[type]])
      await connection.operatorService.addSearchAttributes({
        namespace,
        searchAttributes: Object.fromEntries(wanted),
      })
      log?.(says.attributesAdded(missing))
    }
    await untilUsable(async () => {
      const query = Object.keys(searchAttributes)
        .map((name) => `${name} IS NULL`)
        .join(' AND ')
      await connection.workflowService.countWorkflowExecutions({ namespace, query })
    })
  } catch (error) {
    if (error instanceof Refused) throw error
    throw new Refused(refusals.attributesDenied((error as Error).message), { cause: error })
  }
}

const usableWithinMs = 60_000

/** Asks until it is answered; the last refusal is the one that counts. */
async function untilUsable(ask: () => Promise<void>): Promise<void> {
  const until = Date.now() + usableWithinMs
  for (;;) {
    try {
      return await ask()
    } catch (error) {
      if (isFinal(error) || Date.now() > until) throw error
    }
    await sleep(100)
  }
}

const finalCodes: readonly number[] = [grpc.permissionDenied, grpc.unimplemented, grpc.unauthenticated]

/** An answer that waiting does not change. */
const isFinal = (error: unknown): boolean => isGrpcServiceError(error) && finalCodes.includes(error.code)
