import { type ChildProcess, fork } from 'node:child_process'
import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { request } from 'node:http'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, it } from 'vitest'

const MB = 1024 * 1024
/** What 100 MB may cost: the file is streamed to the disk and hashed on the way, never held. */
const MOST = 30 * MB
let server: ChildProcess
let at: { url: string; token: string }

beforeAll(async () => {
  server = fork(fileURLToPath(new URL('./upload-server.ts', import.meta.url)), {
    execArgv: ['--import', 'tsx'],
  })
  const [said] = await once(server, 'message')
  at = said
}, 60_000)
afterAll(async () => {
  const gone = once(server, 'exit')
  server.disconnect()
  await gone
})

/** A PDF by its head, of a size, made as it is sent. */
function* chunks(size: number, mark: number): Iterable<Uint8Array> {
  yield Buffer.from('%PDF-1.7\n')
  for (let sent = 9; sent < size; sent += 64 * 1024)
    yield Buffer.alloc(Math.min(64 * 1024, size - sent), (sent / 1024 + mark) % 251)
}

async function upload(size: number, mark: number) {
  const asked = request(`${at.url}/api/v1/blobs`, {
    method: 'PUT',
    headers: {
      authorization: `Bearer ${at.token}`,
      'content-length': size,
      'content-type': 'application/pdf',
    },
  })
  const answered = once(asked, 'response')
  await pipeline(Readable.from(chunks(size, mark)), asked)
  const [answer] = await answered
  let text = ''
  for await (const chunk of answer.setEncoding('utf8')) text += chunk
  return { status: answer.statusCode as number, json: JSON.parse(text) }
}

const mostSince = async (): Promise<number> => {
  server.send('how much')
  const [{ most }] = await once(server, 'message')
  return most
}

it('100 MB that are uploaded cost no more than 30 MB of memory', async () => {
  for (const mark of [1, 2, 3]) expect(await upload(8 * MB, mark)).toMatchObject({ status: 201 })
  // Forgets what starting took: what it holds now is what the upload is measured against.
  await mostSince()
  const before = await mostSince()
  const { status, json } = await upload(100 * MB, 7)
  const most = await mostSince()
  const hash = createHash('sha256')
  for (const chunk of chunks(100 * MB, 7)) hash.update(chunk)
  expect([status, json.sha256, json.bytes]).toEqual([201, hash.digest('hex'), 100 * MB])
  console.log(`100 MB cost ${((most - before) / MB).toFixed(1)} MB of memory`)
  expect(most - before).toBeLessThan(MOST)
}, 120_000)
