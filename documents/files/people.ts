import type { Refusal, Result } from '../../domain/basics/result.ts'
import { ok } from '../../domain/basics/result.ts'
import { tableIn } from './table-file.ts'

/** One row of a roster of people: 单位, 姓名, 角色, and how they are reached. */
export interface PersonRow {
  readonly place: string
  readonly unit: string
  readonly name: string
  readonly role: string
  readonly login: string
  readonly phone: string | null
  readonly mail: string | null
}

const COLUMNS = {
  unit: ['单位', '单位名称', '部门', 'unit'],
  name: ['姓名', '联络员', '联系人', 'name'],
  role: ['角色', '身份', 'role'],
  login: ['登录名', '账号', '账户', 'login'],
  phone: ['电话', '手机', '手机号', '联系电话', 'phone'],
  mail: ['邮箱', '电子邮箱', '邮件', 'mail', 'email'],
} as const

/** People as a workbook, csv or table with tabs has them. Errors: TABLE_COLUMNS, and those of reading the file. */
export function peopleTable(bytes: Uint8Array, name: string): Result<readonly PersonRow[], Refusal> {
  const table = tableIn(bytes, name, COLUMNS, ['unit', 'name'])
  if (!table.ok) return table
  return ok(
    table.value.map(({ place, cells: { phone, mail, ...cells } }) => ({
      ...{ place, ...cells, phone: phone || null, mail: mail || null },
    })),
  )
}
