#!/usr/bin/env node
// The command line: TypeScript run as it stands, in this process, so that signals and exit codes are its own.
import { existsSync } from 'node:fs'

if (!existsSync(new URL('../node_modules/tsx', import.meta.url))) {
  process.stderr.write('依赖还没有安装。办法：在项目文件夹运行 npm start 或 npm ci\n')
  process.exit(1)
}
const { register } = await import('tsx/esm/api')
register()
await import('../client/cli/main.ts')
