import { Client, Connection } from '@temporalio/client'
import { configuredKeys, dataConverter } from '../security/data-converter.ts'
import { askedAgain } from '../temporal/asked-again.ts'
import { connectServer } from '../temporal/connect.ts'
import type { Endpoint } from '../temporal/endpoint.ts'

const interceptors = { workflow: [askedAgain] }

export interface Connected {
  readonly client: Client
  close(): Promise<void>
}

/**
 * A client of the server that an endpoint names, with its TLS, key and payload encryption.
 * @throws SecurityError see readKeyRing, connectServer
 */
export async function connectClient(endpoint: Endpoint): Promise<Connected> {
  const { namespace } = endpoint
  const converter = dataConverter(configuredKeys(), namespace)
  const connection = await connectServer(endpoint.connect)
  const client = new Client({ connection, namespace, dataConverter: converter, interceptors })
  return { client, close: () => connection.close() }
}

/** The same without a call now: it connects when it is first used, and again after the server was away. */
export function lazyClient(endpoint: Endpoint): Connected {
  const { namespace } = endpoint
  const connection = Connection.lazy(endpoint.connect)
  const client = new Client({
    connection,
    namespace,
    dataConverter: dataConverter(configuredKeys(), namespace),
    interceptors,
  })
  return { client, close: () => connection.close() }
}
