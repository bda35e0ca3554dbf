import { chmodSync, existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { zipSync } from 'fflate'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { blobsFolder } from '../../records/places.ts'
import { uploadedBy, uploadedFor, useUploads } from '../../records/uploads.ts'
import { EVIDENCE_TYPES, evidenceDoubt, headKind } from '../../security/file-kind.ts'
import { scanWith } from '../../security/scan.ts'
import { quotaOf, sweepUploads } from '../../web/quota.ts'
import { openWeb, signedIn, type Web } from '../web/support.ts'

const latin = (text: string) => Buffer.from(text, 'latin1')
const ZIP = Buffer.from(zipSync({ 'a.txt': Buffer.from('x') }))
const OF_KIND: Readonly<Record<string, Buffer>> = {
  pdf: latin('%PDF-1.7\n%\xe2\xe3'),
  zip: ZIP,
  ole: latin('\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1\0\0'),
  jpg: latin('\xff\xd8\xff\xe0\0\x10JFIF'),
  png: latin('\x89PNG\r\n\x1a\n\0\0\0\rIHDR'),
  webp: latin('RIFF\x10\0\0\0WEBPVP8 '),
  heic: latin('\0\0\0\x18ftypheic\0\0'),
  text: Buffer.from('第一季度完成情况\r\n一切正常\t100%', 'utf8'),
}

describe('what a file is, by how it begins', () => {
  it.each(Object.entries(OF_KIND))('%s', (kind, head) => expect(headKind(head)).toBe(kind))
  it.each([
    ['Windows', 'MZ\x90\0'],
    ['Linux', '\x7fELF\x02'],
    ['macOS', '\xcf\xfa\xed\xfe'],
    ['Java', '\xca\xfe\xba\xbe'],
    ['a script', '#!/bin/sh\nrm'],
    ['WebAssembly', '\0asm\x01'],
  ])('a program of %s is one', (_, head) => expect(headKind(latin(head))).toBe('program'))
  it.each([
    ['a page', '<!DOCTYPE html><p>'],
    ['a page behind text', '完成情况 <script>alert(1)</script>'],
    ['a drawing with script', '<?xml version="1.0"?><svg onload="x">'],
    ['a page in UTF-16', `\xff\xfe${[...'<html>'].join('\0')}\0`],
    ['an image tag', 'x <img src=x onerror=y>'],
  ])('%s is no text', (_, head) => expect(headKind(latin(head))).toBe('page'))
  it('GB18030 and UTF-16 are text; what holds zeros is not', () => {
    expect(headKind(Buffer.from([0xb5, 0xda, 0xd2, 0xbb, 0x0d, 0x0a]))).toBe('text')
    expect(headKind(Buffer.from('\ufeff第一', 'utf16le'))).toBe('text')
    expect(headKind(latin('abc\0def'))).toBe('other')
  })
})

describe('a name and its content have to agree', () => {
  const kinds = Object.keys(OF_KIND)
  it.each(Object.entries(EVIDENCE_TYPES))('.%s takes %j and nothing else', (ending, fits) => {
    for (const kind of kinds)
      expect([
        kind,
        evidenceDoubt(`材料.${ending.toUpperCase()}`, headKind(OF_KIND[kind] ?? latin(''))),
      ]).toEqual([kind, (fits as readonly string[]).includes(kind) ? null : 'content'])
    for (const bad of ['<html>', 'MZ\0'])
      expect(evidenceDoubt(`a.${ending}`, headKind(latin(bad)))).toBe('content')
  })
  it.each(['a.svg', 'a.html', 'a.js', 'a.exe', 'a.docm', 'a.xlsm', 'a', 'a.pdf.html', '.pdf/', 'a.lnk'])(
    '%s is no name of evidence',
    (name) => expect(evidenceDoubt(name, headKind(OF_KIND.pdf ?? latin('')))).toBe('name'),
  )
})

describe('what is uploaded', () => {
  let web: Web
  let at: Awaited<ReturnType<typeof signedIn>>
  let folder: string
  let scanner: string
  const seen = () => readdirSync(blobsFolder(web.dataDir), { recursive: true, encoding: 'utf8' })
  const put = async (body: string | Buffer) => {
    const answer = await at.send('/api/v1/blobs', { method: 'PUT', body: body as string })
    return { status: answer.status, said: (await answer.json()) as Record<string, unknown> }
  }
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'duban-scan-'))
    scanner = join(folder, 'scan.sh')
    // As clamdscan answers: 0 clean, 1 found, 2 it could not.
    writeFileSync(
      scanner,
      '#!/bin/sh\ntest "$1" = --quiet || exit 2\ngrep -q EICAR "$2" && exit 1\ngrep -q BROKEN "$2" && exit 2\nexit 0\n',
    )
    chmodSync(scanner, 0o700)
    web = await openWeb({
      scan: scanWith(`${scanner} --quiet`),
      quota: { dayFiles: 4, dayBytes: 1_000, planBytes: 40 },
    })
    at = await signedIn(web, 'unit1', ['unit', '市甲局'])
  })
  afterAll(async () => {
    await web.close()
    rmSync(folder, { recursive: true, force: true })
  })

  it('a program, nothing, and what the scanner objects to leave nothing behind; one that fails lets nothing in', async () => {
    for (const [body, status, code] of [
      ['MZ program', 422, 'FILE_TYPE'],
      ['', 422, 'EVIDENCE_EMPTY'],
      ['an EICAR test', 422, 'FILE_INFECTED'],
      ['BROKEN', 503, 'SCAN_FAILED'],
    ] as const) {
      const { status: got, said } = await put(body)
      expect([body, got, said.code]).toEqual([body, status, code])
      expect(String(said.detail)).toMatch(/[\u4e00-\u9fff]/)
    }
    const gone = scanWith(join(folder, 'none'))
    await expect(gone?.('x')).rejects.toMatchObject({ code: 'SCAN_FAILED' })
    const slow = join(folder, 'slow.sh')
    writeFileSync(slow, '#!/bin/sh\nexec sleep 600\n')
    chmodSync(slow, 0o700)
    await expect(scanWith(slow, 200)?.('x')).rejects.toMatchObject({ code: 'SCAN_FAILED' })
    expect(scanWith('  ')).toBeNull()
    expect(seen().filter((name) => /[0-9a-f]{64}|half/.test(name))).toEqual([])
  })

  it('a day’s share is by files and by bytes, and said', async () => {
    expect((await put('one')).status).toBe(201)
    const big = await put('x'.repeat(998))
    expect([big.status, big.said.code]).toEqual([409, 'UPLOAD_QUOTA'])
    for (const body of ['two', 'three', 'four']) expect((await put(body)).status).toBe(201)
    const fifth = await put('five')
    expect([fifth.status, fifth.said.code]).toEqual([409, 'UPLOAD_QUOTA'])
    expect(String(fifth.said.detail)).toContain('4 个文件')
    expect((await uploadedBy(web.db, at.id, '')).files).toBe(4)
  })

  it('what nothing names is taken away after a day; what a plan uses, or the ledger names, stays', async () => {
    const paths = () => seen().filter((name) => /[0-9a-f]{64}$/.test(name))
    const before = paths()
    const hashOf = (path = '') => path.slice(-64)
    const [used = '', ...rest] = before
    await useUploads(web.db, [hashOf(used)], 'p1')
    expect(await uploadedFor(web.db, 'p1')).toMatchObject({ files: 1 })
    expect(await sweepUploads(web.db, web.duban.blobs)).toBe(0)
    await web.db
      .insertInto('review_history')
      .values({
        ...{
          scope: 's',
          document: hashOf(rest[0]),
          id: 'q',
          nth: 1,
          choice: 'a',
          value: null,
          by: 'x',
          at: '2026',
        },
      })
      .execute()
    expect(await sweepUploads(web.db, web.duban.blobs, Date.now() + 25 * 3_600_000)).toBe(rest.length - 1)
    expect(paths().sort()).toEqual([used, rest[0]].sort())
    expect(existsSync(join(blobsFolder(web.dataDir), used))).toBe(true)
  })

  it('settings are numbers above 0', () => {
    expect(quotaOf({ DUBAN_UPLOAD_DAY_MB: '10' }).dayBytes).toBe(10 * 1024 ** 2)
    expect(() => quotaOf({ DUBAN_PLAN_FILES_GB: '0' })).toThrow('DUBAN_PLAN_FILES_GB')
  })
})
