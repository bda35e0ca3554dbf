import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { buildSync } from 'esbuild'

/** The oldest browsers that 督办台 is for: Chrome 87, and with it Firefox ESR and Safari 14 (test/web/floor.test.ts). */
const FLOOR = ['chrome87', 'es2020']

const folder = new URL('./styles/', import.meta.url)
const css = [
  'tokens.css',
  'base.css',
  'forms.css',
  'lists.css',
  'narrow.css',
  'wall.css',
  'islands.css',
  'print.css',
]
  .map((file) => readFileSync(new URL(file, folder), 'utf8'))
  .join('\n')

const bundled = buildSync({
  entryPoints: [fileURLToPath(new URL('./islands/main.ts', import.meta.url))],
  bundle: true,
  format: 'iife',
  target: FLOOR,
  charset: 'utf8',
  minify: true,
  write: false,
  logLevel: 'silent',
})

interface Asset {
  readonly path: string
  readonly type: string
  readonly body: string
}

/** Under a name that changes with its content: browsers keep it for good. */
const asset = (body: string, ending: 'css' | 'js', type: string): Asset => {
  const mark = createHash('sha256').update(body).digest('hex').slice(0, 12)
  return { path: `/assets/${mark}.${ending}`, type: `${type}; charset=utf-8`, body }
}

/** The one style sheet. */
export const STYLE = asset(css, 'css', 'text/css')
/** The one script, bundled when the process starts: nothing built is kept in the repository. */
export const SCRIPT = asset(bundled.outputFiles[0]?.text ?? '', 'js', 'text/javascript')

/** Everything that a page loads. */
export const ASSETS: readonly Asset[] = [STYLE, SCRIPT]
