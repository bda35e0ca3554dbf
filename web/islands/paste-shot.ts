import { ISLANDS as T } from '../words/islands.ts'
import { define, el } from './dom.ts'

/** A screenshot that is pasted becomes one of the files. */
define('paste-shot', (self) => {
  const field = self.closest('form')?.querySelector<HTMLInputElement>('input[type=file]')
  if (!field) return
  const says = el('p', { role: 'status', class: 'hint' })
  self.append(says)
  let count = 0
  document.addEventListener('paste', (event) => {
    const images = Array.from(event.clipboardData?.files ?? []).filter(({ type }) =>
      type.startsWith('image/'),
    )
    if (images.length === 0) return
    event.preventDefault()
    const all = new DataTransfer()
    for (const file of Array.from(field.files ?? [])) all.items.add(file)
    for (const image of images) {
      count += 1
      const named = new File([image], T.shot(count), { type: image.type })
      all.items.add(named)
      says.textContent = T.pasted(named.name, Math.ceil(named.size / 1024))
    }
    field.files = all.files
    field.dispatchEvent(new Event('change', { bubbles: true }))
  })
})
