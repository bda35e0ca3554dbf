import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import * as z from 'zod'
import { ok, type Refusal, type Result, refuse } from '../../domain/basics/result.ts'
import { parseDate } from '../../domain/calendar/date.ts'
import type { UnitRegister } from '../../domain/reading/registry.ts'
import type { Roster } from '../../domain/reading/roster.ts'
import { sha256Of } from '../../records/blobs.ts'
import { readText } from './text-file.ts'

const date = z
  .string()
  .refine((text) => parseDate(text) !== null, '不是日期（应为 2026-01-31 的形式）')
  .transform((text) => parseDate(text))

const REGISTER = z.strictObject({
  jurisdiction: z.string().min(1),
  title: z.string(),
  source: z.string(),
  units: z.array(
    z.strictObject({
      name: z.string().min(2),
      aliases: z.array(z.string().min(2)).default([]),
      from: date.nullable().default(null),
      until: date.nullable().default(null),
      successor: z.string().nullable().default(null),
    }),
  ),
})

const ROSTER = z.strictObject({
  title: z.string().min(1, '要写名称'),
  by: z.string().min(1, '要写由谁选定'),
  groups: z.record(z.string().min(1), z.array(z.string().min(2, '单位名称太短')).min(1, '至少写一个单位')),
})

const LOCAL = fileURLToPath(new URL('../../seeds/units/cn-local.json', import.meta.url))
let local: UnitRegister | undefined

/** The register that ships: common offices of 市 and 县, with the 2018 reform. */
export function loadRegister(): UnitRegister {
  local ??= REGISTER.parse(JSON.parse(readFileSync(LOCAL, 'utf8')))
  return local
}

const wrong = (path: string, where: string, what: string) =>
  refuse('ROSTER_INVALID', `名册 ${path} 有误：${where}${what}`, {
    remedy: '对照 seeds/units/roster.example.json 改正：title、by 和 groups（类名 → 单位列表）',
    fields: { file: path },
  })

/** A roster that a person has written. Errors: FILE_NOT_FOUND, ROSTER_INVALID (with the place). */
export function loadRoster(path: string): Result<Roster, Refusal> {
  const text = readText(path, '名册')
  if (!text.ok) return text
  let data: unknown
  try {
    data = JSON.parse(text.value)
  } catch (error) {
    return wrong(path, '', `不是 JSON（${(error as Error).message}）`)
  }
  const parsed = ROSTER.safeParse(data)
  if (!parsed.success) {
    const [issue] = parsed.error.issues
    return wrong(path, issue ? `${issue.path.join('.')} ` : '', issue?.message ?? '')
  }
  const { title, by, groups } = parsed.data
  return ok({
    title,
    by,
    sha256: sha256Of(text.value),
    groups: Object.entries(groups).map(([name, units]) => ({ name, units })),
  })
}
