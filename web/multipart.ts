import { Readable } from 'node:stream'
import busboy from '@fastify/busboy'
import { RefusedError, refused } from '../client/refusal.ts'
import { keepBody } from './api/files.ts'
import type { C, WebDeps } from './context.ts'
import type { Typed } from './forms/act-fields.tsx'
import { signedIn } from './pages/common.ts'

export interface Sent {
  readonly typed: Typed
  readonly files: readonly { readonly sha256: string; readonly bytes: number; readonly name: string }[]
}

const MOST_FILES = 20

/** @throws RefusedError FORM_TYPE, FILE_TOO_LARGE, EVIDENCE_EMPTY, TOO_MANY */
export async function sentForm(c: C, deps: WebDeps): Promise<Sent> {
  const { wrong, ...sent } = await sentParts(c, deps)
  if (wrong !== null) throw wrong
  return sent
}

/**
 * A form with files: each is streamed to its SHA-256 while it comes, so that a large one costs no memory. What is refused
 * of a file stands beside the fields, which came whole. @param by the account or link whose uploads they are
 * @throws RefusedError FORM_TYPE
 */
export async function sentParts(
  c: C,
  deps: WebDeps,
  by: string = signedIn(c).userId,
): Promise<Sent & { readonly wrong: RefusedError | null }> {
  const type = c.req.header('content-type') ?? ''
  if (!/^multipart\/form-data\s*;/i.test(type) || c.req.raw.body === null)
    throw refused('FORM_TYPE', '表单的格式不对', '在本系统的网页里填写')
  const typed: Record<string, string[]> = {}
  const keeping: Promise<Sent['files'][number] | null>[] = []
  const parser = busboy({
    headers: { 'content-type': type },
    limits: { fields: 60, fieldSize: 64 * 1024, files: MOST_FILES + 1, parts: 100 },
  })
  parser.on('field', (name, value) => {
    typed[name] = [...(typed[name] ?? []), value]
  })
  parser.on('file', (_, stream, name) => {
    if (!name) {
      stream.resume()
      return
    }
    const kept = keepBody(deps, by, stream as unknown as AsyncIterable<Uint8Array>, 0)
      .then(({ sha256, bytes }) => ({
        sha256,
        bytes,
        name: name.split(/[/\\]/).at(-1)?.slice(0, 255) ?? name,
      }))
      .finally(() => stream.resume())
    kept.catch(() => undefined)
    keeping.push(kept)
  })
  await new Promise<void>((resolve, reject) => {
    parser.on('finish', () => resolve())
    parser.on('error', reject)
    Readable.fromWeb(c.req.raw.body as never).pipe(parser)
  }).catch((error: unknown) => {
    throw error instanceof RefusedError
      ? error
      : refused('FORM_TYPE', '表单没有传完整', '检查网络，再提交一次')
  })
  if (keeping.length > MOST_FILES) {
    const wrong = refused('TOO_MANY', `一次最多 ${MOST_FILES} 个文件`, '分几次提交，或打包成 zip')
    return { typed, files: [], wrong }
  }
  const kept = await Promise.allSettled(keeping)
  const failed = kept.find((one) => one.status === 'rejected')
  if (failed !== undefined && !(failed.reason instanceof RefusedError)) throw failed.reason
  const files = kept.flatMap((one) => (one.status === 'fulfilled' && one.value !== null ? [one.value] : []))
  return { typed, files, wrong: failed?.reason ?? null }
}
