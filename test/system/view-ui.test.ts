import { mkdtempSync, rmSync } from 'node:fs'
import { request } from 'node:http'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, inject, it, vi } from 'vitest'
import { startViewUi, type ViewUi } from '../../temporal/view-ui.ts'

const dataDir = mkdtempSync(join(tmpdir(), 'duban-view-'))
const where = { dataDir, say: () => undefined, onPids: () => undefined }
const server = () => ({
  ports: { frontend: Number(inject('address').split(':')[1]) } as never,
  namespace: inject('namespace'),
})
const freePort = () =>
  new Promise<number>((resolve) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as { port: number }
      probe.close(() => resolve(port))
    })
  })

let ui: ViewUi
beforeAll(async () => {
  vi.stubEnv('DUBAN_CODEC_ENDPOINT', 'http://127.0.0.1:8234')
  ui = await startViewUi({ host: '127.0.0.1', port: await freePort() }, server(), where)
})
afterAll(async () => {
  await ui.child.stop()
  vi.unstubAllEnvs()
  rmSync(dataDir, { recursive: true, force: true })
})

describe('the read-only web UI', () => {
  it('says so in its settings, and where encrypted payloads are decoded', async () => {
    const settings = (await (await fetch(`${ui.url}/api/v1/settings`)).json()) as {
      DisableWriteActions: boolean
      Codec: { Endpoint: string; IncludeCredentials: boolean }
    }
    expect(settings.DisableWriteActions).toBe(true)
    expect(settings.Codec).toMatchObject({ Endpoint: 'http://127.0.0.1:8234', IncludeCredentials: true })
  })

  it('shows workflows, and answers every act with 405, whoever sends it', async () => {
    const base = `${ui.url}/api/v1/namespaces/${inject('namespace')}/workflows`
    expect((await fetch(base)).status).toBe(200)
    // Past the guard against forged requests, as the page itself gets past it.
    const [cookie = ''] = ((await fetch(`${ui.url}/api/v1/settings`)).headers.get('set-cookie') ?? '').split(
      ';',
    )
    const headers = {
      'content-type': 'application/json',
      cookie,
      'x-csrf-token': cookie.split('=')[1] ?? '',
      origin: ui.url,
    }
    const post = (path: string) => fetch(`${base}/none/${path}`, { method: 'POST', headers, body: '{}' })
    for (const act of ['signal/x', 'terminate', 'cancel', 'update/x'])
      expect([act, (await post(act)).status]).toEqual([act, 405])
    // Reading by query is let through: the server then says that there is no such workflow.
    expect((await post('query/x')).status).toBe(404)
  })

  it('does not move to another port when its own is taken: people keep its address', async () => {
    const place = { host: '127.0.0.1', port: Number(new URL(ui.url).port) }
    await expect(startViewUi(place, server(), where)).rejects.toMatchObject({ code: 'VIEW_UI_PORT' })
  })

  it('stands behind a gate: a name that was made to point here gets nothing, another page changes nothing', async () => {
    const { port } = new URL(ui.url)
    const status = (method: string, headers: Record<string, string>) =>
      new Promise<number>((resolve, reject) => {
        request({ host: '127.0.0.1', port, method, path: '/api/v1/settings', headers }, (answer) => {
          answer.resume()
          resolve(answer.statusCode ?? 0)
        })
          .once('error', reject)
          .end()
      })
    expect(await status('GET', { host: `127.0.0.1:${port}` })).toBe(200)
    expect(await status('GET', { host: `evil.example:${port}` })).toBe(403)
    expect(await status('POST', { host: `evil.example:${port}` })).toBe(403)
    expect(await status('POST', { host: `127.0.0.1:${port}`, origin: 'http://127.0.0.1:9999' })).toBe(403)
  })
})
