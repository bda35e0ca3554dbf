import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createServer, type Server } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { anyFree } from '../../temporal/ports.ts'
import { type WebPlace, webChild } from '../../temporal/web-child.ts'

// Between the look whether a port is free and the listening somebody else may take it.

const dataDir = mkdtempSync(join(tmpdir(), 'duban-port-'))
const other: Server = createServer()
let taken = 0
beforeAll(async () => {
  await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve))
  taken = (other.address() as { port: number }).port
})
afterAll(() => {
  other.close()
  rmSync(dataDir, { recursive: true, force: true })
})

async function started(place: WebPlace) {
  const said: string[] = []
  const urls: string[] = []
  let next: (url: string) => void = () => undefined
  const endpoint = {
    ...{ source: 'embedded' as const, connect: { address: `127.0.0.1:${await anyFree()}` } },
    ...{ namespace: 'default', taskQueue: 'duban', uiUrl: null },
  }
  const child = webChild(dataDir, endpoint, place, {
    say: (line) => said.push(line),
    onPids: () => undefined,
    onUrl: (url) => {
      urls.push(url)
      next(url)
    },
  })
  const again = () =>
    new Promise<string>((resolve) => {
      next = resolve
    })
  return { child, said, urls, again }
}
const answersAt = async (url: string) => (await fetch(`${url}/login`)).status

it('where nobody asked for the port another is taken, told, and told again when the process is started anew', async () => {
  const { child, said, urls, again } = await started({ host: '127.0.0.1', port: taken, anyPort: true })
  try {
    await child.start()
    const [first = ''] = urls
    expect(first).not.toBe(`http://127.0.0.1:${taken}`)
    expect(await answersAt(first)).toBe(200)
    expect(said).toEqual([`端口 ${taken} 已被占用，督办台改用 ${first}`])
    const anew = again()
    process.kill(child.pid ?? 0, 'SIGKILL')
    expect(await answersAt(await anew)).toBe(200)
  } finally {
    await child.stop()
  }
}, 120_000)

it('where a port was asked for it is that one or none, and the log says why', async () => {
  const { child, urls } = await started({ host: '127.0.0.1', port: taken })
  try {
    await expect(child.start()).rejects.toThrow('网页进程 ended')
    expect(urls).toEqual([])
    expect(readFileSync(join(dataDir, 'logs', 'web.log'), 'utf8')).toContain(
      `端口 127.0.0.1:${taken} 已被占用`,
    )
  } finally {
    await child.stop()
  }
}, 120_000)
