#!/usr/bin/env node
// npm start: sets up, then runs the main job. See README.md.
import { prepare } from './prepare.mjs'

await prepare()
process.argv.splice(2, 0, 'start')
await import('./duban.mjs')
