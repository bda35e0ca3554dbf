import { afterEach, expect, it, vi } from 'vitest'
import { run } from '../../client/cli/exit.ts'
import { print } from '../../client/cli/output.ts'

afterEach(() => {
  process.exitCode = 0
  vi.restoreAllMocks()
})

async function codeOf(message: string): Promise<string> {
  const out = vi.spyOn(process.stdout, 'write').mockReturnValue(true)
  vi.spyOn(process.stderr, 'write').mockReturnValue(true)
  await run('json', async () => {
    throw new Error(message)
  })
  return JSON.parse(String(out.mock.calls.at(-1)?.[0])).error.code
}

it('a server that is not there is told from a fault of the program', async () => {
  expect(await codeOf('14 UNAVAILABLE: No connection established')).toBe('SERVER_UNREACHABLE')
  expect(await codeOf('4 DEADLINE_EXCEEDED: Deadline exceeded')).toBe('SERVER_UNREACHABLE')
  expect(await codeOf('row 14 of the table has no number')).toBe('SYSTEM_FAILED')
})

it('what fails after a verb has printed its document adds no second one', async () => {
  const out = vi.spyOn(process.stdout, 'write').mockReturnValue(true)
  vi.spyOn(process.stderr, 'write').mockReturnValue(true)
  await run('json', async () => {
    print('json', { done: true }, () => '')
    throw new Error('the connection could not be closed')
  })
  expect(out.mock.calls.map(([text]) => JSON.parse(String(text)))).toEqual([{ done: true }])
  expect(process.exitCode).toBe(1)
})
