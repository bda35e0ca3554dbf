import { fileURLToPath } from 'node:url'
import type { DataConverter } from '@temporalio/common'
import { encryptionCodec, noKeysCodec } from './codec.ts'
import { SecurityError } from './errors.ts'
import { type KeyRing, readKeyRing } from './keys.ts'

/** For data converters and workflow bundles that encrypt; a bundle is made with it or without it. */
export const FAILURE_CONVERTER = fileURLToPath(new URL('./failure-converter.cjs', import.meta.url))

/** For workflow bundles: what cannot be decoded reaches the workflow as a value that says so. */
export const PAYLOAD_CONVERTER = fileURLToPath(new URL('./payload-converter.cjs', import.meta.url))

/**
 * The keys of DUBAN_CODEC_KEYS, the path of a key file; null when it is not set: nothing is encrypted then.
 * @throws SecurityError see readKeyRing
 */
export function configuredKeys(): KeyRing | null {
  const path = process.env.DUBAN_CODEC_KEYS
  return path ? readKeyRing(path) : null
}

/**
 * The same for a worker: what was sent to a workflow and cannot be decrypted is left as it is, and the payload converter
 * says of it that it is unreadable. Anything else that cannot be decrypted still fails.
 */
export const forWorkflows = (converter: DataConverter): DataConverter => ({
  ...converter,
  payloadCodecs: converter.payloadCodecs?.map((codec) => ({
    encode: (payloads, context) => codec.encode(payloads, context),
    decode: async (payloads, context) => {
      if (context?.type !== 'workflow') return codec.decode(payloads, context)
      const decoded = payloads.map(async (payload) => {
        const [open = payload] = await codec.decode([payload], context).catch((error: unknown) => {
          if (error instanceof SecurityError) return [payload]
          throw error
        })
        return open
      })
      return Promise.all(decoded)
    },
  })),
})

/** How client and worker alike turn values into what the server keeps. */
export const dataConverter = (keys: KeyRing | null, namespace: string): DataConverter =>
  keys === null
    ? { payloadCodecs: [noKeysCodec] }
    : { payloadCodecs: [encryptionCodec(keys, namespace)], failureConverterPath: FAILURE_CONVERTER }
