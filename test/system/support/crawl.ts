import { Parser } from 'htmlparser2'

/** What a page says and where it leads. */
export interface Read {
  readonly links: readonly string[]
  /** All that people read or hear: text, labels, hints, alternatives. */
  readonly text: string
  /** Addresses of another host that the page itself would load or send to. */
  readonly outside: readonly string[]
  /** What a policy without inline code would not let through. */
  readonly inline: readonly string[]
  /** Marks of a light whose meaning is nowhere in words. */
  readonly wordless: readonly string[]
}

const SAID = ['title', 'aria-label', 'placeholder', 'alt']
const LOADS: Readonly<Record<string, string>> = {
  ...{ script: 'src', img: 'src', link: 'href', form: 'action', iframe: 'src', source: 'src', use: 'href' },
}

/** Reads a page as its users get it. Texts of others (documents, rules, what was typed) stand in pre, textarea and input. */
export function readPage(html: string): Read {
  const links: string[] = []
  const [outside, inline, text]: [string[], string[], string[]] = [[], [], []]
  const wordless: string[] = []
  const marks: { tag: string; depth: number; said: string }[] = []
  let [depth, quoted] = [0, 0]
  const parser = new Parser({
    onopentag(tag, attributes) {
      depth += 1
      if (['pre', 'textarea', 'script', 'style', 'code'].includes(tag)) quoted += 1
      if (tag === 'a' && attributes.href !== undefined) links.push(attributes.href)
      const loaded = attributes[LOADS[tag] ?? ''] ?? ''
      if (/^(?:https?:)?\/\//.test(loaded)) outside.push(loaded)
      for (const [name, value] of Object.entries(attributes)) {
        if (/^on[a-z]+$/.test(name) || name === 'style' || /^javascript:/i.test(value))
          inline.push(`${tag} ${name}`)
        if (SAID.includes(name)) text.push(value)
      }
      if (/(?:^| )light(?: |$)/.test(attributes.class ?? '')) marks.push({ tag, depth, said: '' })
    },
    ontext(said) {
      if (quoted === 0) text.push(said)
      for (const mark of marks) mark.said += said
    },
    onclosetag(tag) {
      if (['pre', 'textarea', 'script', 'style', 'code'].includes(tag)) quoted -= 1
      const mark = marks.at(-1)
      if (mark?.depth === depth) {
        marks.pop()
        if (!/[\u4e00-\u9fff]/.test(mark.said)) wordless.push(mark.said)
      }
      depth -= 1
    },
  })
  parser.write(html)
  parser.end()
  return { links, text: text.join('\n'), outside, inline, wordless }
}

/** What no page may say: a value that was none, a raw instant, a code of ours without its sentence. */
export function slips(text: string): readonly string[] {
  return [
    ...text.matchAll(/\b(?:undefined|null|NaN|true|false)\b|\[object |\bInvalid Date\b/g),
    ...text.matchAll(/\d{4}-\d\d-\d\dT\d\d:\d\d[^\s]*/g),
    ...text.matchAll(/\b[A-Z]{2,}_[A-Z_]{2,}\b/g),
    ...text.matchAll(/\{\{|\$\{|\bTODO\b/g),
  ].map(([found]) => found)
}

/** One kind of page, whatever plan, measure or unit it is of and whatever its filters say. */
export function kindOf(address: string): string {
  const url = new URL(address, 'http://x')
  const path = decodeURIComponent(url.pathname)
    .replace(/^\/p\/[^/]+/, '/p/:plan')
    .replace(/^\/public\/\d+\/[^/]+/, '/public/:plan')
    .replace(/\/m\/[^/]+/, '/m/:no')
    .replace(/\/i\/[^/]+/, '/i/:no')
    .replace(/\/units\/[^/]+/, '/units/:unit')
    .replace(/\/admin\/user\/[^/]+/, '/admin/user/:login')
    .replace(/\/(slips|bulletins|doubts|jobs|f)\/(?!draft)[^/]+(\/.*)?$/, '/$1/:one$2')
    .replace(/\/plans\/new\/[0-9a-f]{64}/, '/plans/new/:document')
  const asked = [...new Set(url.searchParams.keys())].filter((key) => url.searchParams.get(key) !== '').sort()
  return asked.length === 0 ? path : `${path}?${asked.join('&')}`
}

export interface Visited {
  readonly address: string
  readonly status: number
  readonly page: Read | null
  readonly from: string
}

/**
 * Follows every link of somebody's pages, from where he begins; of one kind with other filters so many and no more.
 */
export async function crawl(
  get: (path: string) => Promise<Response>,
  begin: readonly string[],
  most = 6,
): Promise<{ readonly visited: readonly Visited[]; readonly links: number }> {
  const queue = begin.map((address) => ({ address, from: '' }))
  const known = new Set(begin)
  const kinds = new Map<string, number>()
  const visited: Visited[] = []
  let links = 0
  for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
    const { address, from } = next
    const answer = await get(address)
    const isPage = answer.headers.get('content-type')?.startsWith('text/html') ?? false
    const page = isPage ? readPage(await answer.text()) : null
    if (!isPage) await answer.arrayBuffer()
    visited.push({ address, status: answer.status, page, from })
    const onwards = [...(page?.links ?? []), answer.headers.get('location') ?? '']
    links += onwards.length
    for (const href of onwards) {
      const url = new URL(href, `http://x${address}`)
      const path = `${url.pathname}${url.search}`
      if (href === '' || url.host !== 'x' || !url.protocol.startsWith('http') || known.has(path)) continue
      known.add(path)
      const kind = kindOf(path)
      const count = (kinds.get(kind) ?? 0) + 1
      kinds.set(kind, count)
      if (count <= most) queue.push({ address: path, from: address })
    }
  }
  return { visited, links }
}
