// How far a build is, told while people wait. Plain Node, like what it tells of.

/** Modules downloaded when nothing is cached. */
const MODULES = 195

const clock = (seconds) =>
  seconds >= 60
    ? `${Math.floor(seconds / 60)} 分 ${Math.round(seconds % 60)} 秒`
    : `${Math.max(1, Math.round(seconds))} 秒`

/** How far `go install -v` is and about how long it takes yet: downloads are a tenth of it, compiled packages the rest. */
export class Progress {
  modules = 0
  compiled = 0
  began = Date.now()
  current

  constructor(parts) {
    this.parts = parts
  }

  line(part, line) {
    if (this.current !== part && this.current) this.compiled = Math.max(this.compiled, this.current.packages)
    this.current = part
    if (line.startsWith('go: downloading')) this.modules += 1
    else if (/^[a-z0-9.-]+(\/|$)/i.test(line)) this.compiled += 1
  }

  took() {
    return clock((Date.now() - this.began) / 1000)
  }

  text() {
    const packages = this.parts.reduce((sum, part) => sum + part.packages, 0)
    const share = 0.1 * Math.min(1, this.modules / MODULES) + 0.9 * Math.min(1, this.compiled / packages)
    const seconds = (Date.now() - this.began) / 1000
    const left = share > 0.02 && share < 1 ? `，大约还要 ${clock((seconds / share) * (1 - share))}` : ''
    const title = this.current?.title ?? this.parts[0]?.title
    return `${title}：${Math.round(share * 100)}%（已下载 ${this.modules} 个模块，已编译 ${this.compiled} 个包），用了 ${this.took()}${left}`
  }
}

/** Shows a text again and again while something goes on: in one line on a terminal, every ten seconds elsewhere. */
export function showing(text, say) {
  const tty = process.stderr.isTTY === true
  const show = () => (tty ? process.stderr.write(`\r\u001b[K  ${text()}`) : say(`  ${text()}`))
  const ticker = setInterval(show, tty ? 500 : 10_000)
  ticker.unref()
  /** Makes room for other lines. */
  const clear = () => {
    if (tty) process.stderr.write('\r\u001b[K')
  }
  const stop = () => {
    clearInterval(ticker)
    clear()
  }
  return { clear, stop }
}
