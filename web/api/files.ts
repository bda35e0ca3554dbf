import type { Hono } from 'hono'
import { audit } from '../../accounts/audit.ts'
import { LIMITS } from '../../client/limits.ts'
import { refused } from '../../client/refusal.ts'
import { wellFormed } from '../../domain/basics/text.ts'
import { filesOf } from '../../domain/supervision/obligation.ts'
import { BlobTooLargeError } from '../../records/blob-stream.ts'
import { noteUpload } from '../../records/uploads.ts'
import { headKind } from '../../security/file-kind.ts'
import { measureFor } from '../acting.ts'
import type { C, WebDeps, WebEnv } from '../context.ts'
import { dayHasRoom } from '../quota.ts'
import { principalOf } from './principal.ts'

const tooLarge = () =>
  refused('FILE_TOO_LARGE', `文件超过 ${LIMITS.file / 1024 / 1024} MB`, '压缩或拆开后上传，或提交网址')

/** A file's own name in a header, whatever its letters (RFC 6266, 8187). */
export function disposition(name: string): string {
  const plain = name.replace(/[^\x20-\x7e]|["\\%]/g, '_')
  const coded = encodeURIComponent(wellFormed(name)).replace(
    /['()*]/g,
    (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`,
  )
  return `attachment; filename="${plain}"; filename*=UTF-8''${coded}`
}

/**
 * Keeps what somebody sends, when it has been looked at: nothing that runs, nothing the office's scanner objects to, no
 * more than his day's share.
 * @throws RefusedError FILE_TOO_LARGE, EVIDENCE_EMPTY, FILE_TYPE, UPLOAD_QUOTA; SecurityError FILE_INFECTED, SCAN_FAILED
 */
export async function keepBody(
  deps: WebDeps,
  userId: string,
  body: AsyncIterable<Uint8Array> | null,
  length: number,
) {
  if (length > LIMITS.file) throw tooLarge()
  await dayHasRoom(deps.db, userId, length, deps.quota)
  try {
    const kept = await deps.duban.blobs.putStream(
      body ?? none(),
      LIMITS.file,
      async ({ file, bytes, head }) => {
        if (bytes === 0)
          throw refused('EVIDENCE_EMPTY', '文件是空的', '检查文件是否保存完整，换一个有内容的文件')
        if (headKind(head) === 'program')
          throw refused('FILE_TYPE', '这是一个程序，不能上传', '上传文档、表格、图片或压缩包')
        // Not everybody says beforehand how much comes.
        await dayHasRoom(deps.db, userId, bytes, deps.quota)
        await deps.scan?.(file)
      },
    )
    const { sha256, bytes } = kept
    await noteUpload(deps.db, { sha256, user_id: userId, bytes, at: new Date().toISOString() })
    return kept
  } catch (error) {
    throw error instanceof BlobTooLargeError ? tooLarge() : error
  }
}

async function* none(): AsyncIterable<Uint8Array> {}

/** One file of a measure's evidence, as a download that no browser runs. */
export async function give(c: C, deps: WebDeps, planId: string, no: string, sha256: string) {
  const principal = principalOf(c, 'read')
  const { state } = await measureFor(deps, principal, planId, no)
  const file = state.obligations.flatMap(filesOf).find((one) => one.sha256 === sha256)
  const kept = file === undefined ? null : deps.duban.blobs.read(sha256)
  if (file === undefined || kept === null)
    throw refused('EVIDENCE_NOT_FOUND', '没有这份文件', '在措施的佐证里查看')
  await audit(deps.db, {
    userId: principal.userId,
    via: principal.via === 'token' ? 'token' : 'session',
    ip: c.get('from').ip,
    what: 'download',
    target: `${planId}/${no} ${sha256.slice(0, 12)}`,
    outcome: 'ok',
  })
  return c.body(kept.stream(), 200, {
    'Content-Type': 'application/octet-stream',
    'Content-Length': `${kept.bytes}`,
    'Content-Disposition': disposition(file.name),
    'Content-Security-Policy': "default-src 'none'; sandbox",
  })
}

/** The same for the pages. */
export function fileRoutes(app: Hono<WebEnv>, deps: WebDeps): void {
  app.get('/p/:plan/m/:no/files/:sha256', (c) =>
    give(c, deps, c.req.param('plan'), c.req.param('no'), c.req.param('sha256')),
  )
}
