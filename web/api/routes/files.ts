import { audit } from '../../../accounts/audit.ts'
import * as answers from '../answers.ts'
import { give, keepBody } from '../files.ts'
import { planRoute, type Route, route } from '../route.ts'

/** 佐证文件: in as a stream, known by its SHA-256; out to whoever may read the measure that it is evidence of. */
export const FILES: readonly Route[] = [
  route({
    ...{
      method: 'put',
      path: '/blobs',
      says: '上传文件，边收边算 SHA-256',
      needs: 'signed',
      scope: 'upload',
    },
    ...{ body: 'bytes', status: 201 },
    answer: answers.blob,
    does: async ({ c, deps, principal, ip }) => {
      const body = c.req.raw.body as AsyncIterable<Uint8Array> | null
      const { sha256, bytes } = await keepBody(
        deps,
        principal.userId,
        body,
        Number(c.req.header('content-length') ?? 0),
      )
      await audit(deps.db, {
        ...{ userId: principal.userId, via: principal.via === 'token' ? 'token' : 'session', ip },
        ...{ what: 'upload', target: sha256.slice(0, 12), outcome: 'ok', detail: `${bytes}` },
      })
      return { sha256, bytes }
    },
  }),
  planRoute({
    ...{ method: 'get', path: '/plans/{plan}/measures/{no}/files/{sha256}', says: '佐证文件，只作下载' },
    ...{ needs: 'reader', scope: 'read' },
    answer: { media: 'application/octet-stream' },
    does: ({ c, deps, params }) => give(c, deps, params.plan ?? '', params.no ?? '', params.sha256 ?? ''),
  }),
]
