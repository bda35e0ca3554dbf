import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Command } from 'commander'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { userVerbs } from '../../client/cli/verbs/user.ts'

const data = mkdtempSync(join(tmpdir(), 'duban-cli-roles-'))
beforeAll(() => {
  vi.stubEnv('DUBAN_DATA', data)
  vi.stubEnv('DUBAN_RECORDS', '')
})
afterAll(() => {
  vi.unstubAllEnvs()
  process.exitCode = 0
  rmSync(data, { recursive: true, force: true })
})

/** What a verb prints last, and its exit code. */
async function run(words: readonly string[], format = 'json') {
  const out = vi.spyOn(process.stdout, 'write').mockReturnValue(true)
  const err = vi.spyOn(process.stderr, 'write').mockReturnValue(true)
  process.exitCode = 0
  try {
    const program = new Command()
    userVerbs(program)
    await program.parseAsync(['user', ...words, '-o', format], { from: 'user' })
    const said = String((out.mock.calls.at(-1) ?? err.mock.calls.at(-1))?.[0])
    return { exit: process.exitCode ?? 0, said, json: format === 'json' ? JSON.parse(said) : null }
  } finally {
    out.mockRestore()
    err.mockRestore()
  }
}

it('roles of an account are looked at, given and taken by one verb; what cannot be changes nothing', async () => {
  await run(['add', 'zhangsan', '--name', '张三', '--role', '联络员:市甲局'])
  const roles = async () => (await run(['roles', 'zhangsan'])).json.roles
  const unit = { role: 'unit', plan: null, unit: '市甲局' }
  expect(await roles()).toEqual([unit])
  const both = ['--give', '单位负责人:市甲局@p-1', '--give', '观察员', '--take', '联络员:市甲局']
  const done = await run(['roles', 'zhangsan', ...both])
  const given = [
    { role: 'head', plan: 'p-1', unit: '市甲局' },
    { role: 'observer', plan: null, unit: null },
  ]
  expect([done.exit, done.json]).toEqual([0, { login: 'zhangsan', roles: given, given, taken: [unit] }])

  const refused = await run(['roles', 'zhangsan', '--give', '联络员:市乙局', '--take', '联络员:市甲局'])
  expect(refused.exit).toBe(3)
  expect(refused.said).toContain('zhangsan 没有“单位联络员”这个角色')
  const apart = await run(['roles', 'zhangsan', '--give', '管理员', '--take', '观察员'])
  expect(apart.said).toContain('管理员不能同时是')
  expect(await roles()).toEqual(given)

  const told = await run(['roles', 'zhangsan', '--take', '观察员'], 'text')
  expect(told.said).toBe('收回了 观察员\n账户 zhangsan 的角色：单位负责人:市甲局@p-1\n')
})
