#!/usr/bin/env node
// Installs the dependencies if they are missing or the lock file has changed; nothing else.
import { ensureInstalled, requireNode } from './bootstrap.mjs'

requireNode()
ensureInstalled()
