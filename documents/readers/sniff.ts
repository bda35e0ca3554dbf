import { unzipSync } from 'fflate'

/** What a file is by its content; its name is never trusted. */
export type FileKind =
  | 'empty'
  | 'text'
  | 'docx'
  | 'xlsx'
  | 'pptx'
  | 'odf'
  | 'ofd'
  | 'zip'
  | 'ole'
  | 'encrypted'
  | 'pdf'
  | 'rtf'
  | 'html'
  | 'mhtml'
  | 'xml'
  | 'image'
  | 'archive'
  | 'binary'

const MAGIC: readonly (readonly [FileKind, readonly number[]])[] = [
  ['zip', [0x50, 0x4b, 0x03, 0x04]],
  ['zip', [0x50, 0x4b, 0x05, 0x06]],
  ['ole', [0xd0, 0xcf, 0x11, 0xe0]],
  ['pdf', [0x25, 0x50, 0x44, 0x46]],
  ['rtf', [0x7b, 0x5c, 0x72, 0x74, 0x66]],
  ['image', [0xff, 0xd8, 0xff]],
  ['image', [0x89, 0x50, 0x4e, 0x47]],
  ['image', [0x49, 0x49, 0x2a, 0x00]],
  ['image', [0x4d, 0x4d, 0x00, 0x2a]],
  ['archive', [0x52, 0x61, 0x72, 0x21]],
  ['archive', [0x37, 0x7a, 0xbc, 0xaf]],
  ['archive', [0x1f, 0x8b]],
]
/** Folders that tell the Office formats apart, with either slash; the names stand plainly in a zip file. */
const INSIDE_ZIP: readonly (readonly [FileKind, RegExp])[] = [
  ['docx', /word[\\/]/],
  ['xlsx', /xl[\\/]/],
  ['pptx', /ppt[\\/]/],
  ['odf', /mimetypeapplication\/vnd\.oasis/],
  ['ofd', /OFD\.xml/],
]
/** What an Office file says of itself in its list of contents, wherever it keeps its parts. */
const CONTENT_TYPES: readonly (readonly [FileKind, RegExp])[] = [
  ['docx', /wordprocessingml\.(?:document|template)\.main|ms-word\.(?:document|template)\.macroEnabled/],
  ['xlsx', /spreadsheetml\.(?:sheet|template)\.main|ms-excel\.(?:sheet|template)\.macroEnabled/],
  ['pptx', /presentationml\./],
]
const LIST = '[Content_Types].xml'
const MOST_LIST = 1024 * 1024

/** The kind that an Office file's own list of contents names; null when it has none, or none that can be read. */
function listedKind(bytes: Uint8Array): FileKind | null {
  try {
    const found = unzipSync(bytes, {
      filter: ({ name, originalSize }) => name === LIST && originalSize <= MOST_LIST,
    })[LIST]
    const text = found === undefined ? '' : latin(found)
    return CONTENT_TYPES.find(([, type]) => type.test(text))?.[0] ?? null
  } catch {
    return null
  }
}

const HEAD = 4096

const latin = (bytes: Uint8Array): string => Buffer.from(bytes).toString('latin1')

/** UTF-16 with its mark is text in which every other byte may be zero. */
export const utf16Mark = (bytes: Uint8Array): 'utf-16le' | 'utf-16be' | null =>
  bytes[0] === 0xff && bytes[1] === 0xfe
    ? 'utf-16le'
    : bytes[0] === 0xfe && bytes[1] === 0xff
      ? 'utf-16be'
      : null

const HTML_TAG =
  /^<(?:!doctype\s+html|html|head|body|table|div|p|meta|script|style|center|font|h[1-6]|span|section|article|link|title)\b/i

/** A page's text from its first tag on: white space and comments before it passed over, each looked at once. */
function withoutComments(head: string): string {
  let at = 0
  for (;;) {
    while (at < head.length && head.charCodeAt(at) <= 0x20) at += 1
    if (!head.startsWith('<!--', at)) return head.slice(at)
    const end = head.indexOf('-->', at + 4)
    if (end < 0) return ''
    at = end + 3
  }
}

/**
 * Decides by the first bytes (for zip also by the last, where its directory stands).
 * @example sniff(Buffer.from('%PDF-1.7')) // 'pdf'
 */
export function sniff(bytes: Uint8Array): FileKind {
  if (bytes.length === 0) return 'empty'
  const kind = MAGIC.find(([, magic]) => magic.every((byte, i) => bytes[i] === byte))?.[0]
  if (kind === 'zip') {
    const names =
      latin(bytes.subarray(0, HEAD)) + latin(bytes.subarray(Math.max(HEAD, bytes.length - 65_536)))
    // The list goes first: a document inside the document has folders of its own.
    const listed = names.includes(LIST) ? listedKind(bytes) : null
    return listed ?? INSIDE_ZIP.find(([, folder]) => folder.test(names))?.[0] ?? 'zip'
  }
  // Office keeps an encrypted .docx or .xlsx inside the old container, under a name of its own.
  if (kind === 'ole' && Buffer.from(bytes).includes(Buffer.from('EncryptedPackage', 'utf16le')))
    return 'encrypted'
  if (kind) return kind
  const wide = utf16Mark(bytes)
  const head = wide
    ? new TextDecoder(wide).decode(bytes.subarray(0, HEAD))
    : latin(bytes.subarray(0, HEAD)).replace(/^\xef\xbb\xbf/, '')
  if (HTML_TAG.test(withoutComments(head))) return 'html'
  if (/^(?:MIME-Version|From|Content-Type):/i.test(head)) return 'mhtml'
  if (/^\s*<\?xml/i.test(head)) return /<html\b/i.test(head) ? 'html' : 'xml'
  return wide === null && bytes.includes(0) ? 'binary' : 'text'
}
