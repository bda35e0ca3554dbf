import type { IsoDate } from '../../domain/calendar/date.ts'

/** What an official paper is made of, in order. */
export type Block =
  | { readonly kind: 'heading'; readonly level: 1 | 2; readonly text: string }
  | { readonly kind: 'para'; readonly text: string }
  | {
      readonly kind: 'table'
      readonly head: readonly string[]
      readonly rows: readonly (readonly string[])[]
    }

/** A paper by GB/T 9704: red head, number, title, addressee, text, signature and date. */
export interface Paper {
  /** 发文机关标志, as printed in red; null: a working paper without one. */
  readonly head: string | null
  /** 发文字号; null: it has none yet. */
  readonly serial: string | null
  readonly title: string
  /** 主送机关; null: none. */
  readonly to: string | null
  readonly blocks: readonly Block[]
  /** 发文机关署名 and 成文日期; null: unsigned. */
  readonly signed: { readonly by: string; readonly on: IsoDate } | null
  /** Below everything, in small: what it can be verified by, that it is of a rehearsal. */
  readonly notes: readonly string[]
}

/** @example '2015年9月30日' */
export const dateInWords = (day: IsoDate): string => {
  const [y, m, d] = day.split('-').map(Number)
  return `${y}年${m}月${d}日`
}

const cells = (line: string): readonly string[] =>
  line
    .slice(1, -1)
    .split('|')
    .map((cell) => cell.trim())

/**
 * The Markdown that a bulletin is issued in, as a paper's blocks and its title; whatever it says is in them. Only what
 * bulletins are written with: headings, tables, paragraphs.
 */
export function blocksOf(markdown: string): { readonly title: string; readonly blocks: readonly Block[] } {
  const blocks: Block[] = []
  let title = ''
  const lines = markdown.split('\n')
  for (let i = 0; i < lines.length; i += 1) {
    const line = lines[i] ?? ''
    if (line.trim() === '') continue
    if (line.startsWith('# ')) title = line.slice(2)
    else if (line.startsWith('## ')) blocks.push({ kind: 'heading', level: 1, text: line.slice(3) })
    else if (line.startsWith('### ')) blocks.push({ kind: 'heading', level: 2, text: line.slice(4) })
    else if (line.startsWith('| ')) {
      const rows: (readonly string[])[] = []
      // The line under the head is a rule.
      for (i += 2; lines[i]?.startsWith('| '); i += 1) rows.push(cells(lines[i] ?? ''))
      i -= 1
      blocks.push({ kind: 'table', head: cells(line), rows })
    } else blocks.push({ kind: 'para', text: line })
  }
  return { title, blocks }
}
