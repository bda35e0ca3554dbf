import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'

const folder = new URL('./styles/', import.meta.url)
const css = ['tokens.css', 'base.css', 'forms.css', 'lists.css', 'narrow.css']
  .map((file) => readFileSync(new URL(file, folder), 'utf8'))
  .join('\n')
const mark = createHash('sha256').update(css).digest('hex').slice(0, 12)

/** The one style sheet, under a name that changes with its content: browsers keep it for good. */
export const STYLE = { path: `/assets/${mark}.css`, body: css } as const
