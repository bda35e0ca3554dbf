/**
 * How far a Go build is, told from what `go` says: first a dry run counts the packages that are not yet
 * in the build cache, then `-v` names each one as it is compiled. The linker says nothing, so a share of
 * the whole is kept for it.
 */
export interface BuildProgress {
  readonly toCompile: number
  readonly compiled: number
  readonly startedAtMs: number
}

export interface Estimate {
  /** 0 to 1. */
  readonly fraction: number
  /** Null while there is too little to judge by. */
  readonly secondsLeft: number | null
}

/** Packages that are nothing but the linker's work. */
const linkShare = 0.08
const shortestBasisMs = 15_000

/** @example estimate({ toCompile: 1000, compiled: 500, startedAtMs: 0 }, 100_000) → fraction 0.46, 117 s left */
export function estimate(progress: BuildProgress, nowMs: number): Estimate {
  const compiledShare = progress.toCompile === 0 ? 1 : Math.min(1, progress.compiled / progress.toCompile)
  const fraction = compiledShare * (1 - linkShare)
  const elapsedMs = nowMs - progress.startedAtMs
  if (elapsedMs < shortestBasisMs || fraction < 0.05) return { fraction, secondsLeft: null }
  return { fraction, secondsLeft: Math.round(((elapsedMs / fraction) * (1 - fraction)) / 1000) }
}

/** The packages a dry run (`go install -n`) would compile: it heads each one's commands with its path. */
export function countPlanned(dryRun: string): number {
  const heads = dryRun.matchAll(/^#\n# (\S+)\n#$/gm)
  return new Set([...heads].map((head) => head[1])).size
}

export type GoLine =
  | { readonly kind: 'download'; readonly module: string }
  | { readonly kind: 'package'; readonly path: string }
  | { readonly kind: 'other'; readonly text: string }

/** What one line of `go install -v` tells. */
export function readGoLine(line: string): GoLine {
  const download = /^go: downloading (\S+) (\S+)/.exec(line)
  if (download) return { kind: 'download', module: `${download[1]} ${download[2]}` }
  if (/^[a-z0-9][\w.~/-]*$/i.test(line)) return { kind: 'package', path: line }
  return { kind: 'other', text: line }
}

/** @example 190 → '约3分10秒' */
export function saySeconds(seconds: number): string {
  if (seconds < 60) return `约${seconds}秒`
  const rest = seconds % 60
  return `约${Math.floor(seconds / 60)}分${rest === 0 ? '钟' : `${rest}秒`}`
}
