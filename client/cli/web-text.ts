import { existsSync } from 'node:fs'
import { setupFile } from '../../accounts/setup.ts'
import { readSecretFile } from '../../security/secret-file.ts'

/** How the first administrator is made, while there is none; null afterwards. */
export function setupText(dataDir: string, url: string): string | null {
  const file = setupFile(dataDir)
  if (!existsSync(file)) return null
  const code = readSecretFile(file, '设置码文件').trim()
  return `第一次使用：打开 ${url}/setup，用设置码 ${code} 建立管理员（30 分钟内有效，只能用一次）`
}
