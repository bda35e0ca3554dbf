import { MODULES, PARTS, type Part } from './versions.ts'

const EVERY_MS = process.stderr.isTTY ? 500 : 10_000

const clock = (seconds: number): string =>
  seconds >= 60
    ? `${Math.floor(seconds / 60)} 分 ${Math.round(seconds % 60)} 秒`
    : `${Math.max(1, Math.round(seconds))} 秒`

/** Share of the whole build done, 0 to 1: downloads are a tenth of it, compiled packages the rest. */
function shareDone(modules: number, compiled: number, parts: readonly Part[] = PARTS): number {
  const packages = parts.reduce((sum, part) => sum + part.packages, 0)
  return 0.1 * Math.min(1, modules / MODULES) + 0.9 * Math.min(1, compiled / packages)
}

/** Shows how far `go install -v` is and about how long it takes yet, at most every half second. */
export class Progress {
  private modules = 0
  private compiled = 0
  private shown = 0
  private readonly began = Date.now()
  private current: Part | undefined
  private readonly say: (line: string) => void
  private readonly ticker: NodeJS.Timeout
  private readonly parts: readonly Part[]

  constructor(say: (line: string) => void, parts: readonly Part[] = PARTS) {
    this.say = say
    this.parts = parts
    this.ticker = setInterval(() => this.show(), EVERY_MS)
    this.ticker.unref()
  }

  line(part: Part, line: string): void {
    if (this.current !== part && this.current) this.compiled = Math.max(this.compiled, this.current.packages)
    this.current = part
    if (line.startsWith('go: downloading')) this.modules += 1
    else if (/^[a-z0-9.-]+(\/|$)/i.test(line)) this.compiled += 1
    if (Date.now() - this.shown > EVERY_MS) this.show()
  }

  private show(): void {
    this.shown = Date.now()
    const share = shareDone(this.modules, this.compiled, this.parts)
    const seconds = (Date.now() - this.began) / 1000
    const left = share > 0.02 && share < 1 ? `，大约还要 ${clock((seconds / share) * (1 - share))}` : ''
    const text = `  ${this.current?.title ?? '准备'}：${Math.round(share * 100)}%（已下载 ${this.modules} 个模块，已编译 ${this.compiled} 个包），用了 ${clock(seconds)}${left}`
    if (process.stderr.isTTY) process.stderr.write(`\r\u001b[K${text}`)
    else this.say(text)
  }

  stop(): void {
    clearInterval(this.ticker)
    if (process.stderr.isTTY && this.shown > 0) process.stderr.write('\n')
  }

  done(): void {
    this.say(`编译完成，用了 ${clock((Date.now() - this.began) / 1000)}`)
  }
}
