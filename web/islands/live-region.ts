import { ISLANDS as T } from '../words/islands.ts'
import { define, el, pageAt, settled } from './dom.ts'

/** After how long a stream that was refused is asked for again. */
const AGAIN_MS = 10_000

/**
 * Rows that changed are asked for again and put in their place; the focus stays where it is, and a row that somebody is
 * in is left alone. One who looks at one measure is told, and opens it again himself.
 */
define('live-region', (self) => {
  const { plan = '', no = '', every } = self.dataset
  if (every !== undefined) {
    window.setTimeout(() => window.location.reload(), Number(every) * 1000)
    return
  }
  const says = el('p', { role: 'status' })
  self.append(says)
  const changed = new Set<string>()
  const rows = (page: ParentNode) => Array.from(page.querySelectorAll<HTMLElement>('tr[data-row]'))
  const keyOf = (row: HTMLElement) => row.dataset.row ?? ''
  const refresh = async () => {
    const keys = new Set(changed)
    changed.clear()
    if (no !== '') {
      if (!keys.has(`${plan} ${no}`)) return
      const again = el('a', { href: window.location.pathname }, T.reload)
      return says.replaceChildren(`${T.refresh} `, again)
    }
    const here = rows(document).filter((row) => keys.has(keyOf(row)))
    if (here.length === 0) return
    const page = await pageAt(window.location.href)
    if (page === null) return
    const fresh = new Map(rows(page).map((row) => [keyOf(row), row]))
    const told: string[] = []
    for (const row of here) {
      const next = fresh.get(keyOf(row))
      if (next === undefined || row.contains(document.activeElement) || next.isEqualNode(row)) continue
      const picked = row.querySelector<HTMLInputElement>('input[type=checkbox]')?.checked ?? false
      const placed = document.importNode(next, true)
      const box = placed.querySelector<HTMLInputElement>('input[type=checkbox]')
      if (box) box.checked = picked
      placed.classList.add('fresh')
      row.replaceWith(placed)
      told.push(keyOf(row).split(' ').slice(1).join(' '))
    }
    if (told.length > 0) says.textContent = T.changed(told.join('、'))
  }
  const later = settled(1500, () => void refresh())
  let stream: EventSource | null = null
  let [heardOnce, lost] = [false, false]
  const listen = () => {
    const heard = new EventSource(`/api/v1/stream${plan === '' ? '' : `?${new URLSearchParams({ plan })}`}`)
    stream = heard
    heard.addEventListener('change', (event) => {
      const { plan: of, no: about } = JSON.parse((event as MessageEvent<string>).data) as Record<
        string,
        string
      >
      changed.add(`${of} ${about}`)
      later()
    })
    heard.addEventListener('ready', () => {
      heardOnce = true
      if (!lost) return
      lost = false
      says.textContent = T.back
      // What came meanwhile was not heard.
      for (const row of rows(document)) changed.add(keyOf(row))
      later()
    })
    heard.onerror = () => {
      // One who was never let in has lost nothing: a session has few streams.
      if (heardOnce && !lost) says.textContent = T.lost
      lost = heardOnce
      // The browser tries again by itself, but for an answer that was no stream.
      if (heard.readyState !== EventSource.CLOSED) return
      heard.close()
      window.setTimeout(() => {
        if (stream === heard && !document.hidden) listen()
      }, AGAIN_MS)
    }
  }
  // A page that nobody looks at holds no stream open: a session has few.
  document.addEventListener('visibilitychange', () => {
    if (document.hidden) {
      stream?.close()
      stream = null
    } else if (stream === null) listen()
  })
  if (!document.hidden) listen()
})
