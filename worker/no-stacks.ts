/**
 * Loaded before any workflow, in the place where workflows run. The SDK takes down where each promise of a workflow was
 * made, for the call stack in the Temporal UI: a third of the processor's time of replaying a measure. What a measure
 * waits for stands in words in its current details. DUBAN_DEBUG=1 leaves this out (docs/decisions/0024).
 */
Error.stackTraceLimit = 0
