import type { Parts } from './archive.ts'
import { leftOut, type SourceNote, struckOut } from './document.ts'
import { stylesOf } from './docx-styles.ts'
import { aside, textOf, type Walk } from './docx-text.ts'
import { partNamed, relatedParts } from './parts.ts'
import { childrenOf, parseXml } from './xml.ts'

/** Texts of a part's children (footnotes, comments), without the separators of the page. */
function textsIn(part: Uint8Array): readonly string[] {
  const root = childrenOf(parseXml(part))[0]
  return (root ? childrenOf(root) : [])
    .filter((note) => !note.attribs['w:type'])
    .map((note) =>
      textOf(note, aside(stylesOf(undefined)))
        .trim()
        .replace(/\n+/g, ' '),
    )
    .filter((text) => text !== '')
}

/** Parts of a kind, by the document's relationships, else where Word puts them. */
const partsOf = (parts: Parts, main: string, kind: string): readonly Uint8Array[] => {
  const named = relatedParts(parts, main, kind).map(({ part }) => part)
  const usual = partNamed(parts, `word/${kind}.xml`)
  return named.length > 0 || usual === undefined ? named : [usual]
}

const textsOf = (parts: Parts, main: string, kinds: readonly string[]): readonly string[] =>
  kinds.flatMap((kind) => partsOf(parts, main, kind).flatMap(textsIn))

/** Page numbers, and lines of dashes around them, say nothing. */
const isPageNumber = (text: string): boolean => /^[\s\d—–\-－·•.第共页/|]*$/.test(text)

/** What a person should know of a Word file: what of it was left out, and how it was read. */
export function notesOf(parts: Parts, main: string, walk: Walk): readonly SourceNote[] {
  const notes: SourceNote[] = []
  if (walk.deleted + walk.inserted > 0)
    notes.push({ code: 'revisions', about: `删去 ${walk.deleted} 处、插入 ${walk.inserted} 处` })
  notes.push(...struckOut(walk.struck))
  if (walk.hidden > 0) notes.push({ code: 'hidden-content', about: `隐藏文字 ${walk.hidden} 处` })
  const page = [...new Set(textsOf(parts, main, ['header', 'footer']))].filter((text) => !isPageNumber(text))
  notes.push(
    ...leftOut([
      [walk.phonetic, '拼音指南'],
      [walk.symbols, '符号字体里的图形'],
      [walk.pictures, '图片'],
      [walk.unfilled, '没有填写的选项框'],
      [page, '页眉页脚'],
      [textsOf(parts, main, ['comments']), '批注'],
    ]),
  )
  const types = partNamed(parts, '[Content_Types].xml')
  if (types !== undefined && Buffer.from(types).includes('macroEnabled'))
    notes.push({ code: 'macros', about: '' })
  const footnotes = textsOf(parts, main, ['footnotes', 'endnotes'])
  return footnotes.length === 0 ? notes : [...notes, { code: 'footnotes', about: footnotes.join('；') }]
}
