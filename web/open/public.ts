import { createHash } from 'node:crypto'
import { existsSync, readFileSync, realpathSync, statSync } from 'node:fs'
import { extname, join, sep } from 'node:path'
import type { Hono } from 'hono'
import { publicFolder } from '../../client/public-files.ts'
import type { C, WebDeps, WebEnv } from '../context.ts'

const MEDIA: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.csv': 'text/csv; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.atom': 'application/atom+xml; charset=utf-8',
  '.ics': 'text/calendar; charset=utf-8',
}
/** A name that published files and folders have: none begins with a dot, so nothing climbs. */
const NAME = /^[\p{L}\p{N}_-][\p{L}\p{N}._-]*$/u
const LONGEST_PATH = 500

/** Name by name: one expression for a whole path takes ever longer with its length. */
const isPath = (asked: string): boolean =>
  asked.length <= LONGEST_PATH &&
  asked
    .replace(/\/$/, '')
    .split('/')
    .every((name) => NAME.test(name))

/** A published file, or its folder's first page. Null: there is none. */
function fileAt(dataDir: string, asked: string): string | null {
  if (!isPath(asked)) return null
  const root = publicFolder(dataDir)
  if (!existsSync(root)) return null
  const path = join(root, asked)
  const file = existsSync(path) && statSync(path).isDirectory() ? join(path, 'index.html') : path
  if (!existsSync(file) || !statSync(file).isFile()) return null
  return realpathSync(file).startsWith(realpathSync(root) + sep) ? file : null
}

/**
 * What is published, as the files lie: no store and no server is asked, so it goes on while they are away. No cookie is
 * read and none is set.
 */
export function publicRoutes(app: Hono<WebEnv>, { duban }: WebDeps): void {
  app.on(['GET', 'HEAD'], '/public/*', (c) => {
    c.header(
      'Content-Security-Policy',
      "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    )
    const asked = pathIn(c)
    const file = asked === null ? null : fileAt(duban.dataDir, asked)
    if (asked === null || file === null) return c.text('没有这个页面', 404)
    // Links in the pages go from where they lie.
    if (file.endsWith('index.html') && !/(?:\/|\.html)$/.test(asked)) return c.redirect(`${c.req.path}/`, 301)
    const bytes = readFileSync(file)
    const tag = `"${createHash('sha256').update(bytes).digest('base64url')}"`
    c.header('Cache-Control', 'public, max-age=300, stale-while-revalidate=3600')
    c.header('ETag', tag)
    if (
      (c.req.header('if-none-match') ?? '').split(',').some((one) => one.trim().replace(/^W\//, '') === tag)
    )
      return c.body(null, 304)
    return c.body(Uint8Array.from(bytes), 200, {
      'Content-Type': MEDIA[extname(file)] ?? 'application/octet-stream',
      'Cross-Origin-Resource-Policy': 'cross-origin',
    })
  })
}

function pathIn(c: Pick<C, 'req'>): string | null {
  try {
    return decodeURIComponent(new URL(c.req.url).pathname.slice('/public/'.length))
  } catch {
    return null
  }
}
