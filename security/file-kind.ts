/** What a file is by how it begins; its name is what somebody says of it. */
export type HeadKind =
  | 'pdf'
  | 'zip'
  | 'ole'
  | 'jpg'
  | 'png'
  | 'webp'
  | 'heic'
  | 'text'
  | 'page'
  | 'program'
  | 'other'

const latin = (head: Uint8Array): string => Buffer.from(head).toString('latin1')

/** Signatures at the very beginning: a file that is two things at once is what it begins with. */
const BEGINS: readonly (readonly [HeadKind, string])[] = [
  ['pdf', '%PDF-'],
  ['zip', 'PK\x03\x04'],
  ['zip', 'PK\x05\x06'],
  ['ole', '\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1'],
  ['jpg', '\xff\xd8\xff'],
  ['png', '\x89PNG\r\n\x1a\n'],
  ['program', 'MZ'],
  ['program', '\x7fELF'],
  ['program', '#!'],
  ['program', '\xca\xfe\xba\xbe'],
  ['program', '\xcf\xfa\xed\xfe'],
  ['program', '\xce\xfa\xed\xfe'],
  ['program', 'dex\n'],
  ['program', '\x00asm'],
]
const HEIC = /^(?:heic|heix|hevc|mif1|msf1|heim|heis)$/
/** What a browser would run, wherever in the beginning it stands. */
const PAGE =
  /<(?:!doctype\s+html|html|head|body|script|svg|iframe|object|embed|img|meta|\?xml)\b|<\?xml|javascript:/i
/** No letter of any text: below the blank, but for tab, line ends, form feed and escape. */
const isControl = (code: number): boolean => code < 0x20 && ![0x09, 0x0a, 0x0c, 0x0d, 0x1b].includes(code)

/** @param head its first 4,100 bytes, or all of it */
export function headKind(head: Uint8Array): HeadKind {
  const text = latin(head)
  const begun = BEGINS.find(([, sign]) => text.startsWith(sign))?.[0]
  if (begun !== undefined) return begun
  if (text.startsWith('RIFF') && text.slice(8, 12) === 'WEBP') return 'webp'
  if (text.slice(4, 8) === 'ftyp' && HEIC.test(text.slice(8, 12))) return 'heic'
  const utf16 = text.startsWith('\xff\xfe') || text.startsWith('\xfe\xff')
  const plain = utf16 ? text.replaceAll('\0', '') : text
  if (PAGE.test(plain)) return 'page'
  for (let at = 0; at < plain.length; at += 1) if (isControl(plain.charCodeAt(at))) return 'other'
  return 'text'
}

/** What may be handed in as evidence: by the name's ending, what the file has to be. Nothing with macros, nothing that runs. */
export const EVIDENCE_TYPES: Readonly<Record<string, readonly HeadKind[]>> = {
  ...{ pdf: ['pdf'], ofd: ['zip'], zip: ['zip'] },
  // An Office file with a password is an OLE file, whatever its name.
  ...{ docx: ['zip', 'ole'], xlsx: ['zip', 'ole'], pptx: ['zip', 'ole'] },
  ...{ doc: ['ole'], xls: ['ole'], ppt: ['ole'] },
  ...{ wps: ['ole', 'zip'], et: ['ole', 'zip'], dps: ['ole', 'zip'] },
  ...{ jpg: ['jpg'], jpeg: ['jpg'], png: ['png'], webp: ['webp'], heic: ['heic'] },
  ...{ txt: ['text'], csv: ['text'] },
}

export const endingOf = (name: string): string =>
  /\.([^.\s/\\]{1,10})\s*$/.exec(name)?.[1]?.toLowerCase() ?? ''

/** Why a file may not be evidence; null: it may. @example evidenceDoubt('a.pdf', headKind(html)) // 'content' */
export function evidenceDoubt(name: string, kind: HeadKind): 'name' | 'content' | null {
  const fits = EVIDENCE_TYPES[endingOf(name)]
  if (fits === undefined) return 'name'
  return fits.includes(kind) ? null : 'content'
}
