#!/usr/bin/env node
import { hasPackages, importTypeScript, requireNode } from './bootstrap.mjs'

requireNode()
if (!hasPackages()) {
  console.error('依赖尚未安装：请先执行 npm start（或 npm ci）。')
  process.exit(1)
}
await importTypeScript('client/cli/main.ts')
