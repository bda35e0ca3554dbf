import type { Child } from 'hono/jsx'
import type { IsoDate } from '../../domain/calendar/date.ts'
import { weekdayName } from '../../domain/calendar/explain.ts'
import { itemFile, type PublicIssue, type PublicItem, publicCounts } from '../../domain/publishing/issue.ts'
import { PUBLIC_STATES, STATE_MEANS } from '../../domain/publishing/words.ts'
import { instantName } from '../../domain/reckoning/bulletin.ts'
import { dataAtom, dataColumns, dataCsv, dataIcs, dataJson, type Published } from './data.ts'
import { PUBLIC_CSS } from './style.ts'

/** What the pages say beside the items. */
export interface SiteWords {
  readonly office: string
  readonly licence: string
  readonly nextOn: IsoDate | null
  /** 网站标识码、备案号. */
  readonly footer: string
}

const Day = ({ on }: { on: IsoDate | null | undefined }) =>
  on ? (
    <time datetime={on}>
      {on}（{weekdayName(on)}）
    </time>
  ) : (
    <>—</>
  )

function page(title: string, up: string, words: SiteWords, body: Child): string {
  const html = (
    <html lang="zh-CN">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="renderer" content="webkit" />
        <title>{title}</title>
        <link rel="stylesheet" href={`${up}style.css`} />
        <link rel="alternate" type="application/atom+xml" href={`${up}changes.atom`} title="变化" />
      </head>
      <body>
        <a class="skip" href="#main">
          跳到正文
        </a>
        <main id="main">{body}</main>
        <footer>
          <p>
            {words.office} {words.licence} {words.footer}
          </p>
        </footer>
      </body>
    </html>
  )
  return `<!doctype html>${html.toString()}`
}

const fileOf = ({ no }: PublicItem) => encodeURI(itemFile(no))

const Frozen = ({ issue, words }: { issue: PublicIssue; words: SiteWords }) => (
  <>
    {issue.rehearsal && <p class="rehearsal">演练：日期是演出来的，不是真实办理情况。</p>}
    <p class="quiet">
      情况截至{instantName(issue.bulletin.asOf)}，依据第 {issue.bulletin.number} 期通报（SHA-256{' '}
      <code>{issue.bulletin.sha256}</code>）。
      {words.nextOn && (
        <>
          下一次公布：
          <Day on={words.nextOn} />。
        </>
      )}
    </p>
  </>
)

const Units = ({ items }: { items: readonly PublicItem[] }) => {
  const units = [...new Set(items.flatMap(({ unit }) => unit ?? []))]
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
              <th scope="row">{unit}</th>
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
        {publicCounts(issue.items, PUBLIC_STATES)
          .map(([word, n]) => `${word} ${n}`)
          .join('，')}
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

const Line = ({ title, children }: { title: string; children?: Child }) => (
  <>
    <dt>{title}</dt>
    <dd>{children}</dd>
  </>
)

const itemPage = (issue: PublicIssue, item: PublicItem, words: SiteWords): string =>
  page(
    `${item.no} ${issue.title}`,
    '../',
    words,
    <>
      <p>
        <a href="../index.html">{issue.title}</a>
      </p>
      <h1>
        {item.no} {item.task ?? ''}
      </h1>
      <Frozen issue={issue} words={words} />
      {item.text !== undefined && <p>{item.text}</p>}
      <dl>
        <Line title="情况">
          {item.state}（{STATE_MEANS[item.state]}）
        </Line>
        {item.unit !== undefined && <Line title="牵头单位">{item.unit}</Line>}
        {item.units !== undefined && <Line title="责任、配合单位">{item.units.join('、') || '—'}</Line>}
        {item.deadline !== undefined && <Line title="时限原文">{item.deadline || '—'}</Line>}
        {item.conditions !== undefined && item.conditions.length > 0 && (
          <Line title="等待的条件">{item.conditions.join('；')}</Line>
        )}
      </dl>
      {item.parts.map((part) => (
        <section>
          <h2>{part.id}</h2>
          <dl>
            <Line title="情况">{part.state}</Line>
            {part.dueOn !== undefined && (
              <Line title="到期日">
                <Day on={part.dueOn} />
              </Line>
            )}
            {part.originalDueOn && (
              <Line title="原到期日">
                <Day on={part.originalDueOn} />
              </Line>
            )}
            {part.doneOn && (
              <Line title="完成日期">
                <Day on={part.doneOn} />
              </Line>
            )}
            {part.lateDays !== undefined && part.lateDays !== null && (
              <Line title="逾期">{part.lateDays} 天</Line>
            )}
          </dl>
        </section>
      ))}
    </>,
  )

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
