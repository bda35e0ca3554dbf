import { ISLANDS as T } from '../words/islands.ts'
import { define, el, onTyped } from './dom.ts'

let count = 0

/** A unit by its name or the initials of its pinyin (szj → 市财政局); without script it is typed in full. */
define('unit-picker', (self) => {
  const field = self.querySelector('input')
  if (field === null) return
  count += 1
  const id = `units-${count}`
  const list = el('ul', { role: 'listbox', id, class: 'options', hidden: '', 'aria-label': T.palette })
  const says = el('p', { role: 'status', class: 'visually-hidden' })
  self.append(list, says)
  for (const [name, value] of [
    ['role', 'combobox'],
    ['aria-autocomplete', 'list'],
    ['aria-controls', id],
    ['aria-expanded', 'false'],
    ['autocomplete', 'off'],
  ] as const)
    field.setAttribute(name, value)
  let at = -1
  const options = () => Array.from(list.children) as HTMLElement[]
  const close = () => {
    list.hidden = true
    at = -1
    field.setAttribute('aria-expanded', 'false')
    field.removeAttribute('aria-activedescendant')
  }
  const take = (option: HTMLElement | undefined) => {
    if (option === undefined) return
    field.value = option.textContent ?? ''
    close()
    field.dispatchEvent(new Event('change', { bubbles: true }))
  }
  const mark = (to: number) => {
    const all = options()
    if (all.length === 0) return
    at = (to + all.length) % all.length
    all.forEach((option, i) => {
      option.setAttribute('aria-selected', String(i === at))
    })
    field.setAttribute('aria-activedescendant', all[at]?.id ?? '')
    all[at]?.scrollIntoView({ block: 'nearest' })
  }
  const ask = async () => {
    const q = field.value.trim()
    if (q === '') return close()
    const answer = await fetch(`/hints/units?${new URLSearchParams({ q })}`).catch(() => null)
    if (answer === null || !answer.ok || field.value.trim() !== q) return
    const names = (await answer.json()) as readonly string[]
    list.replaceChildren(
      ...names.map((name, i) => {
        const option = el('li', { role: 'option', id: `${id}-${i}`, 'aria-selected': 'false' }, name)
        // Before the field loses the focus, which closes the list.
        option.addEventListener('mousedown', (event) => {
          event.preventDefault()
          take(option)
        })
        return option
      }),
    )
    at = -1
    list.hidden = names.length === 0 || (names.length === 1 && names[0] === q)
    field.setAttribute('aria-expanded', String(!list.hidden))
    says.textContent = list.hidden && names.length > 0 ? '' : T.units(names.length)
  }
  onTyped(field, 150, () => void ask())
  field.addEventListener('blur', close)
  field.addEventListener('keydown', (event) => {
    if (event.isComposing || list.hidden) return
    if (event.key === 'ArrowDown') mark(at + 1)
    else if (event.key === 'ArrowUp') mark(at - 1)
    else if (event.key === 'Enter' && at >= 0) take(options()[at])
    else if (event.key === 'Escape') close()
    else return
    event.preventDefault()
  })
})
