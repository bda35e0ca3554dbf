import { isIP } from 'node:net'

/** What a server of ours lets in beside loopback names and addresses. */
export interface GateOptions {
  /** Names under which people reach it, like duban.office.example; a leading dot stands for all names below one. */
  readonly hosts?: readonly string[]
  /** Origins of other pages that may send, like http://127.0.0.1:8233. The server's own needs no mention. */
  readonly origins?: readonly string[]
  /**
   * Paths whose secret in the address is the whole of it: nothing that a browser adds by itself (a cookie) counts there,
   * so a page of another origin could do no more than its sender can. Their pages send no referrer, and with it no origin.
   */
  readonly keyed?: RegExp
}

export interface GateRefusal {
  readonly status: 400 | 403
  readonly code: 'HOST_REFUSED' | 'ORIGIN_REFUSED'
  readonly message: string
  readonly remedy: string
}

/** Methods that change nothing by HTTP's own word (RFC 9110, 9.2.1). */
const SAFE = new Set(['GET', 'HEAD', 'OPTIONS'])

/** DUBAN_HOSTS: names under which the servers of this machine are reached, separated by commas. */
export const configuredHosts = (env: NodeJS.ProcessEnv = process.env): readonly string[] =>
  (env.DUBAN_HOSTS ?? '')
    .split(/[\s,，、]+/)
    .map((name) => name.trim().toLowerCase())
    .filter((name) => name !== '')

/** The name in a Host header, without port, brackets and a last dot; null when it is malformed. */
function nameOf(host: string): string | null {
  const match = /^(\[[0-9a-f:.]+\]|[^\s:/@\\?#[\]]+)(?::\d{1,5})?$/i.exec(host)
  if (match === null) return null
  return (match[1] ?? '')
    .replace(/^\[|\]$/g, '')
    .replace(/\.$/, '')
    .toLowerCase()
}

/**
 * A name on the network can be made to point at this machine by whoever owns it (DNS rebinding), and a page under it
 * then counts as ours for the browser. An address can't, nor can localhost and what is below it (RFC 6761, 6.3).
 */
function hostAllowed(host: string, hosts: readonly string[]): boolean {
  const name = nameOf(host)
  if (name === null) return false
  if (isIP(name) !== 0 || name === 'localhost' || name.endsWith('.localhost')) return true
  return hosts.some((known) => (known.startsWith('.') ? name.endsWith(known) : name === known))
}

/** Whether an unsafe request comes from a page of ours; programs send neither Origin nor Sec-Fetch-Site. */
function originAllowed(headers: Headers, origins: readonly string[]): boolean {
  const origin = headers.get('origin')
  if (origin === null) return !['cross-site', 'same-site'].includes(headers.get('sec-fetch-site') ?? '')
  if (origins.includes(origin)) return true
  const own = headers.get('host')?.toLowerCase()
  return origin.toLowerCase() === `http://${own}` || origin.toLowerCase() === `https://${own}`
}

/**
 * Why a request is not let in, or null. Every HTTP server of ours asks this before anything else: web UIs, codec
 * endpoint, metrics.
 *
 * @example gate(new Request('http://x/', { headers: { host: 'evil.example' } })) // { code: 'HOST_REFUSED', … }
 */
export function gate(request: Request, options: GateOptions = {}): GateRefusal | null {
  const { headers, method } = request
  const host = headers.get('host')
  const hosts = options.hosts ?? configuredHosts()
  // A whole address in the request line goes before the Host header (RFC 9112, 3.2.2).
  const named = [host, new URL(request.url).host]
  if (host === null || !named.every((name) => hostAllowed(name ?? '', hosts)))
    return {
      status: host === null ? 400 : 403,
      code: 'HOST_REFUSED',
      message: '不能用这个主机名访问',
      remedy: '用 127.0.0.1 或 localhost 打开；要用别的名字，把它写进 DUBAN_HOSTS 再启动',
    }
  const keyed = options.keyed?.test(new URL(request.url).pathname) ?? false
  if (!SAFE.has(method) && !keyed && !originAllowed(headers, options.origins ?? []))
    return {
      status: 403,
      code: 'ORIGIN_REFUSED',
      message: '别的网页不能在这里办事',
      remedy: '在本系统的网页里操作',
    }
  return null
}

/** What is not let in is read by nobody's page, kept nowhere and shown in nobody's frame. */
const REFUSED_WITH = {
  'Content-Security-Policy': "default-src 'none'; frame-ancestors 'none'",
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'same-origin',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'X-Frame-Options': 'DENY',
  'Cache-Control': 'no-store',
} as const

/** A fetch handler behind the gate: what is not let in gets the reason as JSON and never reaches the handler. */
export function gated(
  fetch: (request: Request, env?: unknown) => Response | Promise<Response>,
  options: GateOptions = {},
): (request: Request, env?: unknown) => Response | Promise<Response> {
  return (request, env) => {
    const refusal = gate(request, options)
    if (refusal === null) return fetch(request, env)
    const { status, code, message, remedy } = refusal
    return Response.json({ error: { code, message, remedy } }, { status, headers: REFUSED_WITH })
  }
}
