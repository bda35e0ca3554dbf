import { execFileSync } from 'node:child_process'
import { chmodSync, chownSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { recordsOf } from '../../records/places.ts'
import { readRegular } from '../../security/regular-file.ts'
import { readSecretFile } from '../../security/secret-file.ts'

let folder: string
let file: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'duban-secret-'))
  file = join(folder, 'keys.json')
  writeFileSync(file, 'secret', { mode: 0o600 })
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const codeOf = (work: () => unknown): string => {
  try {
    work()
    return 'taken'
  } catch (error) {
    return (error as { code: string }).code
  }
}
const asRoot = process.getuid?.() === 0

describe('a file that holds a secret', () => {
  it('is taken when it is its owner’s alone', () => {
    expect(readSecretFile(file, '密钥文件')).toBe('secret')
  })

  it.each([0o604, 0o640, 0o666, 0o620])('is refused when others can read or write it (%o)', (mode) => {
    chmodSync(file, mode)
    // A file of root that the group reads is how clusters hand secrets over; here we are root ourselves.
    expect(codeOf(() => readSecretFile(file, '密钥文件'))).toBe('SECRET_MODE')
  })

  it('is refused in a folder where others could put another in its place; not in one like /tmp', () => {
    chmodSync(folder, 0o777)
    expect(codeOf(() => readSecretFile(file, '密钥文件'))).toBe('SECRET_FOLDER')
    chmodSync(folder, 0o770)
    expect(codeOf(() => readSecretFile(file, '密钥文件'))).toBe('SECRET_FOLDER')
    chmodSync(folder, 0o1777)
    expect(codeOf(() => readSecretFile(file, '密钥文件'))).toBe('taken')
  })

  it.runIf(asRoot)('is refused when it belongs to another user, or its folder does', () => {
    chownSync(file, 65_534, 65_534)
    expect(codeOf(() => readSecretFile(file, '密钥文件'))).toBe('SECRET_OWNER')
    chownSync(file, 0, 0)
    chownSync(folder, 65_534, 65_534)
    expect(codeOf(() => readSecretFile(file, '密钥文件'))).toBe('SECRET_FOLDER')
  })

  it('is no pipe, for whose writer nobody waits', () => {
    const pipe = join(folder, 'pipe')
    execFileSync('mkfifo', ['-m', '600', pipe])
    expect(() => readSecretFile(pipe, '密钥文件')).toThrow(
      expect.objectContaining({ code: 'SECRET_NOT_FOUND' }),
    )
    expect(() => readRegular(pipe)).toThrow('not a regular file')
    expect(() => readRegular('/dev/zero')).toThrow('not a regular file')
  })

  it('is what records.url is, too: it may hold a password', () => {
    const data = join(folder, 'data')
    mkdirSync(data, { mode: 0o700 })
    writeFileSync(join(data, 'records.url'), 'postgresql://a:b@c/d\n', { mode: 0o600 })
    expect(recordsOf(data)).toBe('postgresql://a:b@c/d')
    chmodSync(join(data, 'records.url'), 0o644)
    expect(codeOf(() => recordsOf(data))).toBe('SECRET_MODE')
  })
})
