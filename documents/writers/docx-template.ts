import { randomUUID } from 'node:crypto'
import { type FileChild, PatchType, patchDetector, patchDocument, TextRun } from 'docx'
import { ok, type Refusal, type Result, refuse } from '../../domain/basics/result.ts'
import type { Paper } from '../official/paper.ts'
import { BODY_PLACE, type TemplateKind, textsOf } from '../official/places.ts'
import { openArchive } from '../readers/archive.ts'
import { sniff } from '../readers/sniff.ts'
import { blockOf } from './docx.ts'

const MOST_BYTES = 5 * 1024 * 1024
const REMEDY = '在 WPS 或 Office 中另存为 .docx（不带宏），位置写成 {{文号}}，docs/exports.md 有全部名称'

/**
 * The places of a template by name, each once: `{{文号}}` in its text, heads, feet and boxes.
 * Errors: FILE_TOO_LARGE, FILE_TYPE, FILE_DAMAGED, FILE_UNSAFE, TEMPLATE_INVALID.
 */
export async function placesIn(bytes: Uint8Array, name: string): Promise<Result<readonly string[], Refusal>> {
  if (bytes.length > MOST_BYTES)
    return refuse('FILE_TOO_LARGE', `${name} 超过 ${MOST_BYTES / 1024 / 1024} MB`, {
      remedy: '把模板里的图片缩小后另存',
    })
  if (sniff(bytes) !== 'docx') return refuse('FILE_TYPE', `${name} 不是 .docx 文件`, { remedy: REMEDY })
  const parts = openArchive(bytes, name)
  if (!parts.ok) return parts
  const types = Buffer.from(parts.value['[Content_Types].xml'] ?? []).toString()
  if (/macroEnabled|vbaProject/i.test(types))
    return refuse('TEMPLATE_INVALID', `${name} 带有宏，不能作模板`, { remedy: REMEDY })
  try {
    return ok([...new Set(await patchDetector({ data: bytes, trimPlaceholders: true }))])
  } catch {
    return refuse('FILE_DAMAGED', `${name} 不完整或已损坏，打不开`, { remedy: REMEDY })
  }
}

/**
 * A template with its places filled from a paper; the template's own letters stay, 正文 has those of GB/T 9704. First
 * every place gets a name that nobody can guess: what people wrote is no place, also where it looks like one.
 */
export async function filledTemplate(
  template: Uint8Array,
  kind: TemplateKind,
  paper: Paper,
): Promise<Uint8Array> {
  const texts = Object.entries(textsOf(kind, paper))
  const secret = { start: `<<${randomUUID()} `, end: '>>' }
  const line = (text: string) => ({ type: PatchType.PARAGRAPH, children: [new TextRun(text)] })
  const named = await patchDocument({
    outputType: 'nodebuffer',
    data: template,
    trimPlaceholders: true,
    patches: Object.fromEntries(
      [...texts.map(([place]) => place), BODY_PLACE].map((place) => [
        place,
        line(`${secret.start}${place}${secret.end}`),
      ]),
    ),
  })
  const body: readonly FileChild[] = paper.blocks.flatMap(blockOf)
  return patchDocument({
    outputType: 'nodebuffer',
    data: named,
    placeholderDelimiters: secret,
    patches: {
      ...Object.fromEntries(texts.map(([place, text]) => [place, line(text)])),
      [BODY_PLACE]: { type: PatchType.DOCUMENT, children: [...body] },
    },
  })
}
