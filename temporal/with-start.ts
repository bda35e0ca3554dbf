// The client's part for an update that begins its workflow, for whoever loads it by `await import`: the client is large, few
// come here, and a CommonJS package imported so by its own name has no named exports in a bundle.
export { WithStartWorkflowOperation } from '@temporalio/client'
