import { type BadLine, GOOD_LINE, type Line } from './proxy.ts'
import { type End, nothing, type Target } from './target.ts'

/** What a connection through a proxy can suffer. */
export function lines(target: string, proxy: BadLine): readonly Target[] {
  const as = (line: Partial<Line>): End => {
    proxy.line({ ...GOOD_LINE, ...line })
    return () => proxy.line(GOOD_LINE)
  }
  return [
    {
      target,
      kind: 'cut',
      weight: 6,
      seconds: [0, 0],
      begin() {
        proxy.cut()
        return nothing
      },
    },
    { target, kind: 'closed', weight: 3, seconds: [1, 8], begin: () => as({ closed: true }) },
    {
      target,
      kind: 'slow',
      weight: 3,
      seconds: [2, 8],
      begin: (draw) => as({ delayMs: 100 + Math.round(draw * 900) }),
    },
    {
      target,
      kind: 'swallows',
      weight: 8,
      seconds: [2, 14],
      begin: (draw) => as({ swallows: (['up', 'down', 'both'] as const)[Math.floor(draw * 3)] }),
    },
  ]
}
