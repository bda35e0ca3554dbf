import { randomBytes } from 'node:crypto'
import type { Payload, PayloadCodec } from '@temporalio/common'
import proto from '@temporalio/proto'
import { type Context, Hono } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { getCookie, setCookie } from 'hono/cookie'
import { cors } from 'hono/cors'
import { secureHeaders } from 'hono/secure-headers'
import * as z from 'zod'
import { encryptionCodec, noKeysCodec } from './codec.ts'
import { SecurityError } from './errors.ts'
import type { KeyRing } from './keys.ts'
import { loginPage } from './login-page.ts'
import { peerUser } from './peer.ts'
import { sameSecret } from './token.ts'

export interface CodecEndpointOptions {
  /** Null: nothing is encrypted here, and what is nevertheless is refused. */
  readonly keys: KeyRing | null
  readonly token: string
  /** Namespace of requests that name none. */
  readonly namespace: string
  /** Origins of the web UIs that may ask, like http://127.0.0.1:8233. */
  readonly origins: readonly string[]
  /** Puts names to the accounts that a text marks, for whoever reads it. Absent: accounts are shown by their ids. */
  readonly named?: (text: string) => Promise<string>
}

interface Session {
  readonly until: number
  /** The user of this machine who signed in, where that can be told (peer.ts). */
  readonly user: number | null
}

const { Payload: PayloadProto } = proto.temporal.api.common.v1
/** Cookies know no ports: each endpoint of a machine has a name of its own for it. */
const cookieOf = (c: Context): string => `duban_codec_${new URL(c.req.url).port || '80'}`
const SESSION_MS = 12 * 3_600_000
/** A payload is 2 MB at most, half as much again in base64, and a page of the UI asks for several. */
const BODY_BYTES = 16 * 1024 * 1024

/** Temporal's remote codec protocol: protobuf JSON, bytes in base64. */
const body = z.object({
  payloads: z
    .array(z.object({ metadata: z.record(z.string(), z.base64()).default({}), data: z.base64().default('') }))
    .max(2000),
})
const namespaceForm = z.string().regex(/^[\p{L}\p{N}._-]{1,255}$/u)

const failure = (code: string, message: string, remedy: string) => ({ error: { code, message, remedy } })

/** Summaries and details are plain sentences: what is data is left as it is, to the letter. */
async function withNamesIn(payload: Payload, named: (text: string) => Promise<string>): Promise<Payload> {
  if (Buffer.from(payload.metadata?.encoding ?? []).toString() !== 'json/plain') return payload
  const said = Buffer.from(payload.data ?? []).toString()
  if (!said.startsWith('"')) return payload
  const text = JSON.parse(said) as string
  const told = await named(text)
  return told === text ? payload : { ...payload, data: Buffer.from(JSON.stringify(told)) }
}

/**
 * POST /decode and /encode for the Temporal UI and CLI. Allowed with `Authorization: Bearer TOKEN`, or with the cookie
 * that the page at `/` gives for the token: the UI has no token of its own to send without a sign-in service, but sends
 * cookies (`includeCredentials`). A browser is listened to only when it comes from one of the origins.
 */
export function codecEndpoint({ keys, token, namespace, origins, named }: CodecEndpointOptions): Hono {
  const app = new Hono()
  const sessions = new Map<string, Session>()

  const signedIn = (c: Context): boolean => {
    const [, bearer] = /^Bearer (.+)$/.exec(c.req.header('authorization') ?? '') ?? []
    if (bearer !== undefined) return sameSecret(bearer, token)
    const session = sessions.get(getCookie(c, cookieOf(c)) ?? '')
    if (session === undefined || session.until <= Date.now() || c.req.header('origin') === undefined)
      return false
    return session.user === null || session.user === peerUser(c)
  }

  app.use(secureHeaders({ crossOriginResourcePolicy: false }))
  app.get('/', (c) => c.html(loginPage(null)))
  app.post('/login', bodyLimit({ maxSize: 4096 }), async (c) => {
    const given = (await c.req.parseBody()).token
    if (typeof given !== 'string' || !sameSecret(given.trim(), token)) return c.html(loginPage(false), 401)
    const now = Date.now()
    for (const [id, { until }] of sessions) if (until < now) sessions.delete(id)
    const session = randomBytes(32).toString('base64url')
    sessions.set(session, { until: now + SESSION_MS, user: peerUser(c) })
    setCookie(c, cookieOf(c), session, {
      httpOnly: true,
      sameSite: 'Strict',
      path: '/',
      maxAge: SESSION_MS / 1000,
    })
    return c.html(loginPage(true))
  })

  const asked = ['/decode', '/encode'] as const
  for (const path of asked) {
    app.use(
      path,
      cors({
        origin: [...origins],
        credentials: true,
        allowMethods: ['POST'],
        allowHeaders: ['content-type', 'authorization', 'authorization-extras', 'x-namespace'],
        maxAge: 600,
      }),
    )
    app.post(path, async (c, next) => {
      const origin = c.req.header('origin')
      if (origin !== undefined && !origins.includes(origin))
        return c.json(
          failure('ORIGIN_REFUSED', '这个网页不能使用解密服务', '用 --ui-origin 列出网页界面的地址'),
          403,
        )
      if (!signedIn(c))
        return c.json(
          failure('TOKEN_REFUSED', '没有授权或口令不对', '打开解密服务的首页输入口令，或带上 Bearer 口令'),
          401,
        )
      return next()
    })
    app.post(
      path,
      bodyLimit({
        maxSize: BODY_BYTES,
        onError: (c) => c.json(failure('BODY_TOO_LARGE', '请求太大', '一次少解几个'), 413),
      }),
    )
  }

  const answer = async (
    c: Context,
    work: (codec: PayloadCodec, payloads: Payload[]) => Promise<Payload[]>,
  ) => {
    const read = body.safeParse(await c.req.json().catch(() => null))
    const of = namespaceForm.safeParse(c.req.header('x-namespace') || namespace)
    if (!read.success || !of.success)
      return c.json(failure('BODY_FORM', '请求不合 Temporal 编解码协议', '检查客户端'), 400)
    const payloads = read.data.payloads.map((payload) => PayloadProto.fromObject(payload))
    try {
      const done = await work(keys === null ? noKeysCodec : encryptionCodec(keys, of.data), payloads)
      return c.json({
        payloads: done.map((p) => PayloadProto.toObject(PayloadProto.fromObject(p), { bytes: String })),
      })
    } catch (error) {
      if (error instanceof SecurityError) return c.json(failure(error.code, error.message, error.remedy), 400)
      throw error
    }
  }
  app.post('/decode', (c) =>
    answer(c, async (codec, payloads) => {
      const open = await codec.decode(payloads)
      return named === undefined ? open : Promise.all(open.map((one) => withNamesIn(one, named)))
    }),
  )
  app.post('/encode', (c) => answer(c, (codec, payloads) => codec.encode(payloads)))
  app.onError((_, c) => c.json(failure('CODEC_FAILED', '解密服务出错', '查看它的输出'), 500))
  return app
}
