import { ok, type Refusal, type Result, refuse } from '../domain/basics/result.ts'

/** A login as it is compared: whatever its width and case. */
export const loginOf = (text: string): string => text.normalize('NFKC').trim().toLowerCase().slice(0, 100)

/** 2 to 40 letters of any script, digits, `.`, `-`, `_`. */
export function checkLogin(text: string): Result<string, Refusal> {
  const login = loginOf(text)
  if (/^[\p{L}\p{N}][\p{L}\p{N}._-]{1,39}$/u.test(login)) return ok(login)
  return refuse('LOGIN_INVALID', `登录名“${text.slice(0, 50)}”不合要求`, {
    remedy: '用 2 至 40 个字母、汉字、数字、点、横线、下划线，如 zhangsan',
    fields: { field: 'login' },
  })
}

/** A person's name as shown. */
export function checkName(text: string): Result<string, Refusal> {
  const name = text.normalize('NFKC').replace(/\s+/g, ' ').trim()
  if (name !== '' && name.length <= 40 && !/[\p{Cc}\p{Cf}<>]/u.test(name)) return ok(name)
  return refuse('NAME_INVALID', '姓名不能为空，最多 40 字，不能有控制字符', { fields: { field: 'name' } })
}
