import { ok, type Refusal, type Result, refuse } from '../../domain/basics/result.ts'
import type { Grid } from '../../domain/plan/grid.ts'
import type { Source } from '../../domain/reading/choose.ts'

export type SourceNote = Source['notes'][number]

/** What every reader yields: the tables of a document with the text around them, and its paragraphs outside them. */
export type SourceDocument = Source

export type Reader = (bytes: Uint8Array, name: string) => Result<SourceDocument, Refusal>

const LONGEST = 60
const clipped = (text: string): string => (text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text)

/** Text with a line through it is not in force: left out, and a person has to say that this is right. */
export const struckOut = (texts: readonly string[]): readonly SourceNote[] => {
  const said = texts.map((text) => text.trim()).filter((text) => text !== '')
  return said.length === 0
    ? []
    : [{ code: 'struck-out', about: said.map((text) => `“${clipped(text)}”`).join('、') }]
}

/** What a document shows and this reading leaves out, each with how often or with its words. */
export const leftOut = (
  found: readonly (readonly [number | readonly string[], string])[],
): readonly SourceNote[] =>
  found.flatMap(([what, name]) =>
    typeof what === 'number'
      ? what > 0
        ? [{ code: 'left-out' as const, about: `${name} ${what} 处` }]
        : []
      : what.length > 0
        ? [{ code: 'left-out' as const, about: `${name}：${what.map(clipped).join('；')}` }]
        : [],
  )

/** A document as a flow of paragraphs and tables, in order. */
export type Block = { readonly line: string } | { readonly table: Grid['rows'] }

/** More tables than this in one file are no plan. */
const MOST_TABLES = 300

/** A document of blocks: its tables, each with the text before and after it, and its paragraphs. Errors: TABLE_TOO_LARGE. */
export function withTables(
  reader: SourceDocument['reader'],
  blocks: readonly Block[],
  notes: readonly SourceNote[],
  name: string,
): Result<SourceDocument, Refusal> {
  const count = blocks.filter((block) => 'table' in block).length
  if (count > MOST_TABLES)
    return refuse('TABLE_TOO_LARGE', `${name} 里有 ${count} 张表格，超出可读的范围（${MOST_TABLES} 张）`, {
      remedy: '请只保留分工表后另存',
    })
  const lines: string[] = []
  const found: { readonly rows: Grid['rows']; readonly at: number }[] = []
  for (const block of blocks) {
    if ('table' in block) found.push({ rows: block.table, at: lines.length })
    else if (block.line.trim() !== '') lines.push(block.line.trim())
  }
  const tables = found.map(({ rows, at }) => ({ rows, before: lines.slice(0, at), after: lines.slice(at) }))
  return ok({ reader, tables, lines, notes })
}
