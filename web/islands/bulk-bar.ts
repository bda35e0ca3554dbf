import { ISLANDS as T } from '../words/islands.ts'
import { define, el } from './dom.ts'

/** How many rows of the list are ticked, and all of the page at once. The boxes stand in the list, outside the form. */
define('bulk-bar', (self) => {
  const form = self.closest('form')
  if (form === null) return
  const boxes = () =>
    Array.from(document.querySelectorAll<HTMLInputElement>('input[type=checkbox]')).filter(
      (box) => box.form === form,
    )
  if (boxes().length === 0) return
  const says = el('span', { role: 'status' })
  const all = el('button', { type: 'button' }, T.pickAll)
  self.append(says, ' ', all)
  const count = () => {
    const picked = boxes().filter(({ checked }) => checked).length
    says.textContent = T.picked(picked)
    all.textContent = picked > 0 && picked === boxes().length ? T.pickNone : T.pickAll
    const which = form.querySelector<HTMLInputElement>('input[name=which][value=picked]')
    if (picked > 0 && which !== null) which.checked = true
  }
  all.addEventListener('click', () => {
    const to = boxes().some(({ checked }) => !checked)
    for (const box of boxes()) box.checked = to
    count()
  })
  document.addEventListener('change', (event) => {
    if (event.target instanceof HTMLInputElement && event.target.name === 'pick') count()
  })
  count()
})
