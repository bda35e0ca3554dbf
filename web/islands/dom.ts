/** A new element with its attributes and what is in it. */
export function el<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes: Readonly<Record<string, string>> = {},
  ...inside: readonly (Node | string)[]
): HTMLElementTagNameMap[K] {
  const made = document.createElement(tag)
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value)
  made.append(...inside)
  return made
}

/** Calls at most once, `ms` after the last call. */
export function settled(ms: number, work: () => void): () => void {
  let timer = 0
  return () => {
    window.clearTimeout(timer)
    timer = window.setTimeout(work, ms)
  }
}

/**
 * What is typed, when it stands: not while an input method composes, where a half-written syllable would be taken for a
 * word.
 */
export function onTyped(field: HTMLElement, ms: number, work: () => void): void {
  const later = settled(ms, work)
  field.addEventListener('input', (event) => {
    if (!(event as InputEvent).isComposing) later()
  })
  field.addEventListener('compositionend', later)
}

/** A page of ours, read but not shown; null: it could not be had. */
export async function pageAt(url: string, init: RequestInit = {}): Promise<Document | null> {
  try {
    const answer = await fetch(url, { credentials: 'same-origin', ...init })
    return new DOMParser().parseFromString(await answer.text(), 'text/html')
  } catch {
    return null
  }
}

/** An element that is there only with script. */
export function define(name: string, connected: (self: HTMLElement) => void): void {
  if (customElements.get(name)) return
  customElements.define(
    name,
    class extends HTMLElement {
      private begun = false
      connectedCallback(): void {
        if (this.begun) return
        this.begun = true
        connected(this)
      }
    },
  )
}
