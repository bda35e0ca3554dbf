import { inspectBytes, inspectPlan } from '../../documents/inspect.ts'
import type { WorkCalendar } from '../../domain/calendar/table.ts'
import { measuresOf, type WorkPlan } from '../../domain/plan/plan.ts'
import { dutyDocument, NUMBERED } from './duty-forms.ts'
import { MZ2015 } from './mz2015.ts'

/** Marks of who or when, simple ones: what reads them for good is not asked here. */
const EVIDENCE = new RegExp(
  [
    '(?:责任|牵头|承办|配合|完成|整改|办结)(?:单位|部门|科室|时限)[：:]',
    '[（〔【[(][^）〕】\\])]*(?:局|委|办|厅|政府|热线|集团|研究室)[^）〕】\\])]*[）〕】\\])]',
    '\\d月(?:底|\\d{1,2}日)前|\\d月\\d{1,2}日[—-]|季度(?:末月\\d+日)?前|年底前|工作日内|长期坚持',
    '^由.*牵头|^请.*于',
  ].join('|'),
  'm',
)

/** A printed number with its text: its first words, by which it is looked for, and all that belongs to it. */
export interface Printed {
  readonly words: string
  /** The same behind the heading that it is joined to in its line (二、交通3.新增车位). */
  readonly joined: string
  readonly all: string
}

const plain = (text: string): string => text.normalize('NFKC').replace(/\s/g, '')

/** Where a number begins inside a line: behind a full stop, a closed bracket, or a numbered heading of some words. */
const INSIDE =
  /(?<=[。；;）〕】\])]|^\s*(?:.*（)?(?:[一二三四五六七八九十]+[、）]|\d{1,2}[.、）])[\u4e00-\u9fff]{2,16})\s*(?=(?:（[一二三四五六七八九十]+）|\d{1,2}[.、](?!\d(?!月))|（\d{1,2}）)\S)/

/** A label that the line before it ran into: 推动产业升级责任单位：…. */
const LABEL = /(?<=.)(?:责任|牵头|承办|配合|完成|整改|办结)(?:单位|部门|科室|时限)[：:].*$/s

const wordsOf = (text: string): string =>
  plain(text.replace(LABEL, '').replace(/[。；（〔【[(：:，,].*$/s, '')).slice(0, 16)

/** Every printed number that shows by simple marks who or when, in the order of the text. */
export function printedIn(lines: readonly string[]): readonly Printed[] {
  const items: { text: string; all: string; joined: string }[] = []
  for (const line of lines.slice(1))
    if (line.includes('\t')) {
      const text = (line.split('\t')[1] ?? '').replace(NUMBERED, '')
      if (/^\d/.test(line) || NUMBERED.test(line.split('\t')[1] ?? ''))
        items.push({ text, all: `${text}责任单位：`, joined: text })
    } else
      for (const [i, piece] of line.split(INSIDE).entries()) {
        const match = NUMBERED.exec(piece)
        const text = piece.slice(match?.[0].length ?? 0).trim()
        const joined = i === 0 ? text : line.replace(NUMBERED, '').trim()
        if (match) items.push({ text, all: text, joined })
        else if (items.length > 0) (items.at(-1) as { all: string }).all += `\n${piece}`
      }
  return items
    .filter(({ all }) => EVIDENCE.test(all))
    .map(({ text, all, joined }) => ({ words: wordsOf(text), joined: wordsOf(joined), all }))
    .filter(({ words }) => words !== '')
}

export interface Account {
  readonly printed: number
  /** Numbers that are a measure of their own, no two the same one. */
  readonly measures: number
  /** Numbers that the review, or what binds everybody, names. */
  readonly named: number
  /** Numbers whose owners or date went to the measures below them. */
  readonly parents: number
  /** Measures that no printed number claims: several brackets of one item, items without a number. */
  readonly more: number
  /** The first words of the numbers that are none of these: lost without a word. */
  readonly lost: readonly string[]
}

const saidIn = (plan: WorkPlan): string =>
  plain(
    [
      ...plan.review.map(({ message, lines = [] }) => message + lines.map(({ text }) => text).join('')),
      ...plan.standing.map(({ text }) => text),
    ].join('\n'),
  )

/** What became of each printed number. Nothing is lost when printed = measures + named + parents. */
export function accountOf(lines: readonly string[], plan: WorkPlan): Account {
  const free = measuresOf(plan).map(({ measure }) => plain(measure.text))
  const titles = plan.tasks.filter(({ measures }) => measures.length > 0).map(({ title }) => plain(title))
  const said = saidIn(plan)
  const count = { measures: 0, named: 0, parents: 0 }
  const lost: string[] = []
  const printed = printedIn(lines)
  for (const { words, joined } of printed) {
    const own = free.findIndex((text) => text.startsWith(words))
    const at = own >= 0 ? own : free.findIndex((text) => text.startsWith(joined))
    if (at >= 0) {
      free.splice(at, 1)
      count.measures += 1
    } else if (said.includes(words)) count.named += 1
    else if (titles.some((title) => title.startsWith(words) || title.startsWith(joined))) count.parents += 1
    else lost.push(words)
  }
  return { printed: printed.length, ...count, more: free.length, lost }
}

const LABELLED =
  /(?:责任|牵头|承办|配合|主管|完成|整改|办结)(?:单位|部门|科室|领导|时限)[：:]([^：:]*?)(?=$|[\s；;。）)〕】\]]|\d{1,2}[.、]|(?<!第)[一二三四五六七八九十]{1,2}、(?=[\u4e00-\u9fff]{4})|(?:责任|牵头|主管|完成|整改)(?:单位|领导|时限)[：:])/g
const ROLE_WORDS =
  /(?:分别)?(?:牵头|负责|配合|完成|协办|按职责分工负责|按职责分工)$|^(?:由|请)|等(?:单位|部门)?$/g

const HEADED = /^(?:[^\d。；]*(?:任务|事项|措施|单位|部门|科室|时限|安排|要求))$/

/** Names and dates behind labels, and cells of table rows with their columns' names. */
function wordsIn(lines: readonly string[]): readonly { readonly text: string; readonly column?: string }[] {
  const first = lines.find((line) => line.includes('\t'))?.split('\t') ?? []
  // A table may have lost its header: a row of duties names no columns.
  const header = first.some((cell) => HEADED.test(cell)) ? first : null
  return lines.slice(1).flatMap((line) => {
    if (line.includes('\t'))
      return line === header?.join('\t')
        ? []
        : line.split('\t').flatMap((cell, i) =>
            (header === null || /单位|部门|科室/.test(header[i] ?? '')
              ? cell.split(/[、，,；]/)
              : [cell]
            ).map((text) => ({
              text: plain(text.replace(NUMBERED, ''))
                .replace(/[。;]$/, '')
                .replace(ROLE_WORDS, ''),
              column: header?.[i] ?? '',
            })),
          )
    return [...line.matchAll(LABELLED)]
      .flatMap((match) => (match[1] ?? '').split(/[、，,（(及]/))
      .map((text) => ({ text: plain(text).replace(ROLE_WORDS, '').replace(ROLE_WORDS, '') }))
  })
}

/** Those of them that no measure, no date, no person and no review item holds: lost without a word. */
export function lostWords(lines: readonly string[], plan: WorkPlan): readonly string[] {
  const said = saidIn(plan)
  const held = plain(
    JSON.stringify(plan.tasks, (key, value) => (key === 'occurrences' || key === 'rule' ? undefined : value)),
  ).replace(/\\n/g, '')
  return wordsIn(lines)
    .filter(({ text, column = '' }) => {
      if (text === '' || (column === '' && text.length < 3) || /^\d+$/.test(text)) return false
      return !held.includes(text) && !said.includes(text) && !said.includes(`“${plain(column)}”一栏`)
    })
    .map(({ text }) => text)
}

export interface DutyRun {
  readonly documents: number
  readonly read: number
  readonly refused: Readonly<Record<string, number>>
  /** Printed numbers of the documents that were read. */
  readonly printed: number
  readonly measures: number
  readonly named: number
  readonly parents: number
}

/**
 * Reads documents until the number or the time is reached, and adds up: printed = measures + named + parents.
 * @throws naming the seed where a printed number or a labelled name is lost without a word
 */
export function dutyFuzz(
  seed: number,
  calendar: WorkCalendar,
  stop: { readonly documents?: number; readonly ms?: number },
  onLost: (text: string) => void = (text) => {
    throw new Error(text)
  },
): DutyRun {
  const began = performance.now()
  const base = inspectPlan(MZ2015.document, { issuedOn: MZ2015.issuedOn, calendar })
  if (!base.ok) throw new Error(base.error.message)
  const run = { documents: 0, read: 0, printed: 0, measures: 0, named: 0, parents: 0 }
  const refused: Record<string, number> = {}
  for (; run.documents < (stop.documents ?? Number.POSITIVE_INFINITY); run.documents += 1) {
    if (performance.now() - began > (stop.ms ?? Number.POSITIVE_INFINITY)) break
    const { lines, untouched } = dutyDocument(seed + run.documents, base.value)
    const result = inspectBytes(Buffer.from(lines.join('\n')), 'plan.txt', { planYear: 2024 }, calendar)
    if (!result.ok) {
      refused[result.error.code] = (refused[result.error.code] ?? 0) + 1
      continue
    }
    const { printed, measures, named, parents, more, lost } = accountOf(lines, result.value)
    const words = [...lost, ...lostWords(lines, result.value)]
    // A document as its generator wrote it has one measure a number and no more.
    if (untouched && more > 0) words.push(`${more} measures that no number claims`)
    if (words.length > 0)
      onLost(`seed ${seed + run.documents}: lost ${words.join(' | ')}\n${lines.join('\n')}`)
    run.read += 1
    run.printed += printed
    run.measures += measures
    run.named += named
    run.parents += parents
  }
  return { ...run, refused }
}
