import { ISLANDS as T } from '../words/islands.ts'
import { define, el } from './dom.ts'

const WARN_S = 120

/** Two minutes before a session ends it is said, and can be put off; afterwards what is filled in stays. */
define('session-guard', (self) => {
  let timer = 0
  const begin = (seconds: number) => {
    window.clearTimeout(timer)
    timer = window.setTimeout(warn, Math.max(0, seconds - WARN_S) * 1000)
  }
  const stay = async () => {
    const answer = await fetch('/hints/session').catch(() => null)
    if (answer === null) return self.replaceChildren(el('p', { role: 'alert' }, T.offline))
    if (answer.redirected || !answer.ok) return over()
    const { seconds } = (await answer.json()) as { readonly seconds: number }
    self.replaceChildren(el('p', { role: 'status' }, T.stayed))
    window.setTimeout(() => self.replaceChildren(), 4000)
    begin(seconds)
  }
  const warn = () => {
    const more = el('button', { type: 'button' }, T.stay)
    more.addEventListener('click', () => void stay())
    self.replaceChildren(el('p', { role: 'alert' }, T.soon), more)
    timer = window.setTimeout(over, WARN_S * 1000)
  }
  const over = () => {
    window.clearTimeout(timer)
    self.replaceChildren(el('p', { role: 'alert' }, T.over))
  }
  begin(Number(self.dataset.seconds))
})
