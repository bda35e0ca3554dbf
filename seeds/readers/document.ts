import type { Source } from '../../domain/plan/choose.ts'
import type { Grid } from '../../domain/plan/grid.ts'
import type { Refusal, Result } from '../../domain/result.ts'

export type SourceNote = Source['notes'][number]

/** What every reader yields: the tables of a document with the text around them, and its paragraphs outside them. */
export type SourceDocument = Source

export type Reader = (bytes: Uint8Array, name: string) => Result<SourceDocument, Refusal>

/** A document as a flow of paragraphs and tables, in order. */
export type Block = { readonly line: string } | { readonly table: Grid['rows'] }

/** Tables with the text before and after each, in the order of the document. */
export function tablesOf(blocks: readonly Block[]): {
  readonly tables: readonly Grid[]
  readonly lines: readonly string[]
} {
  const linesIn = (part: readonly Block[]) =>
    part.flatMap((block) => ('line' in block && block.line.trim() !== '' ? [block.line.trim()] : []))
  return {
    tables: blocks.flatMap((block, i) =>
      'table' in block
        ? [{ rows: block.table, before: linesIn(blocks.slice(0, i)), after: linesIn(blocks.slice(i + 1)) }]
        : [],
    ),
    lines: linesIn(blocks),
  }
}
