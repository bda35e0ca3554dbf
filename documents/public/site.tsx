import type { IsoDate } from '../../domain/calendar/date.ts'
import { itemFile, type PublicIssue, type PublicItem, publicCounts } from '../../domain/publishing/issue.ts'
import { PUBLIC_STATES } from '../../domain/publishing/words.ts'
import { dataAtom, dataColumns, dataCsv, dataIcs, dataJson, type Published } from './data.ts'
import { Day, Frozen, fileOf, page, type SiteWords } from './frame.tsx'
import { itemPage } from './item-page.tsx'
import { BY_STATE, BY_UNIT, listPages, placeIn, unitsOf } from './lists.tsx'
import { PUBLIC_CSS } from './style.ts'

const Units = ({ items }: { items: readonly PublicItem[] }) => {
  const units = unitsOf(items)
  if (units.length === 0) return null
  const words = PUBLIC_STATES.filter((word) => items.some(({ state }) => state === word))
  return (
    <table>
      <caption>各单位</caption>
      <thead>
        <tr>
          <th scope="col">单位</th>
          <th scope="col">措施</th>
          {words.map((word) => (
            <th scope="col">{word}</th>
          ))}
        </tr>
      </thead>
      <tbody>
        {units.map((unit) => {
          const own = items.filter((item) => item.unit === unit)
          return (
            <tr>
              <th scope="row">
                <a href={placeIn(BY_UNIT, unit)}>{unit}</a>
              </th>
              <td>{own.length}</td>
              {words.map((word) => (
                <td>{own.filter(({ state }) => state === word).length}</td>
              ))}
            </tr>
          )
        })}
      </tbody>
    </table>
  )
}

function home({ issue, changes }: Published, words: SiteWords): string {
  const done = issue.items
    .flatMap((item) => item.parts.map((part) => ({ item, part })))
    .filter(({ part }) => part.doneOn)
    .sort((a, b) => ((a.part.doneOn ?? '') < (b.part.doneOn ?? '') ? 1 : -1))
    .slice(0, 10)
  return page(
    issue.title,
    '',
    words,
    <>
      <h1>{issue.title}</h1>
      <Frozen issue={issue} words={words} />
      <p>
        {issue.items.length} 项措施：
        {publicCounts(issue.items, PUBLIC_STATES).map(([word, n], i) => (
          <>
            {i > 0 && '，'}
            <a href={placeIn(BY_STATE, word)}>{word}</a> {n}
          </>
        ))}
        。
      </p>
      <p>
        <a href="data.html">数据和字段说明</a>
        {changes.length > 0 && ` 本次变化 ${changes.length} 处，见 changes.atom。`}
      </p>
      <Units items={issue.items} />
      {done.length > 0 && (
        <>
          <h2>最近办结</h2>
          <ul>
            {done.map(({ item, part }) => (
              <li>
                <Day on={part.doneOn} /> <a href={fileOf(item)}>{item.no}</a> {item.text ?? item.task}{' '}
                {part.state}
              </li>
            ))}
          </ul>
        </>
      )}
      <table>
        <caption>全部措施</caption>
        <thead>
          <tr>
            <th scope="col">序号</th>
            {issue.fields.includes('task') && <th scope="col">工作任务</th>}
            {issue.fields.includes('text') && <th scope="col">具体措施</th>}
            {issue.fields.includes('unit') && <th scope="col">牵头单位</th>}
            <th scope="col">情况</th>
          </tr>
        </thead>
        <tbody>
          {issue.items.map((item) => (
            <tr>
              <th scope="row">
                <a href={fileOf(item)}>{item.no}</a>
              </th>
              {item.task !== undefined && <td>{item.task}</td>}
              {item.text !== undefined && <td>{item.text}</td>}
              {item.unit !== undefined && <td>{item.unit}</td>}
              <td class={`state s${PUBLIC_STATES.indexOf(item.state)}`}>{item.state}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </>,
  )
}

const DATA: readonly (readonly [file: string, says: string])[] = [
  ['data.csv', '表格，UTF-8 带 BOM，一行一件应办事项'],
  ['data.json', 'JSON，与表格同样的内容，另有字段说明'],
  ['changes.atom', '历次公布的变化（Atom）'],
  ['due.ics', '到期日历（iCalendar，全天）'],
]

const dataPage = (issue: PublicIssue, words: SiteWords): string =>
  page(
    `数据 ${issue.title}`,
    '',
    words,
    <>
      <p>
        <a href="index.html">{issue.title}</a>
      </p>
      <h1>数据</h1>
      <Frozen issue={issue} words={words} />
      <ul>
        {DATA.map(([file, says]) => (
          <li>
            <a href={file}>{file}</a> {says}
          </li>
        ))}
      </ul>
      <table>
        <caption>字段</caption>
        <thead>
          <tr>
            <th scope="col">字段</th>
            <th scope="col">意思</th>
          </tr>
        </thead>
        <tbody>
          {dataColumns(issue).map(({ title, means }) => (
            <tr>
              <th scope="row">{title}</th>
              <td>{means}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </>,
  )

/**
 * What is published of a plan, as files that any web server gives out: nothing in them runs, leads elsewhere or knows
 * where it lies.
 * @param history every publication, the oldest first; the last is shown
 */
export function publicSite(history: readonly Published[], words: SiteWords): ReadonlyMap<string, string> {
  const now = history.at(-1)
  if (now === undefined) return new Map()
  const { issue } = now
  return new Map([
    ['index.html', home(now, words)],
    ...listPages(issue, words),
    ['data.html', dataPage(issue, words)],
    ['style.css', PUBLIC_CSS],
    ['data.csv', dataCsv(issue)],
    ['data.json', dataJson(now, words.licence)],
    ['changes.atom', dataAtom(history, words.office)],
    ['due.ics', dataIcs(now)],
    ...issue.items.map((item) => [itemFile(item.no), itemPage(issue, item, words)] as const),
  ])
}

/** What stands at the address of a plan that is published no more. */
export const withdrawnSite = (
  title: string,
  { on, reason }: { readonly on: IsoDate; readonly reason: string },
  words: SiteWords,
): ReadonlyMap<string, string> =>
  new Map([
    ['style.css', PUBLIC_CSS],
    [
      'index.html',
      page(
        title,
        '',
        words,
        <>
          <h1>{title}</h1>
          <p>
            <Day on={on} />
            已停止公布：{reason}
          </p>
        </>,
      ),
    ],
  ])
