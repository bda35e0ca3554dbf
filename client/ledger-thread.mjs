import { register } from 'tsx/esm/api'

// A thread begins without what its process was started with: the sources are read as they are there.
register()
await import('./ledger-thread.ts')
