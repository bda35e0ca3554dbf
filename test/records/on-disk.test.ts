import { mkdtempSync, rmSync } from 'node:fs'
import type { FileHandle } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { folderBlobs, sha256Of } from '../../records/blobs.ts'
import { copyWhole, writeWhole } from '../../records/whole-file.ts'

/** What was done to the disk, in order: the real file system, watched. */
const done: string[] = []
/** Names of what is open, by its number. */
const names = new Map<number, string>()

vi.mock('node:fs', async (original) => {
  const real = await original<typeof import('node:fs')>()
  const watched = {
    ...real,
    openSync: (path: string, ...rest: [never]) => {
      const at = real.openSync(path, ...rest)
      names.set(at, path)
      return at
    },
    writeFileSync: (at: string | number, ...rest: [never]) => {
      done.push(`write ${typeof at === 'number' ? names.get(at) : at}`)
      real.writeFileSync(at, ...rest)
    },
    fsyncSync: (at: number) => {
      done.push(`sync ${names.get(at)}`)
      real.fsyncSync(at)
    },
    mkdirSync: (path: string, ...rest: [never]) => {
      const made = real.mkdirSync(path, ...rest) as string | undefined
      if (made !== undefined) done.push(`make ${made}`)
      return made
    },
    renameSync: (from: string, to: string) => {
      done.push(`name ${from} ${to}`)
      real.renameSync(from, to)
    },
  }
  return { ...watched, default: watched }
})

vi.mock('node:fs/promises', async (original) => {
  const real = await original<typeof import('node:fs/promises')>()
  const open = async (path: string, ...rest: [never]): Promise<FileHandle> => {
    const file = await real.open(path, ...rest)
    const { sync, writeFile } = file
    return Object.assign(file, {
      sync: () => {
        done.push(`sync ${path}`)
        return sync.call(file)
      },
      writeFile: (...args: Parameters<FileHandle['writeFile']>) => {
        done.push(`write ${path}`)
        return writeFile.apply(file, args)
      },
    })
  }
  return { ...real, open, default: { ...real, open } }
})

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'duban-disk-'))
  done.length = 0
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const BYTES = Buffer.from('已在门户网站公开'.repeat(50))
const SHA = sha256Of(BYTES)
const kept = () => join(folder, SHA.slice(0, 2), SHA)

const WAYS: Readonly<Record<string, () => Promise<string>>> = {
  'a blob that is handed over whole': async () => {
    folderBlobs(folder).put(BYTES)
    return kept()
  },
  'a blob that comes piece by piece': async () => {
    const pieces = async function* () {
      yield BYTES.subarray(0, 100)
      yield BYTES.subarray(100)
    }
    await folderBlobs(folder).putStream(pieces(), 1_000_000)
    return kept()
  },
  'a file that is written whole': async () => {
    writeWhole(join(folder, 'made', 'manifest.json'), BYTES)
    return join(folder, 'made', 'manifest.json')
  },
  'a copy of a backup': async () => {
    const from = join(folder, 'from')
    writeWhole(from, BYTES)
    done.length = 0
    copyWhole(from, join(folder, 'copy', 'to'))
    return join(folder, 'copy', 'to')
  },
}

describe.each(Object.entries(WAYS))('%s', (_, keep) => {
  it('is on the disk before it has its name, and its name and folder are on the disk after', async () => {
    const file = await keep()
    const named = done.findIndex((one) => one.startsWith('name ') && one.endsWith(` ${file}`))
    expect(named).toBeGreaterThan(0)
    const half = (done[named] as string).split(' ')[1] as string
    expect(basename(half)).toMatch(/\.half$/)
    const synced = done.indexOf(`sync ${half}`)
    expect(synced).toBeGreaterThan(done.lastIndexOf(`write ${half}`))
    expect(done.indexOf(`write ${half}`)).toBeGreaterThanOrEqual(0)
    expect(synced).toBeLessThan(named)
    const parent = file.slice(0, -basename(file).length - 1)
    expect(done.slice(named)).toContain(`sync ${parent}`)
    const made = done.indexOf(`make ${parent}`)
    expect(made).toBeGreaterThanOrEqual(0)
    expect(done.slice(made)).toContain(`sync ${folder}`)
  })
})
