import { define, onTyped } from './dom.ts'

/** Beside a date: its weekday and 休/班, as the server's calendar has it. No date is reckoned in the browser. */
define('date-hint', (self) => {
  const field = document.getElementById(self.getAttribute('for') ?? '')
  if (!(field instanceof HTMLInputElement)) return
  self.setAttribute('role', 'status')
  const ask = async () => {
    const typed = field.value.trim()
    if (typed === '') {
      self.textContent = ''
      return
    }
    try {
      const answer = await fetch(`/hints/date?${new URLSearchParams({ on: typed })}`)
      const says = answer.ok ? await answer.text() : ''
      if (field.value.trim() === typed) self.textContent = says
    } catch {
      self.textContent = ''
    }
  }
  onTyped(field, 250, () => void ask())
  field.addEventListener('change', () => void ask())
  void ask()
})
