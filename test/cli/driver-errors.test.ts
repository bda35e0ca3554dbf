import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import Database from 'better-sqlite3'
import { describe, expect, it } from 'vitest'
import { explained } from '../../temporal/driver-errors.ts'

const thrownBy = (work: () => unknown): unknown => {
  try {
    work()
  } catch (error) {
    return error
  }
}

describe('what a driver says in English', () => {
  it('is told in Chinese with the remedy that fits: a file that is no database', () => {
    const folder = mkdtempSync(join(tmpdir(), 'duban-driver-'))
    const file = join(folder, 'x.sqlite')
    writeFileSync(file, 'not a database at all, but long enough to be looked at'.repeat(20))
    const error = thrownBy(() => new Database(file).prepare('select 1 from t').all())
    expect(explained(error)).toMatchObject({
      code: 'RECORDS_DAMAGED',
      remedy: expect.stringContaining('备份'),
    })
    rmSync(folder, { recursive: true, force: true })
  })

  it.each([
    [{ code: 'SQLITE_BUSY_SNAPSHOT' }, 'RECORDS_BUSY'],
    [{ code: 'SQLITE_FULL' }, 'DISK_FULL'],
    [{ code: 'ENOSPC' }, 'DISK_FULL'],
    [{ code: '28P01' }, 'RECORDS_UNAVAILABLE'],
    [{ code: '3D000' }, 'RECORDS_UNAVAILABLE'],
    [{ code: 'SQLITE_IOERR_WRITE' }, 'DISK_FAILED'],
    [{ message: 'wrapped', cause: { code: 'EACCES' } }, 'FILE_NO_RIGHT'],
    [{ code: 'EEXIST', message: "EEXIST: file already exists, mkdir '/data'" }, 'FILE_TYPE'],
    [{ code: 'ENOTDIR', message: "ENOTDIR: not a directory, open '/data/x'" }, 'FILE_TYPE'],
    [{ message: 'Connection terminated unexpectedly' }, 'RECORDS_UNAVAILABLE'],
  ])('%j is %s', (error, code) => {
    const known = explained(error)
    expect(known?.code).toBe(code)
    expect(`${known?.message}${known?.remedy}`).toMatch(/[\u4e00-\u9fff]/)
  })

  it('is left to the general sentence when it is not known', () => {
    expect(explained(new Error('boom'))).toBeNull()
    const loop: { cause?: unknown } = {}
    loop.cause = loop
    expect(explained(loop)).toBeNull()
  })

  it('on the command line ends with 1, in Chinese, without the driver’s words', () => {
    const data = mkdtempSync(join(tmpdir(), 'duban-driver-'))
    writeFileSync(join(data, 'records.sqlite'), 'x'.repeat(4096))
    const bin = fileURLToPath(new URL('../../bin/duban.mjs', import.meta.url))
    const { status, stderr } = spawnSync(process.execPath, [bin, 'score', 'p'], {
      env: { ...process.env, DUBAN_DATA: data, TEMPORAL_ADDRESS: '' },
      encoding: 'utf8',
    })
    expect(status).toBe(1)
    expect(stderr).toContain('RECORDS_DAMAGED')
    expect(stderr).not.toContain('file is not a database')
    rmSync(data, { recursive: true, force: true })
  })
})
