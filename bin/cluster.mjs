#!/usr/bin/env node
// npm run cluster: sets up, then starts a whole cluster on this machine. See docs/operations.md.
import { prepare } from './prepare.mjs'

await prepare()
process.argv.splice(2, 0, 'cluster')
await import('./duban.mjs')
