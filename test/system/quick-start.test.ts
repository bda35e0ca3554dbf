import { spawnSync } from 'node:child_process'
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { advancePlan } from '../../client/use/advance-plan.ts'
import { importPlan } from '../../client/use/import-plan.ts'
import { startPlan } from '../../client/use/start-plan.ts'
import { steppedAt } from '../../domain/calendar/clock.ts'
import { mustDate } from '../../domain/calendar/date.ts'
import { ledger } from '../../records/read.ts'
import { whoActed } from '../../records/who-acted.ts'
import { readRunFile } from '../../temporal/endpoint.ts'
import { blockUnder, QUICK_STARTS } from '../quick-starts.ts'
import { seedPlan } from './support/office.ts'
import { ownServer } from './support/own-server.ts'

// What is printed for whoever begins is typed in as it stands, by a shell, against a server that runs: only the port may be
// another one, and npx finds the program here.

const curl = spawnSync('curl', ['--version']).status === 0
if (!curl) console.warn('no curl here: what is printed for whoever begins is NOT typed in')

const server = ownServer('quick-start')
const root = fileURLToPath(new URL('../..', import.meta.url))
const folder = mkdtempSync(join(tmpdir(), 'duban-typed-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))
const START = mustDate('2015-07-01')

beforeAll(async () => {
  const { duban } = server()
  await importPlan(duban, 'mz2015', seedPlan())
  await startPlan(duban, 'mz2015', {
    clock: { kind: 'stepped', at: steppedAt(START) },
    startOn: START,
    acceptedReview: [],
  })
  await advancePlan(duban, 'mz2015', mustDate('2015-12-01'))
  mkdirSync(join(folder, 'bin'))
  const npx = join(folder, 'bin', 'npx')
  writeFileSync(
    npx,
    `#!/bin/sh\nshift\nexec "${process.execPath}" "${join(root, 'bin', 'duban.mjs')}" "$@"\n`,
  )
  chmodSync(npx, 0o755)
}, 240_000)

const url = () => readRunFile(server().dataDir)?.webUrl ?? ''

/** @returns what each line of the block printed, in order */
function typed(block: string, at: string) {
  const cwd = join(folder, at)
  mkdirSync(cwd)
  const path = `${join(folder, 'bin')}:${join(process.execPath, '..')}:${process.env.PATH}`
  const lines = block.replaceAll('\\\n', '').trim().split('\n')
  const script = lines
    .flatMap((line) => [line.replaceAll('http://127.0.0.1:8234', url()), 'echo; echo ----'])
    .join('\n')
  const ran = spawnSync('bash', ['-euc', script], {
    cwd,
    encoding: 'utf8',
    env: { ...process.env, PATH: path, DUBAN_DATA: server().dataDir, NO_COLOR: '1' },
  })
  expect([ran.status, ran.stderr]).toEqual([0, ''])
  return ran.stdout.split('\n----\n').slice(0, -1)
}

const told = (no: string) => ledger(server().duban.db, 'mz2015', no)

describe.each(QUICK_STARTS)('%s', (file, heading) => {
  const block = blockUnder(readFileSync(join(root, file), 'utf8'), heading)
  const name = file.replaceAll(/\W/g, '')
  // Accounts are made once; whoever types it again has other ones.
  const own = block.replaceAll(/\b(zhangsan|oa)\b(?!\.json)/g, `$1${name.toLowerCase()}`)

  it.skipIf(!curl)(
    'works as it is printed: an account that signs in, a token, and three calls',
    async () => {
      const before = (await told('27.1')).filter(({ kind }) => kind === 'reminded').length
      const printed = typed(own, name)
      const [plans, red, reminded] = printed.slice(-3).map((text) => JSON.parse(text))
      expect(plans.items.map(({ id }: { id: string }) => id)).toContain('mz2015')
      expect(red.items.length).toBeGreaterThan(0)
      for (const { light } of red.items) expect(light).toBe('red')
      expect(reminded.already).toBe(false)
      const after = (await told('27.1')).filter(({ kind }) => kind === 'reminded')
      expect(after).toHaveLength(before + 1)
      const { userId, via } = (await whoActed(server().duban.db, 'mz2015-27.1')).at(-1)?.actor ?? {}
      expect([userId !== undefined, via]).toEqual([true, 'token'])

      const code = /\b[0-9A-Z]{4}(?:-[0-9A-Z]{4}){2}\b/.exec(printed[0] ?? '')?.[0]
      if (!/user add zhangsan/.test(own)) return
      const page = { origin: url(), 'sec-fetch-site': 'same-origin' }
      const form = new URLSearchParams({ code: code ?? '', password: '紫色 水壶 在 三楼 走廊' })
      const entered = await fetch(`${url()}/code`, {
        method: 'POST',
        body: form,
        headers: page,
        redirect: 'manual',
      })
      expect(entered.status).toBe(303)
      const cookie = entered.headers
        .getSetCookie()
        .map((one) => one.split(';')[0])
        .join('; ')
      const home = await fetch(`${url()}/`, { headers: { cookie } })
      expect([home.status, await home.text()]).toEqual([200, expect.stringContaining('张三')])
    },
    120_000,
  )
})
