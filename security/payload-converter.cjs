// Loaded by path, by the worker and into the workflow bundle: hence CommonJS and nothing but this.
// What arrives at a workflow may be anything; the SDK would throw while it decodes a signal, outside of all that the
// workflow could catch, and try the same task again for ever. Here it becomes a value that says so
// (domain/messages/unreadable.ts). Arguments and results of activities are Duban's own: there it still throws.
const { DefaultPayloadConverter } = require('@temporalio/common')
const { decode } = require('@temporalio/common/lib/encoding')

const UNREADABLE = Symbol.for('duban.unreadable')
const KEPT_BYTES = 4_000

function textOf(bytes) {
  try {
    return bytes == null ? '' : decode(bytes.subarray(0, KEPT_BYTES))
  } catch {
    return ''
  }
}

class EveryPayloadConverter extends DefaultPayloadConverter {
  fromPayload(payload, context, hint) {
    if (context?.type !== 'workflow') return super.fromPayload(payload, context, hint)
    const encoding = textOf(payload?.metadata?.encoding)
    try {
      // Bytes are no value of Duban's; what somebody sent as bytes is read as text.
      if (encoding !== 'binary/plain') return super.fromPayload(payload, context, hint)
    } catch {
      // kept below
    }
    return { [UNREADABLE]: { encoding, text: textOf(payload?.data) } }
  }
}

exports.payloadConverter = new EveryPayloadConverter()
