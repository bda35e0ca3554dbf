import { type Block, blocksOf } from '../../documents/official/paper.ts'

const Lines = ({ head, rows, title }: Extract<Block, { kind: 'table' }> & { title: string }) => (
  <div class="scroll">
    <table class="list">
      <caption class="visually-hidden">{title}</caption>
      <thead>
        <tr>
          {head.map((one) => (
            <th scope="col">{one}</th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr>
            {row.map((cell, i) => (
              <td data-label={head[i]} class={/^[!-~]{1,14}$/.test(cell) ? 'nowrap' : undefined}>
                {cell}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  </div>
)

/** A bulletin as people read it: the blocks of its Markdown, whose every word is in them. */
export function PaperText({ text }: { text: string }) {
  const { title, blocks } = blocksOf(text)
  let under = title
  return (
    <article class="panel paper">
      <h2 class="title">{title}</h2>
      {blocks.map((block) => {
        if (block.kind === 'para') return <p>{block.text}</p>
        if (block.kind === 'table') return <Lines {...block} title={under} />
        under = block.text
        return block.level === 1 ? <h3>{block.text}</h3> : <h4>{block.text}</h4>
      })}
    </article>
  )
}
