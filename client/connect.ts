import { Client, Connection, defaultGrpcRetryOptions, makeGrpcRetryInterceptor } from '@temporalio/client'
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

/** gRPC's UNAVAILABLE: nobody is there. */
const UNAVAILABLE = 14
/** After some two seconds whoever waits at a page is told; the SDK itself would try for twenty. */
const TRIES_WITH_NOBODY_THERE = 5

const soonTold = () => {
  const { delayFunction, retryableDecider } = defaultGrpcRetryOptions()
  return makeGrpcRetryInterceptor({
    delayFunction,
    retryableDecider: (attempt, status) =>
      retryableDecider(attempt, status) &&
      !(status.code === UNAVAILABLE && attempt >= TRIES_WITH_NOBODY_THERE),
  })
}

/**
 * The same without a call now: it connects when it is first used, and again after the server was away; where nobody is
 * there it says so soon.
 */
export function lazyClient(endpoint: Endpoint): Connected {
  const { namespace } = endpoint
  const connection = Connection.lazy({ ...endpoint.connect, interceptors: [soonTold()] })
  const client = new Client({
    connection,
    namespace,
    dataConverter: dataConverter(configuredKeys(), namespace),
    interceptors,
  })
  return { client, close: () => connection.close() }
}
