import type { MiddlewareHandler } from 'hono'

/** No script but ours, nothing from elsewhere, in nobody's frame (ASVS 5.0, 3.4). */
export const CSP = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "form-action 'self'",
  "frame-ancestors 'none'",
  "base-uri 'none'",
].join('; ')

/** Every answer has them, also one that nobody wrote: a refusal, a page that is not there. */
export const securityHeaders =
  (tls: boolean): MiddlewareHandler =>
  async (c, next) => {
    await next()
    const put = (name: string, value: string) => {
      if (!c.res.headers.has(name)) c.res.headers.set(name, value)
    }
    put('Content-Security-Policy', CSP)
    put('X-Content-Type-Options', 'nosniff')
    put('Referrer-Policy', 'same-origin')
    put('Cross-Origin-Opener-Policy', 'same-origin')
    put('Cross-Origin-Resource-Policy', 'same-origin')
    put('X-Frame-Options', 'DENY')
    put('Permissions-Policy', 'camera=(), microphone=(), geolocation=()')
    put('Cache-Control', 'no-store')
    if (tls) put('Strict-Transport-Security', 'max-age=31536000')
  }
