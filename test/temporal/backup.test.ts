import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import Database from 'better-sqlite3'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { sealKeyFile } from '../../accounts/seal.ts'
import { folderBlobs } from '../../records/blobs.ts'
import { newestBackup, readManifest, restoreRemedy } from '../../records/manifest.ts'
import { openRecords } from '../../records/open.ts'
import { templatesFolder } from '../../records/places.ts'
import { keepDocument } from '../../records/write.ts'
import { backup, restore } from '../../temporal/backup.ts'
import { takeFolder } from '../../temporal/up.ts'

let folder: string
let dataDir: string
const said: string[] = []
const say = (line: string) => said.push(line)

beforeEach(async () => {
  said.length = 0
  folder = mkdtempSync(join(tmpdir(), 'duban-backup-'))
  dataDir = join(folder, 'data')
  const db = await openRecords(join(dataDir, 'records.sqlite'))
  await keepDocument(db, 'a', 'plan', '{}')
  await db.destroy()
  folderBlobs(join(dataDir, 'blobs')).put(Buffer.from('一'))
  mkdirSync(join(dataDir, 'temporal'))
  const server = new Database(join(dataDir, 'temporal', 'temporal.db'))
  server.exec('CREATE TABLE histories (x)')
  server.close()
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const at = (name: string) => join(folder, name)
const code = (wanted: string) => expect.objectContaining({ code: wanted })
const documents = async () => {
  const db = await openRecords(join(dataDir, 'records.sqlite'))
  const rows = await db.selectFrom('documents').select('sha256').execute()
  await db.destroy()
  return rows.map(({ sha256 }) => sha256).sort()
}
const addDocument = async (sha256: string) => {
  const db = await openRecords(join(dataDir, 'records.sqlite'))
  await keepDocument(db, sha256, 'plan', '{}')
  await db.destroy()
}
const blobPath = (store: string) => {
  const [dir = ''] = readdirSync(join(store, 'blobs'))
  const [file = ''] = readdirSync(join(store, 'blobs', dir))
  return join(store, 'blobs', dir, file)
}

describe('a backup', () => {
  it('knows each of its files by its hash, is for its owner only, and is remembered as the newest', async () => {
    const made = await backup(dataDir, at('one'), say)
    expect(made.parts).toEqual(['records', 'temporal'])
    expect(Object.keys(made.files ?? {}).sort()).toEqual(
      [blobPath(at('one')).slice(at('one').length + 1), 'records.sqlite', 'temporal.db'].sort(),
    )
    expect(readManifest(at('one'))).toEqual(made)
    expect(statSync(at('one')).mode & 0o077).toBe(0)
    await backup(dataDir, at('two'), say)
    expect(newestBackup(dataDir, 'temporal')?.folder).toBe(at('two'))
    rmSync(at('two'), { recursive: true })
    expect(restoreRemedy(dataDir, 'temporal')).toContain(`records restore ${at('one')} --only temporal --yes`)
  })

  it('has no secret of the installation: neither the key of seals, nor channels, nor single sign-on', async () => {
    const secrets = [basename(sealKeyFile(dataDir)), 'channels.yaml', 'oidc.yaml', 'keys.json', 'setup-code']
    for (const name of secrets) writeFileSync(join(dataDir, name), `secret of ${name}`, { mode: 0o600 })
    await backup(dataDir, at('one'), say)
    const kept = readdirSync(at('one'), { recursive: true, encoding: 'utf8' })
    expect(secrets.filter((name) => kept.some((path) => basename(path) === name))).toEqual([])
    const files = kept.filter((path) => statSync(join(at('one'), path)).isFile())
    for (const path of files) expect(readFileSync(join(at('one'), path)).includes('secret of')).toBe(false)
    // And a restoration takes none away.
    await restore(dataDir, at('one'), ['records', 'temporal'], say)
    for (const name of secrets) expect(existsSync(join(dataDir, name))).toBe(true)
  })

  it('takes nothing away that it did not make, and goes nowhere that something is', async () => {
    mkdirSync(at('one.half'))
    mkdirSync(at('two.half-abc123'))
    writeFileSync(join(at('one.half'), 'mine'), 'x')
    writeFileSync(join(at('two.half-abc123'), 'mine'), 'x')
    symlinkSync(at('nowhere'), at('link'))
    mkdirSync(at('empty'))
    await backup(dataDir, at('one'), say)
    expect(existsSync(join(at('one.half'), 'mine'))).toBe(true)
    expect(existsSync(join(at('two.half-abc123'), 'mine'))).toBe(true)
    for (const name of ['one', 'link', 'empty'])
      await expect(backup(dataDir, at(name), say)).rejects.toEqual(code('BACKUP_EXISTS'))
    await expect(backup(dataDir, join(dataDir, 'blobs', 'b'), say)).rejects.toEqual(code('BACKUP_INSIDE'))
  })

  it('that fails leaves no half copy, and sweeps one whose maker was killed', async () => {
    const half = at('old.half-Xy12Zz')
    mkdirSync(half)
    writeFileSync(join(half, '.duban-half'), String(2 ** 30))
    writeFileSync(join(dataDir, 'records.sqlite'), 'no database '.repeat(1000))
    await expect(backup(dataDir, at('one'), say)).rejects.toThrow()
    expect(readdirSync(folder)).toEqual(['data'])
  })

  it('neither follows nor takes links, nor damaged evidence, and says so', async () => {
    writeFileSync(at('secret'), 'secret')
    symlinkSync(at('secret'), join(dataDir, 'blobs', 'link'))
    symlinkSync('/', join(dataDir, 'blobs', 'root'))
    writeFileSync(blobPath(dataDir).replace(/link$/, ''), 'damaged')
    const made = await backup(dataDir, at('one'), say)
    expect(made.skipped).toHaveLength(3)
    expect(said.filter((line) => line.startsWith('没有备份'))).toHaveLength(3)
    expect(Object.keys(made.files ?? {}).filter((path) => path.startsWith('blobs'))).toEqual([])
  })
})

describe('a restore', () => {
  it('puts back what was there, evidence added and mended, never taken away', async () => {
    await backup(dataDir, at('one'), say)
    await addDocument('b')
    const later = folderBlobs(join(dataDir, 'blobs')).put(Buffer.from('二'))
    const first = folderBlobs(join(dataDir, 'blobs')).put(Buffer.from('一'))
    writeFileSync(join(dataDir, 'blobs', first.slice(0, 2), first), 'damaged')
    expect(await documents()).toEqual(['a', 'b'])
    await restore(dataDir, at('one'), ['records', 'temporal'], say)
    expect(await documents()).toEqual(['a'])
    expect(folderBlobs(join(dataDir, 'blobs')).get(first)).toEqual(Buffer.from('一'))
    expect(folderBlobs(join(dataDir, 'blobs')).get(later)).toEqual(Buffer.from('二'))
  })

  it('has the office’s own templates, and puts them back', async () => {
    const file = join(templatesFolder(dataDir), '通报.docx')
    mkdirSync(templatesFolder(dataDir))
    writeFileSync(file, '一')
    await backup(dataDir, at('one'), say)
    writeFileSync(file, '二')
    await restore(dataDir, at('one'), ['records'], say)
    expect(readFileSync(file, 'utf8')).toBe('一')
  })

  it('of a copy that is not what was backed up replaces nothing', async () => {
    await backup(dataDir, at('good'), say)
    await addDocument('b')
    const hurt: Record<string, (copy: string) => void> = {
      changed: (copy) => writeFileSync(join(copy, 'records.sqlite'), 'x', { flag: 'a' }),
      gone: (copy) => rmSync(join(copy, 'temporal.db')),
      blob: (copy) => writeFileSync(blobPath(copy), '三'),
      link: (copy) => {
        const blob = blobPath(copy)
        cpSync(blob, at('elsewhere'))
        rmSync(blob)
        symlinkSync(at('elsewhere'), blob)
      },
      stray: (copy) => symlinkSync('/etc/passwd', join(copy, 'blobs', 'passwd')),
    }
    for (const [name, hurting] of Object.entries(hurt)) {
      cpSync(at('good'), at(name), { recursive: true })
      hurting(at(name))
      await expect(restore(dataDir, at(name), ['records'], say), name).rejects.toEqual(code('BACKUP_DAMAGED'))
      expect(await documents()).toEqual(['a', 'b'])
    }
    const manifest = JSON.parse(readFileSync(join(at('good'), 'manifest.json'), 'utf8'))
    for (const path of ['../../escaped', '/etc/passwd', 'a//b']) {
      writeFileSync(
        join(at('good'), 'manifest.json'),
        JSON.stringify({ ...manifest, files: { [path]: { sha256: 'x', bytes: 1 } } }),
      )
      expect(() => readManifest(at('good')), path).toThrow(code('BACKUP_NOT_FOUND'))
    }
  })

  it('is refused while anything runs on the folder or has one of its stores open', async () => {
    await backup(dataDir, at('one'), say)
    const held = takeFolder(dataDir)
    await expect(restore(dataDir, at('one'), ['records'], say)).rejects.toEqual(code('RESTORE_RUNNING'))
    held?.release()
    const db = await openRecords(join(dataDir, 'records.sqlite'))
    await expect(restore(dataDir, at('one'), ['records'], say)).rejects.toEqual(code('RESTORE_RUNNING'))
    await db.destroy()
    const server = new Database(join(dataDir, 'temporal', 'temporal.db'))
    server.pragma('journal_mode = WAL')
    server.exec('INSERT INTO histories VALUES (1)')
    await expect(restore(dataDir, at('one'), ['temporal'], say)).rejects.toEqual(code('RESTORE_RUNNING'))
    server.close()
    await restore(dataDir, at('one'), ['records', 'temporal'], say)
  })

  it('of a backup that 0.2.0 made, without hashes, goes through and says what it could not check', async () => {
    await backup(dataDir, at('one'), say)
    const { files: _, ...old } = readManifest(at('one'))
    writeFileSync(join(at('one'), 'manifest.json'), JSON.stringify(old))
    await addDocument('b')
    await restore(dataDir, at('one'), ['records'], say)
    expect(await documents()).toEqual(['a'])
    expect(said.some((line) => line.includes('不能核对'))).toBe(true)
  })

  it('leaves stores that are for their owner only, whatever the copy’s modes are', async () => {
    await backup(dataDir, at('one'), say)
    for (const name of ['records.sqlite', 'temporal.db']) chmodSync(join(at('one'), name), 0o644)
    await restore(dataDir, at('one'), ['records', 'temporal'], say)
    expect(statSync(join(dataDir, 'records.sqlite')).mode & 0o077).toBe(0)
    expect(statSync(join(dataDir, 'temporal', 'temporal.db')).mode & 0o077).toBe(0)
  })
})
