import { readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import type { Paper } from '../../documents/official/paper.ts'
import {
  BODY_PLACE,
  fitOf,
  placesOfKind,
  TEMPLATES,
  type TemplateFit,
  type TemplateKind,
} from '../../documents/official/places.ts'
import { docxOf } from '../../documents/writers/docx.ts'
import { filledTemplate, placesIn } from '../../documents/writers/docx-template.ts'
import { templatesFolder } from '../../records/places.ts'
import { writeWhole } from '../../records/whole-file.ts'
import { orThrow, refused } from '../refusal.ts'

/** Templates of an installation: 通报.docx and 督办单.docx in its data folder. */
const fileOf = (dataDir: string, kind: TemplateKind): string =>
  join(templatesFolder(dataDir), `${TEMPLATES[kind]}.docx`)

/** @throws RefusedError TEMPLATE_KIND */
export function templateKind(name: string): TemplateKind {
  const found = Object.entries(TEMPLATES).find(([kind, shown]) => name === kind || name === shown)?.[0]
  if (found !== undefined) return found as TemplateKind
  throw refused('TEMPLATE_KIND', `没有“${name}”的模板`, `可选 ${Object.values(TEMPLATES).join('、')}`)
}

export function templateOf(dataDir: string, kind: TemplateKind): Uint8Array | null {
  try {
    return readFileSync(fileOf(dataDir, kind))
  } catch (error) {
    if ((error as { code?: string }).code === 'ENOENT') return null
    throw error
  }
}

/** @throws RefusedError what cannot be read as a template, and TEMPLATE_INVALID where its places do not fit */
async function checked(kind: TemplateKind, bytes: Uint8Array, name: string): Promise<TemplateFit> {
  const fit = fitOf(kind, orThrow(await placesIn(bytes, name)))
  if (fit.unknown.length > 0)
    throw refused(
      'TEMPLATE_INVALID',
      `${name} 里有不认识的位置：${fit.unknown.join('、')}`,
      `${TEMPLATES[kind]}的位置有 ${placesOfKind(kind).join('、')}`,
    )
  if (!fit.places.includes(BODY_PLACE))
    throw refused(
      'TEMPLATE_INVALID',
      `${name} 里没有 {{${BODY_PLACE}}}，文件的内容无处可写`,
      `单独一段写 {{${BODY_PLACE}}}`,
    )
  return fit
}

/** Puts a template in the place of the one before. @throws RefusedError as `checked` */
export async function setTemplate(
  dataDir: string,
  kind: TemplateKind,
  bytes: Uint8Array,
  name: string,
): Promise<TemplateFit> {
  const fit = await checked(kind, bytes, name)
  writeWhole(fileOf(dataDir, kind), bytes)
  return fit
}

/** The paper is laid out by GB/T 9704 again. @throws RefusedError TEMPLATE_NOT_FOUND */
export function removeTemplate(dataDir: string, kind: TemplateKind): void {
  if (templateOf(dataDir, kind) === null)
    throw refused('TEMPLATE_NOT_FOUND', `没有设置${TEMPLATES[kind]}的模板`, '不设模板时按 GB/T 9704 排版')
  rmSync(fileOf(dataDir, kind))
}

export interface TemplateShown {
  readonly kind: TemplateKind
  readonly name: string
  /** Null: none is set, the paper is laid out by GB/T 9704. */
  readonly fit: TemplateFit | null
  readonly all: readonly string[]
}

/** Every kind of paper with its template; one that was spoiled since is said to be so when it is used. */
export async function templates(dataDir: string): Promise<readonly TemplateShown[]> {
  return Promise.all(
    (Object.keys(TEMPLATES) as TemplateKind[]).map(async (kind) => {
      const bytes = templateOf(dataDir, kind)
      const read = bytes === null ? null : await placesIn(bytes, TEMPLATES[kind])
      return {
        kind,
        name: TEMPLATES[kind],
        fit: read?.ok ? fitOf(kind, read.value) : null,
        all: placesOfKind(kind),
      }
    }),
  )
}

/** A paper by the office's own template, else by GB/T 9704. @throws RefusedError where the template in the folder was spoiled */
export async function laidOut(dataDir: string, kind: TemplateKind, paper: Paper): Promise<Uint8Array> {
  const template = templateOf(dataDir, kind)
  if (template === null) return docxOf(paper)
  await checked(kind, template, `templates/${TEMPLATES[kind]}.docx`)
  return filledTemplate(template, kind, paper)
}
