import { orThrow, RefusedError, refused } from '../../../client/refusal.ts'
import { loadPolicy, parsePolicy } from '../../../documents/files/policy.ts'
import { decodeText } from '../../../documents/readers/decode.ts'
import type { Refusal, Result } from '../../../domain/basics/result.ts'
import {
  date,
  LONGEST_TITLE,
  object,
  optional,
  sha256,
  text,
  whole,
  words,
} from '../../../domain/fields/field.ts'
import type { WorkPlan } from '../../../domain/plan/plan.ts'
import type { SupervisionPolicy } from '../../../domain/policy/policy.ts'
import type { OpenQuestion } from '../../../domain/reading/questions.ts'
import { document } from '../../../records/read.ts'
import type { WebDeps } from '../../context.ts'
import type { Uploaded } from '../../uploaded.ts'
import type { AskedOfPlan } from '../route.ts'

/** A document that was uploaded (PUT /blobs), and how it is to be read. */
export const FILE = {
  sha256: sha256('文件'),
  name: words('文件名', 200),
  issuedOn: optional(date('印发日期')),
  planYear: optional(whole('方案年度', 1990, 2100)),
  title: optional(text('标题', LONGEST_TITLE)),
  table: optional(whole('第几张表', 1, 999)),
}
export function uploadedIn(said: Readonly<Record<string, unknown>>): Uploaded {
  const { sha256: hash, name, issuedOn = null, planYear = null, title = null, table = null } = said
  return { sha256: hash, name, reading: { issuedOn, planYear, title, table } } as Uploaded
}

/** A file that was uploaded, whole. @throws RefusedError FILE_NOT_FOUND */
export function fileText(
  { duban }: WebDeps,
  { sha256: hash, name }: Readonly<Record<string, unknown>>,
): { readonly name: string; readonly bytes: Uint8Array } {
  const bytes = duban.blobs.get(hash as string)
  if (bytes === null) throw refused('FILE_NOT_FOUND', '没有这份文件', '重新上传：PUT /blobs')
  return { name: name as string, bytes }
}

/** 督办规则 of one's own, uploaded as a file. Errors: FILE_ENCODING, POLICY_INVALID. */
export function policyIn(
  deps: WebDeps,
  said: Readonly<Record<string, unknown>>,
): Result<SupervisionPolicy, Refusal> {
  const { name, bytes } = fileText(deps, said)
  const text = decodeText(bytes, name)
  return text.ok ? parsePolicy(text.value, name) : text
}

/** Rules as a body names them: those that come with the program by their id, one's own as an uploaded file. */
export const POLICY = {
  policy: optional(words('随程序的督办规则', 40)),
  policyFile: optional(object('自己的督办规则', { sha256: sha256('文件'), name: words('文件名', 200) })),
}

/** The rules that a body names; null: none. @throws RefusedError POLICY_NOT_FOUND, POLICY_INVALID, FIELD_INVALID where it names both */
export function policyNamedIn(
  deps: WebDeps,
  { policy, policyFile }: Readonly<Record<string, unknown>>,
): SupervisionPolicy | null {
  if (policy != null && policyFile != null)
    throw new RefusedError({
      code: 'FIELD_INVALID',
      message: 'policy 和 policyFile 只能写一个',
      remedy: '随程序的规则写 policy，自己的规则上传后写 policyFile',
      fields: { field: 'policyFile' },
    })
  if (policyFile != null) return orThrow(policyIn(deps, policyFile as Readonly<Record<string, unknown>>))
  return policy == null ? null : orThrow(loadNamed(policy as string))
}

export const openJson = (open: readonly OpenQuestion[]) =>
  open.map(({ id: key, item, options }) => ({ id: key, ...item, options }))

export const reviewOpen = (open: readonly OpenQuestion[]): never => {
  throw new RefusedError({
    code: 'REVIEW_OPEN',
    message: `有 ${open.length} 个待确认事项会影响日期或责任单位`,
    remedy: '逐项答复（GET、POST …/review），或写 acceptReview: true 按建议读法接受（会记入台账）',
    fields: { codes: [...new Set(open.map(({ item }) => item.code))] },
  })
}

/** Shipped rules by their id; a file of the machine is not read for who is far away. */
export const loadNamed = (name: string) =>
  /^[a-z-]{1,40}$/.test(name)
    ? loadPolicy(name)
    : {
        ok: false as const,
        error: {
          code: 'POLICY_NOT_FOUND',
          message: `没有督办规则 ${name.slice(0, 40)}`,
          remedy: '可选的看 GET /policies',
        },
      }

/** The document of a plan that was imported. @throws RefusedError PLAN_EMPTY */
export const draftOf = async ({ deps, plan }: AskedOfPlan): Promise<WorkPlan> => {
  const read = plan.document === null ? null : await document(deps.db, plan.document)
  if (read === null) throw refused('PLAN_EMPTY', `方案 ${plan.planId} 还没有导入文件`, '先导入：POST /plans')
  return read
}
