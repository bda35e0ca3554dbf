#!/usr/bin/env node
// The command line, in this process, so that signals and exit codes are its own: from the bundle of its sources, else
// the TypeScript as it stands.
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'

if (!existsSync(new URL('../node_modules/tsx', import.meta.url))) {
  process.stderr.write('依赖还没有安装。办法：在项目文件夹运行 npm start，或 npm install --no-save\n')
  process.exit(1)
}
// What is written here (ledger, evidence, keys, logs, backups) is for its owner only, and so for every child.
process.umask(0o077)
const { bundled } = await import('./bundle.mjs')
const folder = await bundled()
if (folder === null) {
  const { register } = await import('tsx/esm/api')
  register()
  const { main } = await import('../client/cli/main.ts')
  await main()
} else {
  process.env.DUBAN_BUNDLE = folder
  const { main } = await import(pathToFileURL(join(folder, 'cli', 'main.mjs')).href)
  await main(JSON.parse(readFileSync(join(folder, 'verbs.json'), 'utf8')))
}
