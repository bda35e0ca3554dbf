// Loaded by path, by the SDK and into the workflow bundle: hence CommonJS and nothing but this.
// Messages and stacks of failures become payloads, so that the codec encrypts them too.
const { DefaultFailureConverter } = require('@temporalio/common')

exports.failureConverter = new DefaultFailureConverter({ encodeCommonAttributes: true })
