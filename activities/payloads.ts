import type { Client } from '@temporalio/client'
import type { Payload } from '@temporalio/common'

/** A value as the client's own calls would send it, its codecs (encryption) included; for raw service calls. */
export async function payloadsOf(client: Client, value: unknown): Promise<Payload[]> {
  const { payloadConverter, payloadCodecs } = client.options.loadedDataConverter
  let payloads = [payloadConverter.toPayload(value)]
  for (const codec of payloadCodecs) payloads = await codec.encode(payloads)
  return payloads
}
