import { unzipSync } from 'fflate'
import { ok, type Refusal, type Result, refuse } from '../../domain/basics/result.ts'
import { asUtf8, isTooDeep } from './xml.ts'

/** Parts of an Office file by their names inside the archive. */
export type Parts = Readonly<Record<string, Uint8Array>>

const MB = 1024 * 1024
/** A plan's text is a few hundred kilobytes of XML; its pictures are not read. */
const MOST_BYTES = 60 * MB
const MOST_ENTRIES = 5000
/** XML of long tables packs up to some 60:1; beyond this a small file claims to be a huge one. */
const MOST_RATIO = 250
const SMALL = 2 * MB

const bomb = (name: string) =>
  refuse('FILE_TOO_LARGE', `${name} 展开后过大，像是压缩炸弹，没有打开`, {
    remedy: '请在 WPS 或 Office 中打开原文件，只保留分工方案，另存后再导入',
  })

const damaged = (name: string) =>
  refuse('FILE_DAMAGED', `${name} 不完整或已损坏，打不开`, {
    remedy: '请重新取得文件，或在 WPS、Office 中打开并另存（会尝试修复）后再导入',
  })

/** Text that XML must not hold here: it lets a few bytes become gigabytes, or reads other files. */
const hasDoctype = (part: Uint8Array): boolean => {
  const bytes = Buffer.from(part.buffer, part.byteOffset, part.byteLength)
  return bytes.includes('<!DOCTYPE') || bytes.includes('<!ENTITY')
}

const isXml = (entry: string): boolean => /\.(?:xml|rels)$/i.test(entry)
/** Documents that a document may hold in itself: pages and texts put in as a chunk, embedded sheets and texts. */
const isDocument = (entry: string): boolean => /\.(?:x?html?|txt|doc[xm]|xls[xm])$/i.test(entry)

/** The name by which parts are known: some programs write the folders of Windows. */
const tidyName = (entry: string): string => entry.replaceAll('\\', '/').replace(/^(?:\.\/)+/, '')

/**
 * The XML parts of an Office file (.docx, .xlsx) and the documents inside it, inflated within bounds that its own
 * directory has to keep; names with forward slashes. Pictures and programs are never unpacked.
 * Errors: FILE_TOO_LARGE (a zip bomb), FILE_DAMAGED, FILE_UNSAFE (names outside the archive, document types).
 */
export function openArchive(bytes: Uint8Array, name: string): Result<Parts, Refusal> {
  let entries = 0
  let total = 0
  let refused: Result<never, Refusal> | null = null
  const declared = new Map<string, number>()
  let parts: Record<string, Uint8Array>
  try {
    parts = unzipSync(bytes, {
      filter: ({ name: entry, size, originalSize }) => {
        entries += 1
        if (refused !== null) return false
        if (entries > MOST_ENTRIES) refused = bomb(name)
        else if (/(?:^|[\\/])\.\.(?:[\\/]|$)|^[\\/]|^[a-z]:/i.test(entry))
          refused = refuse('FILE_UNSAFE', `${name} 里有越出文件之外的路径“${entry.slice(0, 40)}”，没有打开`, {
            remedy: '请从可靠来源重新取得文件',
          })
        if (refused !== null || !(isXml(entry) || isDocument(entry))) return false
        total += originalSize
        if (total > MOST_BYTES || (originalSize > SMALL && originalSize > size * MOST_RATIO)) {
          refused = bomb(name)
          return false
        }
        declared.set(entry, originalSize)
        return true
      },
    })
  } catch {
    return refused ?? damaged(name)
  }
  if (refused !== null) return refused
  // An entry that inflates to less than it declares was cut short; to more, it lied about its size.
  if ([...declared].some(([entry, size]) => parts[entry]?.length !== size)) return damaged(name)
  const named: Record<string, Uint8Array> = Object.fromEntries(
    Object.entries(parts).map(([entry, part]) => [tidyName(entry), isXml(entry) ? asUtf8(part) : part]),
  )
  const xml = Object.entries(named).filter(([entry]) => isXml(entry))
  const typed = xml.find(([, part]) => hasDoctype(part))
  if (typed !== undefined)
    return refuse('FILE_UNSAFE', `${name} 的 ${typed[0]} 含有文档类型声明（DTD），正常的 Office 文件没有`, {
      remedy: '请从可靠来源重新取得文件',
    })
  const deep = xml.find(([, part]) => isTooDeep(part))
  if (deep !== undefined)
    return refuse('FILE_UNSAFE', `${name} 的 ${deep[0]} 嵌套过深，正常的 Office 文件没有，没有打开`, {
      remedy: '请从可靠来源重新取得文件，或在 WPS、Office 中打开并另存后再导入',
    })
  return ok(named)
}

export { damaged as damagedFile }
