import { type ChildProcess, spawn } from 'node:child_process'
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { buildTemporal } from '../../temporal/build.ts'
import { buildFolder, cachedBinaries } from '../../temporal/cache.ts'
import { databaseFile } from '../../temporal/config.ts'
import { projectRoot } from '../../temporal/endpoint.ts'
import { refusalOf } from '../../temporal/refused.ts'
import { findTemporal, findTemporalFor } from '../../temporal/resolve.ts'
import { privateEnv } from './support/server.ts'

let folder: string
let env: NodeJS.ProcessEnv
let hold: string
let goLog: string

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'duban-build-'))
  const bin = join(folder, 'bin')
  mkdirSync(bin)
  copyFileSync(join(projectRoot, 'test/system/support/fake-go.mjs'), join(bin, 'go'))
  chmodSync(join(bin, 'go'), 0o755)
  hold = join(folder, 'hold')
  goLog = join(folder, 'go.log')
  env = {
    ...privateEnv(),
    PATH: `${bin}:${process.env.PATH}`,
    DUBAN_CACHE: join(folder, 'cache'),
    FAKE_GO_HOLD: hold,
    FAKE_GO_LOG: goLog,
  }
})
afterEach(() => {
  rmSync(hold, { force: true })
  rmSync(folder, { recursive: true, force: true })
})

test('a build that is killed leaves nothing half made, and the next one builds it whole', async () => {
  writeFileSync(hold, '')
  const first = builder()
  await expect.poll(() => existsSync(goLog), { timeout: 20_000 }).toBe(true)
  first.child.kill('SIGKILL')
  await first.ended
  rmSync(hold)
  expect(cachedBinaries(env)).toBeNull()

  const second = builder()
  expect(await second.ended).toBe(0)
  expect(JSON.parse(second.out())).toEqual(cachedBinaries(env))
  expect(readdirSync(buildFolder(env)).sort()).toEqual(['built.json', 'temporal-server', 'temporal-ui'])
  // Neither the lock nor the killed one's working folder is left.
  const name = buildFolder(env).split('/').at(-1) as string
  expect(readdirSync(join(folder, 'cache')).sort()).toEqual([name, `${name}.build.log`])
})

test('a second process waits for the first, says so, and builds nothing itself', async () => {
  writeFileSync(hold, '')
  const first = builder()
  await expect.poll(() => existsSync(goLog), { timeout: 20_000 }).toBe(true)
  const second = builder()
  await expect
    .poll(() => second.err(), { timeout: 20_000 })
    .toContain(`另一个进程（${first.child.pid}）正在编译`)
  rmSync(hold)
  expect(await Promise.all([first.ended, second.ended])).toEqual([0, 0])
  expect(second.out()).toBe(first.out())
  // One for the server, one for the UI.
  expect(readFileSync(goLog, 'utf8').trim().split('\n')).toHaveLength(2)
})

test('without Go the refusal names three ways out', async () => {
  const bare = { ...env, PATH: join(folder, 'empty') }
  const error = await buildTemporal({ env: bare, log: () => undefined }).catch((thrown: unknown) => thrown)
  expect(refusalOf(error)).toMatchObject({
    code: 'GO_MISSING',
    remedy: expect.stringContaining('TEMPORAL_ADDRESS'),
  })
})

test('order of resolution: an address given, then the cache, then the temporal command, then nothing', () => {
  const none = { ...env, TEMPORAL_CONFIG_FILE: join(folder, 'none.toml'), PATH: join(folder, 'path') }
  expect(findTemporal(none).kind).toBe('none')

  mkdirSync(join(folder, 'path'))
  program(join(folder, 'path', 'temporal'))
  expect(findTemporal(none)).toEqual({ kind: 'cli', command: join(folder, 'path', 'temporal') })

  mkdirSync(buildFolder(env), { recursive: true })
  program(join(buildFolder(env), 'temporal-server'))
  expect(findTemporal(none).kind).toBe('cli')
  program(join(buildFolder(env), 'temporal-ui'))
  expect(findTemporal(none).kind).toBe('built')

  const given = { ...none, TEMPORAL_ADDRESS: '127.0.0.1:7777', TEMPORAL_NAMESPACE: 'oversight' }
  expect(findTemporal(given)).toMatchObject({
    kind: 'external',
    endpoint: { connect: { address: '127.0.0.1:7777' }, namespace: 'oversight' },
  })

  writeFileSync(
    none.TEMPORAL_CONFIG_FILE,
    '[profile.default]\naddress = "temporal.example:7233"\nnamespace = "office"\n',
  )
  expect(findTemporal(none)).toMatchObject({
    kind: 'external',
    endpoint: { connect: { address: 'temporal.example:7233' }, namespace: 'office' },
  })
})

test('a data folder stays with the program that made its database', () => {
  const path = join(folder, 'path')
  const none = { ...env, TEMPORAL_CONFIG_FILE: join(folder, 'none.toml'), PATH: path }
  const made = (by: 'built' | 'cli'): string => {
    const dataDir = join(folder, by)
    mkdirSync(join(dataDir, 'temporal'), { recursive: true })
    writeFileSync(databaseFile(dataDir, by), '')
    return dataDir
  }
  expect(() => findTemporalFor(made('cli'), none)).toThrow('CLI_MISSING')

  mkdirSync(path)
  program(join(path, 'temporal'))
  // To be built again, though the command is at hand: it would begin an empty database.
  expect(findTemporalFor(made('built'), none).kind).toBe('none')

  mkdirSync(buildFolder(env), { recursive: true })
  program(join(buildFolder(env), 'temporal-server'))
  program(join(buildFolder(env), 'temporal-ui'))
  expect(findTemporalFor(made('built'), none).kind).toBe('built')
  expect(findTemporalFor(made('cli'), none).kind).toBe('cli')
  expect(findTemporalFor(join(folder, 'new'), none).kind).toBe('built')
})

function program(file: string): void {
  writeFileSync(file, '#!/bin/sh\n')
  chmodSync(file, 0o755)
}

interface Builder {
  readonly child: ChildProcess
  readonly ended: Promise<number | null>
  out(): string
  err(): string
}

function builder(): Builder {
  const script = join(projectRoot, 'test/system/support/build-once.ts')
  const child = spawn(process.execPath, ['--import', 'tsx', script], { cwd: projectRoot, env })
  let out = ''
  let err = ''
  child.stdout.on('data', (chunk) => {
    out += chunk
  })
  child.stderr.on('data', (chunk) => {
    err += chunk
  })
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve))
  return { child, ended, out: () => out, err: () => err }
}
