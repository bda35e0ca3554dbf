import { type IsoDate, isoDate } from '../calendar/date.ts'
import { numeral } from '../deadline/numerals.ts'
import type { Grid } from '../plan/grid.ts'
import { splitLabel } from './labels.ts'

const YEAR = '([12]\\d{3}|[二一][〇零O一二三四五六七八九]{3})'
const SMALL = '(\\d{1,2}|[一二三四五六七八九十]{1,3})'
const DATE = new RegExp(`${YEAR}年${SMALL}月${SMALL}[日号]`)

/** A zero in Chinese numerals, however it was typed: 二0二六, 二O二六. */
const ZERO = /(?<=[一二三四五六七八九〇])[0Oo零](?=[一二三四五六七八九〇0Oo零]*[一二三四五六七八九〇年])/g
/** A line that is a date as a sheet shows it: 2026/3/2, 2026-03-02, 2026.3.2. */
const SHEET_DATE = /^([12]\d{3})([-/.])(\d{1,2})\2(\d{1,2})$/

/** NFKC without white space, the circle of 二○一五 and the zero of 二0一五 as 〇, dates of sheets in words. */
const plain = (text: string): string =>
  text
    .normalize('NFKC')
    .replace(/\s/g, '')
    .replace(/[○◯]/g, '〇')
    .replace(ZERO, '〇')
    .replace(SHEET_DATE, '$1年$3月$4日')

function dateIn(text: string): IsoDate | null {
  const [y, m, d] =
    DATE.exec(text)
      ?.slice(1)
      .map((part) => numeral(part.replace(/O/g, '〇'))) ?? []
  return y && m && d ? isoDate(y, m, d) : null
}

/** A line that is a date and nothing else: 2018年3月9日, （二〇一八年三月九日）, 成文日期：2018年3月9日. */
function writtenOn(line: string): IsoDate | null {
  const rest = line
    .replace(DATE, '')
    .replace(/^(?:成文|发文|签发)(?:日期|时间)[::]?/, '')
    .replace(/[()[\]【】]/g, '')
  return rest === '' ? dateIn(line) : null
}

const printedOn = (line: string): IsoDate | null =>
  /日印发|印发(?:日期|时间):/.test(line) ? dateIn(line) : null

export interface IssueDate {
  readonly issuedOn: IsoDate | null
  /** All dates that could be it, when they differ. */
  readonly rivals: readonly IsoDate[]
}

/**
 * The date of the document: the 成文日期, else the 印发日期. A date inside a sentence is neither.
 * @example issueDateIn(['二〇一五年七月一日']).issuedOn // '2015-07-01'
 */
export function issueDateIn(lines: readonly string[]): IssueDate {
  const all = lines.map(plain)
  const written = [...new Set(all.flatMap((line) => writtenOn(line) ?? []))]
  const printed = [...new Set(all.flatMap((line) => printedOn(line) ?? []))]
  const found = written.length > 0 ? written : printed
  return { issuedOn: found[0] ?? null, rivals: found.length > 1 ? found : [] }
}

const META = /^附件?\s*\d*[::]?$|^附表|^\(?[^()]{0,12}[〔[(]\d{4}[〕\])]\d+号\)?$|[::]$|[。;]$|^第?\d+页/
const TITLE = /方案|分工|任务|计划|清单|台账|分解|安排|要点|举措|纪要/

/** The line that names the table: the nearest above it that is neither date, number nor sentence. */
export function titleIn(lines: readonly string[]): string | null {
  const candidates = lines
    .map((line) => line.trim())
    .filter((line) => line !== '' && !META.test(plain(line)) && writtenOn(plain(line)) === null)
  const titles = candidates.filter((line) => TITLE.test(line) && line.length <= 120)
  // 二、重点工作任务分解 names a section: the document's own name stands without a number.
  const named = titles.findLast((line) => splitLabel(line).label === null) ?? titles.at(-1)
  const at = named === undefined ? -1 : candidates.lastIndexOf(named)
  const title = at < 0 ? candidates.at(-1) : candidates[at]
  if (title === undefined) return null
  // A title broken over two lines: the line before belongs to it when it stands directly above and ends no word.
  const above = lines[lines.findLastIndex((line) => line.trim() === title) - 1]?.trim()
  const broken =
    above !== undefined &&
    candidates.includes(above) &&
    /^(?:关于|贯彻|.*(?:年|关于|落实|推进|的))$/.test(plain(above))
  return broken ? above + title : title
}

/** A page's own title without the name of the site behind it: …分工方案_某市人民政府网. */
const withoutSite = (title: string): string =>
  title.split(/(?<!\s)\s*(?:[-_|｜—–]|——)\s*/).find((part) => TITLE.test(part)) ?? title

/**
 * The title of a plan: the line above it that says so, else what the file calls itself, else the nearest line.
 * @example bestTitle('您的位置', '2026年分工方案-某市人民政府') // '2026年分工方案'
 */
export function bestTitle(line: string | null, own: string | null): string | null {
  if (line !== null && TITLE.test(line)) return line
  if (own !== null && TITLE.test(own)) return withoutSite(own)
  return line ?? own
}

export interface PlanYear {
  readonly year: number | null
  /** 2021-2023年: more than one year is named. */
  readonly doubtful: boolean
}

/** The year a title speaks of, else the one of the 文号. @example planYearIn('…2015年…分工方案', []).year // 2015 */
export function planYearIn(title: string, lines: readonly string[]): PlanYear {
  const text = plain(title)
  const years = [...text.matchAll(new RegExp(`${YEAR}(?=年|[-—–~至])`, 'g'))]
    .map((match) => numeral((match[1] ?? '').replace(/O/g, '〇')))
    .filter((year) => year !== null)
  const several = new Set(years).size > 1
  if (years[0] !== undefined) return { year: years[0], doubtful: several }
  const number = lines
    .map(plain)
    .join('\n')
    .match(/[〔[](\d{4})[〕\]]\d+号/)
  return { year: number ? Number(number[1]) : null, doubtful: false }
}

/** Places whose names a title begins with: 梅州市… → 梅州. They begin names of units without being a level. */
export function placesIn(title: string): readonly string[] {
  const match = /^(?:关于)?(?:印发)?[《“]?([\u4e00-\u9fff]{2,4}?)(?:省|市|自治区|自治州|县|区|州)/.exec(
    plain(title),
  )
  return match?.[1] ? [match[1]] : []
}

/** Lines that say more than a date: what of a document's end a person should see. */
export const withoutDates = (lines: readonly string[]): readonly string[] =>
  lines.filter((line) => writtenOn(plain(line)) === null)

/** Text around a table, in order. */
export const textAround = (grid: Pick<Grid, 'before' | 'after'>): readonly string[] => [
  ...grid.before,
  ...grid.after,
]
