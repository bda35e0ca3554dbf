import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { addPerson, checkHat, OPERATOR, setPasswordByCode } from '../../accounts/people.ts'
import type { Role } from '../../accounts/roles.ts'
import { ensureSealKey } from '../../accounts/seal.ts'
import { lazyClient } from '../../client/connect.ts'
import { Office } from '../../client/office.ts'
import { anyFree } from '../../temporal/ports.ts'
import { webApp } from '../../web/app.tsx'
import type { WebDeps } from '../../web/context.ts'
import type { Rates } from '../../web/rates.ts'

export const PASSWORD = '紫色 水壶 在 三楼 走廊'
export const HOST = '127.0.0.1:8234'
export const OURS = { host: HOST, 'sec-fetch-site': 'same-origin', origin: `http://${HOST}` }

/** More than any test asks for. */
const MANY = { reads: 1_000_000, writes: 1_000_000 }
export const UNLIMITED = { session: MANY, token: MANY, address: MANY }

/** Pages over a real store, with no Temporal server behind them. */
export async function openWeb(
  more: Partial<Omit<WebDeps, 'duban' | 'db' | 'sealKey'>> & { readonly rates?: Rates } = {},
) {
  const dataDir = mkdtempSync(join(tmpdir(), 'duban-web-'))
  const { client, close } = lazyClient({
    source: 'embedded',
    connect: { address: `127.0.0.1:${await anyFree()}` },
    namespace: 'default',
    taskQueue: 'duban',
    uiUrl: null,
  })
  const duban = await Office.open({ client, taskQueue: 'duban', dataDir })
  const sealKey = ensureSealKey(dataDir)
  const usual = { tls: false, proxies: [], rates: UNLIMITED, temporalUi: null }
  const app = webApp({ duban, db: duban.db, sealKey, ...usual, ...more })
  return {
    app,
    duban,
    db: duban.db,
    dataDir,
    sealKey,
    close: async () => {
      await duban.close()
      await close()
      rmSync(dataDir, { recursive: true, force: true })
    },
  }
}
export type Web = Awaited<ReturnType<typeof openWeb>>

/** A browser: keeps cookies, sends what one sends; at an address, where one is given. */
export function browser({ app }: Pick<Web, 'app'>, address?: string) {
  const env = address === undefined ? undefined : { incoming: { socket: { remoteAddress: address } } }
  const cookies = new Map<string, string>()
  const send = async (path: string, init: RequestInit = {}) => {
    const headers = new Headers({ ...OURS, ...(init.headers as Record<string, string>) })
    if (cookies.size > 0) headers.set('cookie', [...cookies].map(([k, v]) => `${k}=${v}`).join('; '))
    const answer = await app.request(`http://${HOST}${path}`, { ...init, headers }, env)
    for (const line of answer.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? []
      if (value === '' || /max-age=0/i.test(line)) cookies.delete(name)
      else cookies.set(name, value)
    }
    return answer
  }
  return {
    cookies,
    get: (path: string, headers: Record<string, string> = {}) => send(path, { headers }),
    post: (path: string, fields: Record<string, string>, headers: Record<string, string> = {}) =>
      send(path, {
        method: 'POST',
        body: new URLSearchParams(fields).toString(),
        headers: { 'content-type': 'application/x-www-form-urlencoded', ...headers },
      }),
    send,
  }
}

/** An account with a password, and a browser in which it has signed in. */
export async function signedIn(web: Web, login: string, ...hats: readonly (readonly [Role, string?])[]) {
  const made = await addPerson(
    web.db,
    {
      login,
      name: `${login}的姓名`,
      hats: hats.map(([role, unit]) => {
        const hat = checkHat({ role, unit })
        if (!hat.ok) throw new Error(hat.error.message)
        return hat.value
      }),
    },
    OPERATOR,
  )
  if (!made.ok) throw new Error(made.error.message)
  const set = await setPasswordByCode(web.db, { code: made.value.code, password: PASSWORD }, '')
  if (!set.ok) throw new Error(set.error.message)
  const at = browser(web)
  await at.post('/login', { login, password: PASSWORD, next: '/' })
  return { ...at, id: made.value.id }
}
