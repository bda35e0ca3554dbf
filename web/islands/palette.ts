import { ISLANDS as T } from '../words/islands.ts'
import { el, onTyped } from './dom.ts'

/** A box over the page that Escape closes and out of which the focus does not go; then it is where it was. */
function box(
  label: string,
  ...inside: readonly Node[]
): { readonly close: () => void; readonly it: HTMLElement } {
  const before = document.activeElement
  const shut = el('button', { type: 'button' }, T.close)
  const it = el(
    'div',
    { class: 'palette', role: 'dialog', 'aria-modal': 'true', 'aria-label': label },
    ...inside,
    shut,
  )
  const veil = el('div', { class: 'veil' }, it)
  const close = () => {
    veil.remove()
    if (before instanceof HTMLElement) before.focus()
  }
  shut.addEventListener('click', close)
  veil.addEventListener('click', (event) => {
    if (event.target === veil) close()
  })
  veil.addEventListener('keydown', (event) => {
    event.stopPropagation()
    if (event.isComposing) return
    if (event.key === 'Escape') close()
    if (event.key !== 'Tab') return
    const all = Array.from(it.querySelectorAll<HTMLElement>('input, a, button'))
    const [first, last] = [all[0], all[all.length - 1]]
    if (event.shiftKey && document.activeElement === first) last?.focus()
    else if (!event.shiftKey && document.activeElement === last) first?.focus()
    else return
    event.preventDefault()
  })
  document.querySelector('.veil')?.remove()
  document.body.append(veil)
  return { close, it }
}

/** Where one can go from here: the menu, the plan's views, what can be done. */
const places = () =>
  Array.from(
    document.querySelectorAll<HTMLAnchorElement>(
      '.top nav a, main a.tab, main a.button, main h1 a, main h2 a',
    ),
  )
    .map((link) => [link.textContent?.trim() ?? '', link.href] as const)
    .filter(([name, href], i, all) => name !== '' && all.findIndex((one) => one[1] === href) === i)

export function openPalette(): void {
  const field = el('input', { type: 'search', 'aria-label': T.palette, autocomplete: 'off' })
  const list = el('ul', { class: 'plain' })
  const { it } = box(T.palette, field, el('p', { class: 'hint' }, T.paletteHint), list)
  const all = places()
  const show = () => {
    const q = field.value.trim()
    const found = all.filter(([name]) => name.includes(q)).slice(0, 12)
    const search = [T.searchFor(q), `/search?${new URLSearchParams({ q })}`] as const
    list.replaceChildren(
      ...[...found, ...(q === '' ? [] : [search])].map(([name, href]) =>
        el('li', {}, el('a', { href }, name)),
      ),
    )
  }
  onTyped(field, 0, show)
  it.addEventListener('keydown', (event) => {
    if (event.isComposing) return
    const links = Array.from(list.querySelectorAll('a'))
    const at = links.indexOf(document.activeElement as HTMLAnchorElement)
    if (event.key === 'ArrowDown') links[Math.min(links.length - 1, at + 1)]?.focus()
    else if (event.key === 'ArrowUp') (links[at - 1] ?? field).focus()
    else if (event.key === 'Enter' && event.target === field) {
      // What is typed now, also where the list is still that of the letter before.
      show()
      list.querySelector('a')?.click()
    } else return
    event.preventDefault()
  })
  show()
  field.focus()
}

export function openKeys(): void {
  const rows = T.keyList.map(([key, says]) =>
    el('div', {}, el('dt', {}, el('kbd', {}, key)), el('dd', {}, says)),
  )
  const { it } = box(
    T.keys,
    el('h2', {}, T.keys),
    el('dl', { class: 'keys' }, ...rows),
    el('p', { class: 'hint' }, T.keysOff),
  )
  it.querySelector('button')?.focus()
}
