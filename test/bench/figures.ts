/** One compared measure: Duban's figure beside the bare workflows' of the same run. */
export interface Figure {
  readonly name: string
  readonly unit: string
  readonly duban: number
  readonly bare: number
  /** ≥: Duban's share of the bare rate to reach. ≤: how many times the bare cost it may be. */
  readonly reach: { readonly sign: '≥' | '≤'; readonly times: number }
  readonly about: string
}

/** A figure of Duban's own that has no bare counterpart. */
export interface Reading {
  readonly name: string
  readonly value: string
  readonly about: string
}

export const ratioOf = (figure: Figure): number => figure.duban / figure.bare

export const reached = ({ reach, ...figure }: Figure): boolean => {
  const ratio = ratioOf({ ...figure, reach })
  return reach.sign === '≥' ? ratio >= reach.times : ratio <= reach.times
}

const round = (value: number): string =>
  value >= 100 ? value.toFixed(0) : value >= 10 ? value.toFixed(1) : value.toFixed(2)

/** Both tables as Markdown, without one that is empty; what fell short stands first. */
export function markdown(figures: readonly Figure[], readings: readonly Reading[]): string {
  const inOrder = [...figures].sort((a, b) => Number(reached(a)) - Number(reached(b)))
  const rows = inOrder.map((f) => {
    const ratio = ratioOf(f).toFixed(2)
    const verdict = reached(f) ? 'yes' : '**no**'
    return `| ${f.name} | ${round(f.duban)} ${f.unit} | ${round(f.bare)} ${f.unit} | ${ratio} | ${f.reach.sign} ${f.reach.times} | ${verdict} | ${f.about} |`
  })
  const compared = [
    '| measure | Duban | bare | ratio | to reach | reached | how |',
    '| --- | --- | --- | --- | --- | --- | --- |',
    ...rows,
  ]
  const alone = [
    '| figure | value | how |',
    '| --- | --- | --- |',
    ...readings.map((r) => `| ${r.name} | ${r.value} | ${r.about} |`),
  ]
  return [...(figures.length > 0 ? [compared] : []), ...(readings.length > 0 ? [alone] : [])]
    .map((lines) => lines.join('\n'))
    .join('\n\n')
}

/** The value below which this share of the sorted list lies. */
export const percentile = (values: readonly number[], share: number): number => {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0
}

/** What one piece of work takes at several sizes, smallest first. */
export interface Growth {
  readonly name: string
  readonly what: string
  readonly sizes: readonly number[]
  readonly seconds: readonly number[]
  readonly about: string
}

/** Seconds at each size, and how many times the first the last takes: 16 is in proportion, 1 is not at all. */
export function growthTable(list: readonly Growth[]): string {
  const rows = list.map((g) => {
    const cells = g.sizes.map((size, i) => `${round(g.seconds[i] ?? 0)} s (${size})`)
    const times = (g.seconds.at(-1) ?? 0) / (g.seconds[0] ?? 1)
    const bigger = (g.sizes.at(-1) ?? 0) / (g.sizes[0] ?? 1)
    return `| ${g.name} | ${g.what} | ${cells.join(' → ')} | ${times.toFixed(1)} × at ${bigger.toFixed(0)} × | ${g.about} |`
  })
  return ['| what | size in | takes | grows | how |', '| --- | --- | --- | --- | --- |', ...rows].join('\n')
}
