/** Of a plan that was amended: the number that its text prints → the one under which the measure runs. Absent: the same. */
export interface Numbers {
  readonly numbers?: Readonly<Record<string, string>>
}

/** 原1.3: the measure that runs under 1.3, where the plan's latest text prints that number for another. */
const MARK = '原'

/** The number under which a measure runs, for the one that lists show. @example '原1.3' → '1.3' */
export const numberOf = (state: Numbers, shown: string): string =>
  shown.startsWith(MARK) ? shown.slice(MARK.length) : (state.numbers?.[shown] ?? shown)

/**
 * The number that lists show and commands take, for the one under which a measure runs: what the plan's latest text
 * prints; 原1.3 for one that the text has no more and whose number another measure bears now.
 */
export function shownNumberOf({ numbers }: Numbers, no: string): string {
  if (numbers === undefined) return no
  return printedFor(numbers).get(no) ?? (no in numbers ? `${MARK}${no}` : no)
}

/** The same numbers the other way round: a list asks for thousands, and a row that was put in first renumbers them all. */
const PRINTED = new WeakMap<NonNullable<Numbers['numbers']>, ReadonlyMap<string, string>>()
function printedFor(numbers: NonNullable<Numbers['numbers']>): ReadonlyMap<string, string> {
  const known = PRINTED.get(numbers)
  if (known !== undefined) return known
  const printed = new Map<string, string>()
  for (const [shown, no] of Object.entries(numbers)) if (!printed.has(no)) printed.set(no, shown)
  PRINTED.set(numbers, printed)
  return printed
}

/** Made for a measure whose printed number another one runs under: it never was a number of the text. */
const isMade = (no: string): boolean => /-\d+$/.test(no)

/** For people: the number, and the one it runs under where that is another. @example '1.3（原 1.2）', '1.2（台账 1.2-2）' */
export const numberLabel = (shown: string, no: string): string =>
  shown === no || shown === `${MARK}${no}` ? shown : `${shown}（${isMade(no) ? '台账' : '原'} ${no}）`

/** The measure that an obligation's id names. @example '1.2/2026-04' → '1.2' */
export const measureOfId = (id: string): string => {
  const end = id.indexOf('/')
  return end < 0 ? id : id.slice(0, end)
}

/**
 * An obligation's id for people. It keeps the number under which its measure runs, and is what commands take; where the
 * plan's latest text prints another, that stands beside it.
 * @example '1.2/2026-04' → '1.2/2026-04（现 1.3）'; left out, with its number given to another: '1.3/2026-04（原 1.3）'
 */
export function idLabel(state: Numbers, id: string): string {
  const no = measureOfId(id)
  const shown = shownNumberOf(state, no)
  if (shown === no) return id
  return shown === `${MARK}${no}` ? `${id}（原 ${no}）` : `${id}（现 ${shown}）`
}

/** The id in what lists show for it. @example '1.2/2026-04（现 1.3）' → '1.2/2026-04' */
export const idShown = (label: string): string => label.replace(/（[现原] [^（）]+）$/, '')

/** A text about a measure, with each id of its obligations as lists show it. */
export function labelled(state: Numbers, no: string, text: string): string {
  const mark = idLabel(state, no).slice(no.length)
  if (mark === '') return text
  const id = new RegExp(`(?<![\\d.-])${no.replaceAll('.', '\\.')}/[^\\s、，。；：（）“”]+`, 'g')
  return text.replace(id, (found) => `${found}${mark}`)
}

/** The number that lists show, and beside it the one under which the measure runs where that is another. */
export function numbersIn(state: Numbers, no: string): { readonly no: string; readonly runsAs?: string } {
  const shown = shownNumberOf(state, no)
  return shown === no ? { no } : { no: shown, runsAs: no }
}

interface Told {
  readonly measure: string
  readonly subject: string
  readonly body: string
}

/** A notice for its reader: its measure by the number that lists show, which its subject says too. */
export function noticeShown<T extends Told>(state: Numbers, notice: T): T & { readonly runsAs?: string } {
  const { no: measure, ...running } = numbersIn(state, notice.measure)
  const say = (text: string) => labelled(state, notice.measure, text)
  const subject = say(notice.subject)
  const mark = idLabel(state, notice.measure).slice(notice.measure.length)
  return {
    ...notice,
    ...running,
    measure,
    subject: subject === notice.subject ? `${subject}${mark}` : subject,
    body: say(notice.body),
  }
}

/** 序号12, 第12项, １２: what stands around a number when people say it. */
const SAID = /^(?:序号|第|no\.?)|(?:[项条号、.]|项任务)$/gi

/**
 * The measures that a handle means, by the numbers that lists show: one by its own number; else those of the task whose
 * 序号 it is, one where the task has one.
 * @example measuresMeant('序号3', ['2.1', '3.1']) // ['3.1']
 */
export function measuresMeant(asked: string, shown: readonly string[]): readonly string[] {
  const plain = asked.normalize('NFKC').replace(/\s/g, '')
  if (shown.includes(plain)) return [plain]
  const bare = plain.replace(SAID, '')
  return shown.includes(bare) ? [bare] : shown.filter((no) => no.startsWith(`${bare}.`))
}
