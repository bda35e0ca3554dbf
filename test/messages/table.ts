import type { Outcome, Sent } from './storm.ts'

const OUTCOMES = ['refused', 'taken', 'failed', 'silent'] as const satisfies readonly Outcome[]

const markdown = (head: readonly string[], rows: readonly (readonly (string | number)[])[]): string =>
  [head, head.map(() => '---'), ...rows].map((row) => `| ${row.join(' | ')} |`).join('\n')

/** What came of each kind of message, by a key of it; sorted. */
function counted(sent: readonly Sent[], keyOf: (one: Sent) => readonly string[]) {
  const rows = new Map<string, { key: readonly string[]; of: Sent[] }>()
  for (const one of sent) {
    const key = keyOf(one)
    const row = rows.get(key.join('|')) ?? { key, of: [] }
    row.of.push(one)
    rows.set(key.join('|'), row)
  }
  return [...rows].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, row]) => row)
}

const outcomesOf = (sent: readonly Sent[]): readonly number[] =>
  OUTCOMES.map((name) => sent.filter(({ outcome }) => outcome === name).length)

/** name × place × kind, counted, with what came of it; as Markdown. */
export const tableOf = (sent: readonly Sent[]): string =>
  markdown(
    ['message', 'place', 'junk', ...OUTCOMES],
    counted(sent, ({ shot: { way, name, place, kind } }) => [`${way} ${name}`, place || '(whole)', kind]).map(
      ({ key, of }) => [...key, ...outcomesOf(of)],
    ),
  )

/** A row for each name: how many places and kinds of junk it got, and what came of all of it. */
export const briefOf = (sent: readonly Sent[]): string =>
  markdown(
    ['message', 'places', 'kinds', 'places × kinds', 'sent', ...OUTCOMES],
    counted(sent, ({ shot: { way, name } }) => [`${way} ${name}`]).map(({ key, of }) => {
      const different = (part: (one: Sent) => string) => new Set(of.map(part)).size
      return [
        ...key,
        different(({ shot }) => shot.place),
        different(({ shot }) => shot.kind),
        different(({ shot }) => `${shot.place}|${shot.kind}`),
        of.length,
        ...outcomesOf(of),
      ]
    }),
  )
