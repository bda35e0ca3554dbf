import { spawnSync } from 'node:child_process'
import { chmodSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { afterEach, expect, it } from 'vitest'

const root = fileURLToPath(new URL('../..', import.meta.url))
const made: string[] = []
afterEach(() => {
  for (const path of made.splice(0)) rmSync(path, { recursive: true, force: true })
})

/** A `go` that writes down each call and then does as told, and a program that begins the server ahead. */
function begin(go: string, program: string) {
  const cache = mkdtempSync(join(tmpdir(), 'duban-begun-'))
  made.push(cache)
  const script = `#!/bin/sh\nif [ "$1" = version ]; then echo go version go1.26.8 x; exit 0; fi\necho "$@" >> "${cache}/calls"\n${go}\n`
  writeFileSync(join(cache, 'go'), script)
  chmodSync(join(cache, 'go'), 0o755)
  const at = (file: string) => JSON.stringify(pathToFileURL(join(root, file)).href)
  const code = `import { beginServer } from ${at('temporal/compile.mjs')}; import { ensureServer } from ${at('temporal/build.ts')}; ${program}`
  const env = {
    ...process.env,
    DUBAN_CACHE: cache,
    PATH: `${cache}:${process.env.PATH}`,
    TEMPORAL_ADDRESS: '',
  }
  const { stdout } = spawnSync(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', code], {
    ...{ env, cwd: root, encoding: 'utf8' },
  })
  const log = join(cache, 'calls')
  const calls = existsSync(log) ? readFileSync(log, 'utf8').trim().split('\n') : []
  const left = readdirSync(cache).filter((name) => name.startsWith('temporal-') && !name.endsWith('.lock'))
  const built = left
    .filter((name) => !name.includes('.half-'))
    .flatMap((name) => readdirSync(join(cache, name)))
  return { stdout, calls, built, halves: left.filter((name) => name.includes('.half-')) }
}

it('a server that was begun while the dependencies were installed is waited for, and not built a second time', () => {
  const { calls, built, halves, stdout } = begin(
    'sleep 0.2; printf x > "$GOBIN/server"',
    `beginServer(); await ensureServer((line) => console.log(line)); console.log('READY')`,
  )
  expect(calls).toHaveLength(1)
  expect({ built, halves }).toEqual({ built: ['temporal-server'], halves: [] })
  expect(stdout).toContain('READY')
})

it('one that failed is built again by whoever needs it, and only then told, with a remedy', () => {
  const { calls, built, halves, stdout } = begin(
    'echo "dial tcp: no such host" >&2; exit 1',
    `beginServer(); await ensureServer(() => undefined).catch((e) => console.log(e.code, e.remedy))`,
  )
  expect(calls).toHaveLength(2)
  expect({ built, halves }).toEqual({ built: [], halves: [] })
  expect(stdout).toContain('BUILD_FAILED')
  expect(stdout).toContain('GOPROXY')
})

it('one that nobody waits for holds up nothing, and leaves nothing half made', () => {
  const from = performance.now()
  const { calls, built, halves } = begin(
    'exec sleep 100',
    `beginServer(); const { existsSync } = await import('node:fs');
     while (!existsSync(process.env.DUBAN_CACHE + '/calls')) await new Promise((go) => setTimeout(go, 20))`,
  )
  expect(performance.now() - from).toBeLessThan(50_000)
  expect(calls).toHaveLength(1)
  expect({ built, halves }).toEqual({ built: [], halves: [] })
})

it('a server of somebody else’s is not built for', () => {
  const { calls, stdout } = begin(
    'exit 1',
    `process.env.TEMPORAL_ADDRESS = 'x:1'; console.log(beginServer())`,
  )
  expect(stdout.trim()).toBe('null')
  expect(calls).toEqual([])
})
