import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'
import { blockUnder, QUICK_STARTS } from '../quick-starts.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))

it('both READMEs and docs/api.md begin with the same three calls (typed in by test/system/quick-start)', () => {
  const [block = '', chinese, api] = QUICK_STARTS.map(([file, heading]) =>
    blockUnder(readFileSync(`${root}/${file}`, 'utf8'), heading),
  )
  expect(block.match(/^curl /gm)).toHaveLength(3)
  expect(chinese).toBe(block)
  const [, ...programs] = block.split('\n')
  expect(api).toBe(programs.join('\n'))
})
