import type { PublicIssue, PublicItem } from '../../domain/publishing/issue.ts'
import { PUBLIC_STATES } from '../../domain/publishing/words.ts'
import { Frozen, fileOf, page, type SiteWords } from './frame.tsx'

/** The lists by which somebody finds what is his without a script: each in a page of its own, a section a group. */
export const BY_UNIT = 'units.html'
export const BY_STATE = 'states.html'

export const unitsOf = (items: readonly PublicItem[]): readonly string[] => [
  ...new Set(items.flatMap(({ unit }) => unit ?? [])),
]
/** Where a group stands in its list. @example placeIn('units.html', '市财政局') */
export const placeIn = (file: string, group: string): string => `${file}#${encodeURIComponent(group)}`

interface Group {
  readonly name: string
  readonly items: readonly PublicItem[]
}

function listPage(
  title: string,
  file: string,
  groups: readonly Group[],
  issue: PublicIssue,
  words: SiteWords,
) {
  return page(
    `${title} ${issue.title}`,
    '',
    words,
    <>
      <p>
        <a href="index.html">{issue.title}</a>
      </p>
      <h1>{title}</h1>
      <Frozen issue={issue} words={words} />
      <ul>
        {groups.map(({ name, items }) => (
          <li>
            <a href={placeIn(file, name)}>{name}</a> {items.length} 项
          </li>
        ))}
      </ul>
      {groups.map(({ name, items }) => (
        <section id={name}>
          <h2>
            {name}（{items.length} 项）
          </h2>
          <ul>
            {items.map((item) => (
              <li>
                <a href={fileOf(item)}>{item.no}</a> {item.text ?? item.task ?? ''} {item.state}
              </li>
            ))}
          </ul>
        </section>
      ))}
    </>,
  )
}

/** By state always; by unit where units are published. */
export function listPages(issue: PublicIssue, words: SiteWords): readonly (readonly [string, string])[] {
  const { items } = issue
  const states = PUBLIC_STATES.map((name) => ({ name, items: items.filter(({ state }) => state === name) }))
  const units = unitsOf(items).map((name) => ({ name, items: items.filter(({ unit }) => unit === name) }))
  const shown = states.filter((group) => group.items.length > 0)
  return [
    [BY_STATE, listPage('按情况', BY_STATE, shown, issue, words)],
    ...(units.length === 0 ? [] : ([[BY_UNIT, listPage('按单位', BY_UNIT, units, issue, words)]] as const)),
  ]
}
