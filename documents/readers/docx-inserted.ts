import { ok, type Refusal, type Result } from '../../domain/basics/result.ts'
import type { Parts } from './archive.ts'
import { decodeText } from './decode.ts'
import type { Block, SourceNote } from './document.ts'
import { pageBlocks } from './html.ts'
import { partNamed, type Relation } from './parts.ts'
import { sniff } from './sniff.ts'
import { readXlsx } from './xlsx.ts'
import { allBelow, ownTextOf, parseXml } from './xml.ts'

type Inserted = Result<{ readonly blocks: readonly Block[]; readonly notes: readonly SourceNote[] }, Refusal>

/** Where a document's inserted parts are looked up, and what there is to say of them. */
export interface Inside {
  readonly parts: Parts
  readonly relations: readonly Relation[]
  /** How many documents stand around this one. */
  readonly depth: number
  readonly notes: SourceNote[]
  /** Reads a Word document that is part of this one. */
  readonly read: (bytes: Uint8Array, name: string) => Inserted
}

/** Documents in documents in documents are no plan. */
const DEEPEST = 2

const linesOf = (bytes: Uint8Array, name: string): Inserted => {
  const text = decodeText(bytes, name)
  if (!text.ok) return text
  return ok({ blocks: text.value.split(/\r\n?|\n/).map((line) => ({ line })), notes: [] })
}

/** Each sheet of an embedded workbook as a table. Word shows a picture of a part of it: a person has to compare. */
function sheetsOf(bytes: Uint8Array, name: string): Inserted {
  const read = readXlsx(bytes, name)
  if (!read.ok) return read
  return ok({
    blocks: read.value.tables.map(({ rows }) => ({ table: rows })),
    notes: [{ code: 'embedded-sheet', about: name }, ...read.value.notes],
  })
}

/** The readers of what is put into a document, by its content. */
function readInserted(bytes: Uint8Array, name: string, inside: Inside): Inserted | null {
  switch (sniff(bytes)) {
    case 'html':
      return pageBlocks(bytes, name)
    case 'text':
      return linesOf(bytes, name)
    case 'xlsx':
      return sheetsOf(bytes, name)
    case 'docx':
      return inside.depth < DEEPEST ? inside.read(bytes, name) : null
    default:
      return null
  }
}

/** What a chart or a diagram says, for people. */
const drawnText = (part: Uint8Array): string =>
  allBelow(parseXml(part), 'a:t')
    .map(ownTextOf)
    .filter((text) => text.trim() !== '')
    .join('、')

const WHAT = { object: '嵌入的对象', chart: '图表', diagram: 'SmartArt 图形' } as const

/**
 * What a document shows of another part: a page, text or document put in as a chunk, an embedded sheet. What has no
 * reader here, lies outside the file or is damaged is said, never passed over.
 * Errors: those of the readers that refuse for safety (FILE_UNSAFE, FILE_TOO_LARGE, TABLE_TOO_LARGE).
 */
export function insertedBlocks(
  id: string,
  inside: Inside,
  kind?: 'object' | 'chart' | 'diagram',
): Result<readonly Block[], Refusal> {
  const relation = inside.relations.find((known) => known.id === id)
  const part = relation?.target ? partNamed(inside.parts, relation.target) : undefined
  const named = `${kind ? WHAT[kind] : '插入的文件'}“${(relation?.written ?? id).slice(0, 60)}”`
  const leave = (about: string): Result<readonly Block[], Refusal> => {
    inside.notes.push({ code: 'part-not-read', about })
    return ok([])
  }
  if (part === undefined) return leave(named)
  if (kind === 'chart' || kind === 'diagram') {
    const text = drawnText(part)
    return text === '' ? ok([]) : leave(`${WHAT[kind]}：${text.slice(0, 300)}`)
  }
  const read = readInserted(part, relation?.written ?? id, inside)
  if (read === null) return leave(named)
  if (!read.ok)
    return /UNSAFE|TOO_LARGE/.test(read.error.code) ? read : leave(`${named}（${read.error.message}）`)
  inside.notes.push(...read.value.notes)
  return ok(read.value.blocks)
}
