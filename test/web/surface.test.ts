import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'
import { forApi } from '../../web/api/surface.ts'
import { ROUTES } from '../../web/api/tables.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))
/** Rooms whose refusals reach the interface. */
const ROOMS = ['domain', 'client', 'records', 'accounts', 'web', 'seeds']
const sources = ROOMS.flatMap((room) =>
  readdirSync(join(root, room), { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.tsx?$/.test(file) && !file.startsWith('cli/') && !file.includes('surface.ts'))
    .map((file) => readFileSync(join(root, room, file), 'utf8')),
)
/** Every text in quotes that has words of the command line in it, with something in place of what is filled in. */
const told = sources.flatMap((source) =>
  [...source.matchAll(/'((?:[^'\\\n]|\\.)*)'|`((?:[^`\\]|\\.)*)`/g)]
    .map(([, plain, filled]) => (plain ?? filled ?? '').replace(/\$\{[^}]*\}/g, 'mz2015'))
    .filter((text) => /[\u4e00-\u9fff]/.test(text) && /--[a-z]|\bduban [a-z]/.test(text)),
)

it('no refusal says to a program what only a terminal knows', () => {
  expect(told.length).toBeGreaterThan(60)
  for (const text of told) {
    const here = forApi(text)
    expect([text, here]).toEqual([text, expect.not.stringMatching(/--[a-z]/)])
    // What only the machine's owner can do is said to be his.
    for (const [whole] of here.matchAll(/.{0,20}duban [a-z]+/g))
      expect(whole).toContain('由管理员在服务器上运行')
  }
})

it.each([
  ['有 2 项可以审核通过，请用 --obligation 指明一项', '有 2 项可以审核通过，请用 obligation 指明一项'],
  ['用 duban event list mz2015 查看', '用 GET /plans/{plan}/events 查看'],
  [
    '先确认或改期：duban event confirm|move mz2015 pl-1 --on 日期',
    '先确认或改期：POST /plans/{plan}/planned/{planned}/confirm、POST /plans/{plan}/planned/{planned}/move',
  ],
  ['加上 --due-on 日期', '加上 dueOn 日期'],
  ['运行 npx duban doctor 检查', '运行 （由管理员在服务器上运行）npx duban doctor 检查'],
])('%s', (text, here) => {
  expect(forApi(text)).toBe(here)
})

it('every route that is named is served', () => {
  const served = new Set(ROUTES.map(({ path }) => path))
  for (const text of told)
    for (const [, path = ''] of forApi(text).matchAll(/(?:GET|POST|DELETE|PUT) (\/[A-Za-z{}/:-]+)/g))
      expect([path, served.has(path)]).toEqual([path, true])
})
