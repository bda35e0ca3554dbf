/** Methods that change nothing. */
const SAFE = new Set(['GET', 'HEAD', 'OPTIONS'])

/**
 * Whether a request with a cookie comes from a page of ours: the browser says so itself (Fetch Metadata), or its Origin
 * is the address it was sent to. One that says neither is no browser of today, and has no business with a cookie.
 * Another port of this machine is the same site and not the same origin.
 *
 */
export function fromOurPage(request: Request, tls: boolean): boolean {
  if (SAFE.has(request.method)) return true
  const { headers } = request
  const origin = headers.get('origin')
  const ours = `${tls ? 'https' : 'http'}://${headers.get('host')?.toLowerCase() ?? ''}`
  const fetchSite = headers.get('sec-fetch-site')
  if (fetchSite !== null)
    return fetchSite === 'same-origin' && (origin === null || origin.toLowerCase() === ours)
  return origin !== null && origin.toLowerCase() === ours
}
