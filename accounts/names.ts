import { createHash, randomBytes } from 'node:crypto'
import type { UserRow } from '../records/accounts/users.ts'

export const nameSalt = (): string => randomBytes(16).toString('hex')

/**
 * What the ledger keeps of a name: whoever has the account's salt and a name can tell whether it was this one; once the
 * salt is gone nobody can. @example nameHash('00ff', '张三') // 64 hexadecimal digits
 */
export const nameHash = (salt: string, name: string): string =>
  createHash('sha256').update(`duban-name-1 ${salt} ${name}`).digest('hex')

export const nameHashOf = ({ name, name_salt }: Pick<UserRow, 'name' | 'name_salt'>) =>
  name_salt === null ? {} : { nameHash: nameHash(name_salt, name) }
