import { openKeys, openPalette } from './palette.ts'

const FIELDS = 'input, textarea, select, [contenteditable]'
const plan = () => /^\/p\/[^/]+/.exec(window.location.pathname)?.[0] ?? ''
const GOES: Readonly<Record<string, () => string>> = {
  o: () => plan() || '/',
  m: () => `${plan()}/measures`,
  r: () => '/review',
  n: () => (plan() ? `${plan()}/notices` : '/plans'),
  b: () => (plan() ? `${plan()}/bulletins` : '/plans'),
}
const rows = () => Array.from(document.querySelectorAll<HTMLElement>('main tbody tr'))
const rowAt = () => rows().findIndex((row) => row.contains(document.activeElement))

function move(by: number): void {
  const all = rows()
  const to = all[Math.min(all.length - 1, Math.max(0, rowAt() + by))]
  // The link, also behind a box to tick: Enter opens the row, x ticks it.
  const link = to?.querySelector<HTMLElement>('a') ?? to?.querySelector<HTMLElement>('button, input')
  link?.focus()
  to?.scrollIntoView({ block: 'nearest' })
}

function tick(): void {
  const box = rows()[rowAt()]?.querySelector<HTMLInputElement>('input[type=checkbox]')
  box?.click()
}

function search(): void {
  const field = document.querySelector<HTMLInputElement>('main input[type=search]')
  if (field) field.focus()
  else window.location.assign('/search')
}

/** Keys of the lists. None in a field, none while an input method composes, none where they were switched off. */
export function listenToKeys(): void {
  let going = 0
  document.addEventListener('keydown', (event) => {
    if (event.isComposing || event.altKey || document.body.dataset.keys === 'off') return
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 'k') {
      event.preventDefault()
      return openPalette()
    }
    const inField = event.target instanceof Element && event.target.matches(FIELDS)
    if (
      event.ctrlKey ||
      event.metaKey ||
      (inField && !(event.target as HTMLInputElement).matches('[type=checkbox]'))
    )
      return
    const to = going > 0 ? GOES[event.key] : undefined
    window.clearTimeout(going)
    going = 0
    if (to !== undefined) window.location.assign(to())
    else if (event.key === 'g') {
      going = window.setTimeout(() => {
        going = 0
      }, 1500)
      return
    } else if (event.key === '/') search()
    else if (event.key === '?') openKeys()
    else if (event.key === 'j') move(1)
    else if (event.key === 'k') move(-1)
    else if (event.key === 'x') tick()
    else return
    event.preventDefault()
  })
}
