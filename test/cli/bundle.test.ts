import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Command } from 'commander'
import { describe, expect, it } from 'vitest'
import { bundled, fingerprint, marks } from '../../bin/bundle.mjs'
import { manifest, programFor, whole } from '../../client/cli/main.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))

const call = (args: readonly string[], env: NodeJS.ProcessEnv = {}) => {
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(root, 'bin', 'duban.mjs'), ...args], {
    cwd: root,
    env: { ...process.env, ...env },
    encoding: 'utf8',
  })
  return { status, stdout, stderr }
}

describe('the command line from its bundle', () => {
  it.each([
    [['--help']],
    [['pln', 'list']],
    [['plan', 'import', '--help']],
    [['deadline', 'explain', '每季度首月25日前', '--plan-year', '2015', '-o', 'json']],
  ])('%j says what the sources say, with the same exit code', (args) => {
    expect(call(args)).toEqual(call(args, { DUBAN_SOURCE: '1' }))
  })

  it('knows every verb, and which group has it', async () => {
    const folder = await bundled()
    expect(JSON.parse(readFileSync(join(folder ?? '', 'verbs.json'), 'utf8'))).toEqual(await manifest())
    const all = await whole()
    const help = all.createHelp()
    expect(await manifest()).toMatchObject(
      all.commands.map((command) => ({ name: command.name(), term: help.subcommandTerm(command) })),
    )
    // A group adds to no other's verb: loaded alone, each has all that it has in the whole program.
    const paths = (command: Command): string[] => [
      command.name(),
      ...command.commands.flatMap((sub) => paths(sub).map((path) => `${command.name()} ${path}`)),
    ]
    const alone = await Promise.all(
      all.commands.map(async (of) => {
        const program = await programFor([of.name()], await manifest())
        return program.commands.filter((command) => command.name() === of.name()).flatMap(paths)
      }),
    )
    expect(alone.flat()).toEqual(all.commands.flatMap(paths))
  })

  it('is another one when a source is another, and the same again when it is as before, whatever the times', () => {
    const base = mkdtempSync(join(tmpdir(), 'duban-bundle-'))
    const file = join(base, 'client', 'a.ts')
    mkdirSync(join(base, 'client'))
    mkdirSync(join(base, 'test'))
    writeFileSync(file, 'export const a = 1\n')
    const before = fingerprint(base)
    const { mtime } = statSync(file)
    writeFileSync(file, 'export const a = 2\n')
    utimesSync(file, mtime, mtime)
    const changed = fingerprint(base)
    expect(changed).not.toBe(before)
    writeFileSync(join(base, 'client', 'b.ts'), '')
    expect(fingerprint(base)).not.toBe(changed)
    rmSync(join(base, 'client', 'b.ts'))
    writeFileSync(file, 'export const a = 1\n')
    writeFileSync(join(base, 'test', 'a.test.ts'), 'no part of it')
    expect(fingerprint(base)).toBe(before)
    rmSync(base, { recursive: true, force: true })
  })

  it('sources that nobody wrote to are not read again; whoever writes is seen, even if he sets the time back', () => {
    const base = mkdtempSync(join(tmpdir(), 'duban-bundle-'))
    const file = join(base, 'a.ts')
    writeFileSync(file, 'export const a = 1\n')
    expect(marks(base)).toBeNull()
    const later = Date.now() + 60_000
    const before = marks(base, later)
    expect(before).toMatch(/^[0-9a-f]{40}$/)
    expect(marks(base, later)).toBe(before)
    const { mtime, ctimeMs } = statSync(file)
    do writeFileSync(file, 'export const a = 2\n')
    while (statSync(file).ctimeMs === ctimeMs)
    utimesSync(file, mtime, mtime)
    expect(marks(base, later)).not.toBe(before)
    const changed = marks(base, later)
    writeFileSync(join(base, 'b.ts'), '')
    expect(marks(base, later)).not.toBe(changed)
    rmSync(base, { recursive: true, force: true })
  })

  it.skipIf(process.platform === 'win32')(
    'explains a wording and prints help with five times the work of an empty program, at most',
    () => {
      // The shell adds up what its children used: waiting for a busy machine does not count. What a neighbour takes
      // from the caches does, so the least of several rounds is compared, and a round is repeated while that decides.
      const seconds = (args: string) => {
        const thrice = Array(3).fill(`"$0" ${args} >/dev/null 2>&1`).join('; ')
        const { stdout } = spawnSync('sh', ['-c', `${thrice}; times`, process.execPath], {
          cwd: root,
          encoding: 'utf8',
          env: { ...process.env, DUBAN_ZONE_WATCH: '', NODE_OPTIONS: '' },
        })
        const [, children = ''] = stdout.trim().split('\n')
        return children
          .split(' ')
          .map((time) => /^(\d+)m([\d.]+)s$/.exec(time))
          .reduce((sum, match) => sum + Number(match?.[1]) * 60 + Number(match?.[2]), 0)
      }
      for (const args of ['deadline explain 每季度首月25日前', '--help', 'pln']) {
        let empty = Number.POSITIVE_INFINITY
        let full = Number.POSITIVE_INFINITY
        for (let round = 0; round < 12 && !(full / empty < 5); round++) {
          empty = Math.min(empty, seconds('-e 0'))
          full = Math.min(full, seconds(`bin/duban.mjs ${args}`))
        }
        expect(empty).toBeGreaterThan(0)
        expect([args, full / empty < 5]).toEqual([args, true])
      }
    },
    300_000,
  )
})
