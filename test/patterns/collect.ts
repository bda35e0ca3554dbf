import { readdirSync, readFileSync } from 'node:fs'
import { transformSync } from 'esbuild'

const ROOT = new URL('../../', import.meta.url)

/** Source files of a room. */
export const filesOf = (room: string): readonly string[] =>
  readdirSync(new URL(room, ROOT), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => `${room}${name}`)

export interface Pattern {
  readonly file: string
  readonly source: string
  readonly flags: string
}

const BEFORE_REGEX = /(?:^|[([{,;:=!&|?+\-*%~^<>}]|\b(?:return|typeof|case|in|of|=>))$/

/** Regular expressions written as literals: what stands between two strokes where a value may begin. */
export function literalsIn(file: string): readonly Pattern[] {
  const { code } = transformSync(readFileSync(new URL(file, ROOT), 'utf8'), {
    loader: 'ts',
    charset: 'utf8',
  })
  const found: Pattern[] = []
  let last = ''
  for (let at = 0; at < code.length; at += 1) {
    const char = code[at] as string
    if (char === '"' || char === "'" || char === '`') {
      // Templates of this code hold no literal inside their ${…}: one that does is found by its constructor.
      for (at += 1; code[at] !== char; at += 1) if (code[at] === '\\') at += 1
      last = 'x'
    } else if (char === '/' && code[at + 1] === '/') at = code.indexOf('\n', at)
    else if (char === '/' && code[at + 1] === '*') at = code.indexOf('*/', at) + 1
    else if (char === '/' && BEFORE_REGEX.test(last)) {
      const start = at + 1
      let inClass = false
      for (at += 1; code[at] !== '/' || inClass; at += 1) {
        if (code[at] === '\\') at += 1
        else if (code[at] === '[') inClass = true
        else if (code[at] === ']') inClass = false
      }
      const flags = /^[a-z]*/.exec(code.slice(at + 1))?.[0] ?? ''
      found.push({ file, source: code.slice(start, at), flags })
      at += flags.length
      last = 'x'
    } else if (!/\s/.test(char)) last = (last + char).slice(-8)
  }
  return found
}

/** Regular expressions that modules make when they are loaded: `new RegExp` and token() with it. */
export async function constructedIn(files: readonly string[]): Promise<readonly Pattern[]> {
  const Plain = globalThis.RegExp
  const found: Pattern[] = []
  let file = ''
  globalThis.RegExp = new Proxy(Plain, {
    construct(target, given) {
      const made = new target(...(given as [string, string]))
      found.push({ file, source: made.source, flags: made.flags })
      return made
    },
  })
  try {
    for (file of files) await import(new URL(file, ROOT).href)
  } finally {
    globalThis.RegExp = Plain
  }
  return found
}
