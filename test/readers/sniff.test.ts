import { describe, expect, it } from 'vitest'
import { sniff } from '../../documents/readers/sniff.ts'
import { inspect } from '../plan/support.ts'

const zip = (inside: string) => `PK\u0003\u0004\u0014\u0000\u0000\u0000${inside}`
const latin = (text: string) => Buffer.from(text, 'latin1')

describe('a file is what its content says, and what has no reader is refused with the way to convert it', () => {
  it.each([
    [zip('ppt/slides'), 'pptx', /演示文稿/, /文字文档/],
    [zip('mimetypeapplication/vnd.oasis.opendocument.text'), 'odf', /OpenDocument/, /另存/],
    [zip('OFD.xml'), 'ofd', /OFD/, /原始的 Word 或 Excel/],
    [zip('photo.jpg'), 'zip', /压缩包/, /解压/],
    ['\u00d0\u00cf\u0011\u00e0\u00a1\u00b1\u001a\u00e1', 'ole', /\.doc\/\.xls\/\.wps\/\.et/, /另存/],
    ['%PDF-1.7 …', 'pdf', /PDF/, /原始的 Word 或 Excel/],
    ['{\\rtf1\\ansi', 'rtf', /RTF/, /另存/],
    ['MIME-Version: 1.0\nContent-Type: multipart/related', 'mhtml', /单个文件网页/, /另存/],
    [
      `\u00d0\u00cf\u0011\u00e0…${Buffer.from('EncryptedPackage', 'utf16le').toString('latin1')}`,
      'encrypted',
      /密码/,
      /取消密码/,
    ],
    ['<?xml version="1.0"?><w:document>', 'xml', /XML/, /另存/],
    ['\u0089PNG\r\n', 'image', /图片/, /扫描件/],
    ['Rar!\u001a', 'archive', /压缩包/, /解压/],
    ['a\u0000b', 'binary', /二进制/, /另存/],
  ] as const)('%j', (content, kind, message, remedy) => {
    const bytes = latin(content)
    expect(sniff(bytes)).toBe(kind)
    const result = inspect(bytes)
    if (result.ok) throw new Error('read')
    expect(result.error).toMatchObject({ code: 'FILE_TYPE', fields: { kind } })
    expect(result.error.message).toMatch(message)
    expect(result.error.remedy).toMatch(remedy)
  })

  it.each([
    [zip('[Content_Types].xml word/document.xml'), 'docx', 'FILE_DAMAGED'],
    [zip('xl/workbook.xml'), 'xlsx', 'FILE_DAMAGED'],
    ['\n<!DOCTYPE html><html><body><table>', 'html', 'NOT_A_PLAN'],
    ['<table><tr><td>1', 'html', 'NOT_A_PLAN'],
  ] as const)('%j is read as what it is', (content, kind, code) => {
    const bytes = latin(content)
    expect(sniff(bytes)).toBe(kind)
    expect(inspect(bytes)).toMatchObject({ ok: false, error: { code } })
  })

  it.each([
    ['', 'FILE_EMPTY'],
    ['只是一段话，没有表格。', 'NOT_A_PLAN'],
    ['标题\n\t甲\n\t乙\n\n\t1\n\t2\n', 'NOT_A_PLAN'],
    ['序号\t姓名\t电话\n1\t张三\t2', 'NOT_A_PLAN'],
    ['序号\t工作任务\t牵头单位\t完成时限\n', 'NOT_A_PLAN'],
  ])('%j is no plan: %s', (content, code) => {
    const result = inspect(content)
    expect(result).toMatchObject({ ok: false, error: { code } })
    if (!result.ok) expect(`${result.error.message}${result.error.remedy}`).toMatch(/[\u4e00-\u9fff]/)
  })

  it('refuses text whose encoding it does not know, rather than reading it wrong', () => {
    expect(inspect(Uint8Array.of(0xff, 0x41, 0xff, 0xff))).toMatchObject({
      ok: false,
      error: { code: 'FILE_ENCODING' },
    })
  })
})
