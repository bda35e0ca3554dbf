import type { Connection } from '@temporalio/client'
import proto from '@temporalio/proto'

/** Histories are the proof of what happened: ten years, where the server's default is a day. */
export const RETENTION_DAYS = 3650
const DAY_SECONDS = 86_400
const { INDEXED_VALUE_TYPE_DATETIME, INDEXED_VALUE_TYPE_KEYWORD, INDEXED_VALUE_TYPE_KEYWORD_LIST } =
  proto.temporal.api.enums.v1.IndexedValueType

const SEARCH_ATTRIBUTES = {
  DubanPlan: INDEXED_VALUE_TYPE_KEYWORD,
  DubanMeasure: INDEXED_VALUE_TYPE_KEYWORD,
  DubanUnit: INDEXED_VALUE_TYPE_KEYWORD,
  DubanState: INDEXED_VALUE_TYPE_KEYWORD,
  DubanWaitingFor: INDEXED_VALUE_TYPE_KEYWORD_LIST,
  DubanDueAt: INDEXED_VALUE_TYPE_DATETIME,
} as const

const ALREADY_EXISTS = 6
const NOT_FOUND = 5
const codeOf = (error: unknown) => (error as { code?: number }).code

const seconds = (n: number) => ({ seconds: n as never })

/** Days a namespace keeps histories; null when it is not there. */
export async function retentionOf(connection: Connection, namespace: string): Promise<number | null> {
  try {
    const found = await connection.workflowService.describeNamespace({ namespace })
    return Number(found.config?.workflowExecutionRetentionTtl?.seconds ?? 0) / DAY_SECONDS
  } catch (error) {
    if (codeOf(error) === NOT_FOUND) return null
    throw error
  }
}

/** Registers the namespace, or raises its retention; never lowers it. Safe to call again. */
export async function ensureNamespace(connection: Connection, namespace: string): Promise<void> {
  const retention = await retentionOf(connection, namespace)
  if (retention === null) {
    await connection.workflowService
      .registerNamespace({
        namespace,
        workflowExecutionRetentionPeriod: seconds(RETENTION_DAYS * DAY_SECONDS),
      })
      .catch((error: unknown) => {
        if (codeOf(error) !== ALREADY_EXISTS) throw error
      })
  } else if (retention < RETENTION_DAYS)
    await connection.workflowService.updateNamespace({
      namespace,
      config: { workflowExecutionRetentionTtl: seconds(RETENTION_DAYS * DAY_SECONDS) },
    })
}

export async function missingAttributes(
  connection: Connection,
  namespace: string,
): Promise<readonly string[]> {
  const { customAttributes } = await connection.operatorService.listSearchAttributes({ namespace })
  return Object.keys(SEARCH_ATTRIBUTES).filter((name) => customAttributes?.[name] === undefined)
}

/**
 * Adds the search attributes that are missing, and waits until the namespace and they can be used.
 * @returns whether any were missing
 */
export async function ensureSearchAttributes(connection: Connection, namespace: string): Promise<boolean> {
  let added = false
  for (let tries = 0; ; tries += 1) {
    try {
      const missing = await missingAttributes(connection, namespace)
      if (missing.length === 0) return added
      added = true
      const searchAttributes = Object.fromEntries(
        missing.map((name) => [name, SEARCH_ATTRIBUTES[name as keyof typeof SEARCH_ATTRIBUTES]]),
      )
      await connection.operatorService.addSearchAttributes({ namespace, searchAttributes })
    } catch (error) {
      // A namespace just registered is not yet known to every part of the server.
      if (tries > 100 || (codeOf(error) !== NOT_FOUND && codeOf(error) !== ALREADY_EXISTS)) throw error
    }
    await new Promise((resolve) => setTimeout(resolve, 150))
  }
}
