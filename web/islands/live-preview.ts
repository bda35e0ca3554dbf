import { define, onTyped, pageAt, settled } from './dom.ts'

/**
 * 会怎样, said while the form is filled in: the page that the 预览 button would show is asked for, and its answer is put
 * here. What is not yet whole says nothing.
 */
define('live-preview', (self) => {
  const form = self.closest('form')
  if (form === null) return
  let asked: AbortController | null = null
  const look = async () => {
    asked?.abort()
    asked = new AbortController()
    const { signal } = asked
    const said = new FormData(form)
    for (const field of Array.from(form.querySelectorAll('input[type=file]')))
      said.delete((field as HTMLInputElement).name)
    said.set('do', 'look')
    const page = await pageAt(form.action, { method: 'POST', body: said, signal })
    if (signal.aborted) return
    const found = page?.getElementById('foreseen')
    self.replaceChildren(...(found ? [document.importNode(found, true)] : []))
    document.querySelectorAll('main > .panel > #foreseen').forEach((old) => {
      old.remove()
    })
  }
  const later = settled(500, () => void look())
  onTyped(form, 500, () => void look())
  form.addEventListener('change', later)
  if (form.checkValidity()) void look()
})
