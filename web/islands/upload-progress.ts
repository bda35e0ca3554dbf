import { ISLANDS as T } from '../words/islands.ts'
import { define, el } from './dom.ts'

const shown = (request: XMLHttpRequest, form: HTMLFormElement) => {
  const elsewhere = request.responseURL.split('#')[0] !== form.action.split('#')[0]
  if (elsewhere) return window.location.assign(request.responseURL)
  // The form again, with what was refused: in place of the one that was sent.
  const main = new DOMParser().parseFromString(request.responseText, 'text/html').querySelector('main')
  if (main === null) return window.location.reload()
  document.querySelector('main')?.replaceWith(document.importNode(main, true))
  document.querySelector<HTMLElement>('.alert')?.focus()
  window.scrollTo(0, 0)
}

/** Files on their way are seen to be; without script the browser sends the form by itself. */
define('upload-progress', (self) => {
  const form = self.closest('form')
  if (form === null) return
  form.addEventListener('submit', (event) => {
    const fields = Array.from(form.querySelectorAll<HTMLInputElement>('input[type=file]'))
    const button = (event as SubmitEvent).submitter
    if (fields.every(({ files }) => files === null || files.length === 0)) return
    event.preventDefault()
    const said = new FormData(form)
    if (button instanceof HTMLButtonElement && button.name !== '') said.set(button.name, button.value)
    const request = new XMLHttpRequest()
    const bar = el('progress', { max: '100', value: '0', 'aria-label': T.uploading(0) })
    const says = el('p', { role: 'status' })
    const cancel = el('button', { type: 'button' }, T.cancel)
    self.replaceChildren(says, bar, cancel)
    const buttons = Array.from(form.querySelectorAll<HTMLButtonElement>('button[type=submit]'))
    const busy = (is: boolean) => {
      for (const one of buttons) one.disabled = is
    }
    const failed = (text: string) => {
      busy(false)
      self.replaceChildren(el('p', { role: 'alert' }, text))
    }
    busy(true)
    let told = -1
    request.upload.onprogress = ({ loaded, total }) => {
      const percent = Math.floor((loaded / Math.max(1, total)) * 100)
      bar.value = percent
      // Every tenth: a screen reader that hears each percent hears nothing else.
      if (Math.floor(percent / 10) === told) return
      told = Math.floor(percent / 10)
      says.textContent = percent >= 100 ? T.saving : T.uploading(percent)
    }
    request.onload = () => shown(request, form)
    request.onerror = () => failed(T.offline)
    request.onabort = () => failed(T.cancelled)
    cancel.addEventListener('click', () => request.abort())
    request.open('POST', form.action)
    request.send(said)
  })
})
