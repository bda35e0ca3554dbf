import { says } from './messages.ts'
import { estimate, readGoLine, saySeconds } from './progress.ts'

/** Shows how far one program's build is: a living line on a terminal, a line every few seconds elsewhere. */
export interface Meter {
  line(text: string): void
  planned(toCompile: number): void
  done(): void
  stop(): void
}

const redrawMs = 500
const quietMs = 15_000

export function startMeter(title: string, log: (line: string) => void): Meter {
  const begun = Date.now()
  let phaseBegun = begun
  let modules = 0
  let compiled = 0
  let toCompile: number | null = null
  let last = { text: '', at: 0 }
  const live = process.stderr.isTTY === true

  const text = (): string => {
    if (toCompile === null) return says.resolving(title, modules)
    if (compiled >= toCompile) return says.linking(title)
    const { fraction, secondsLeft } = estimate({ toCompile, compiled, startedAtMs: phaseBegun }, Date.now())
    const left = secondsLeft === null ? null : saySeconds(secondsLeft)
    return says.compiling(title, compiled, toCompile, Math.floor(fraction * 100), left)
  }
  const show = (): void => {
    const now = text()
    if (live) {
      process.stderr.write(`\r\x1b[2K${now}`)
    } else if (now !== last.text && Date.now() - last.at >= quietMs) {
      last = { text: now, at: Date.now() }
      log(now)
    }
  }
  const clear = (): void => {
    if (live) process.stderr.write('\r\x1b[2K')
  }
  const timer = setInterval(show, redrawMs)
  timer.unref()
  return {
    line(said) {
      const read = readGoLine(said)
      if (read.kind === 'download') modules += 1
      // Before the plan is known a bare word is the dry run's, not a compiled package.
      if (read.kind === 'package' && toCompile !== null) compiled += 1
    },
    planned(count) {
      toCompile = count
      phaseBegun = Date.now()
    },
    done() {
      clear()
      log(says.built(title, Math.round((Date.now() - begun) / 1000)))
    },
    stop() {
      clearInterval(timer)
      clear()
    },
  }
}
