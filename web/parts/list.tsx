import type { Child } from 'hono/jsx'

/** The one table of lists: scrolls by itself, becomes cards on a phone; a row's cells stand under `heads` in order. */
export const List = ({
  caption,
  heads,
  rows,
  nowrap = [],
  keys = [],
}: {
  caption: string
  heads: readonly string[]
  rows: readonly (readonly Child[])[]
  /** Columns that stay on one line. */
  nowrap?: readonly number[]
  /** By what each row is known when it changes (islands/live-region.ts). */
  keys?: readonly string[]
}) => (
  <div class="scroll">
    <table class="list">
      <caption>{caption}</caption>
      <thead>
        <tr>{heads.map((head) => (head === '' ? <td /> : <th scope="col">{head}</th>))}</tr>
      </thead>
      <tbody>
        {rows.map((cells, n) => (
          <tr data-row={keys[n]}>
            {cells.map((cell, i) => (
              <td data-label={heads[i] || undefined} class={nowrap.includes(i) ? 'nowrap' : undefined}>
                {cell}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  </div>
)
