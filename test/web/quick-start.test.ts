import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'

const root = fileURLToPath(new URL('../..', import.meta.url))
const blockOf = (file: string, heading: string): string => {
  const [, after = ''] = readFileSync(`${root}/${file}`, 'utf8').split(`\n## ${heading}\n`)
  return /```sh\n([\s\S]*?)```/.exec(after)?.[1] ?? ''
}

it('both READMEs and docs/api.md begin with the same three calls', () => {
  const block = blockOf('README.md', 'Signing in, and a program’s first three calls')
  expect(block.match(/^curl /gm)).toHaveLength(3)
  expect(blockOf('README.zh-CN.md', '登录，和程序的前三次调用')).toBe(block)
  const [, ...programs] = block.split('\n')
  expect(blockOf('docs/api.md', '三步开始')).toBe(programs.join('\n'))
})
