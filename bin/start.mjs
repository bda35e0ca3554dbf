#!/usr/bin/env node
// `npm start`: set-up, then `duban start` in this same process.
import { ensureInstalled, importTypeScript, requireNode } from './bootstrap.mjs'

requireNode()
ensureInstalled()
process.argv.splice(2, 0, 'start')
await importTypeScript('client/cli/main.ts')
