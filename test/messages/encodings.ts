import type { Payload } from '@temporalio/common'

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text)
const payload = (encoding: string | null, data: Uint8Array, more: Record<string, string> = {}): Payload => ({
  metadata: {
    ...(encoding === null ? {} : { encoding: bytes(encoding) }),
    ...Object.fromEntries(Object.entries(more).map(([name, value]) => [name, bytes(value)])),
  },
  data,
})
export const json = (value: unknown): Payload => payload('json/plain', bytes(JSON.stringify(value)))

const EVENT = { condition: '收到申请', effectiveOn: '2026-03-01' }

/** What a hand, another SDK or a neighbour may send as the arguments of a message, by the kind of its wrongness. */
export const ENCODINGS: Readonly<Record<string, () => readonly Payload[]>> = {
  none: () => [],
  event: () => [json(EVENT)],
  twice: () => [json(EVENT), json(EVENT)],
  jsonProtobuf: () => [payload('json/protobuf', bytes('{}'), { messageType: 'x.Y' })],
  binaryProtobuf: () => [payload('binary/protobuf', new Uint8Array([8, 1]), { messageType: 'x.Y' })],
  unnamed: () => [payload(null, bytes('abc'))],
  noMetadata: () => [{ data: bytes('{}') }],
  unknown: () => [payload('x/y', bytes('{}'))],
  notJson: () => [payload('json/plain', bytes('{condition: 省出台}'))],
  emptyJson: () => [payload('json/plain', new Uint8Array())],
  notUtf8: () => [payload('json/plain', new Uint8Array([0x22, 0xff, 0xfe, 0xc0, 0x22]))],
  deep: () => [payload('json/plain', bytes('['.repeat(20_000) + ']'.repeat(20_000)))],
  text: () => [json('省出台具体规定')],
  bytes: () => [payload('binary/plain', bytes('省出台具体规定'))],
  nothing: () => [payload('binary/null', new Uint8Array())],
  encrypted: () => [
    payload('binary/encrypted', new Uint8Array(40), {
      'encryption-cipher': 'aes-256-gcm',
      'encryption-key-id': 'no',
    }),
  ],
  number: () => [json(5)],
  list: () => [json([EVENT])],
  proto: () => [payload('json/plain', bytes('{"__proto__":{"condition":"收到申请"},"constructor":1}'))],
  nul: () => [json({ ...EVENT, eventId: 'ev\u0000x' })],
  longId: () => [json({ ...EVENT, eventId: 'f'.repeat(6_000) })],
  longTitle: () => [json({ ...EVENT, title: '长'.repeat(100_000) })],
}
/** 1.4 MB: twice of it used to be more than a continue-as-new can carry. */
export const huge = (): readonly Payload[] => [json({ ...EVENT, title: '长'.repeat(480_000) })]
