import type { WorkCalendar } from '../../calendar/table.ts'
import { compileDeadline } from '../../deadline/compile.ts'
import type { DeadlineContext } from '../../deadline/rule.ts'
import { isPerson, type Person, peopleOf } from '../../plan/people.ts'
import { isGeneric, isWholeName, looksLikeOwner } from '../../plan/unit-names.ts'
import { phrasesOf, splitOutside } from '../unit-phrases.ts'
import { type LabelRole, labelledIn } from './labelled.ts'
import { roleWordsPlain, shapeOf } from './shape.ts'

/** What a bracket, a labelled line or a sentence says beside the work itself. */
export interface Sense {
  readonly owners: string
  readonly deadline: string
  readonly people: readonly Person[]
  /** Words behind the names that are neither names nor dates: 不再做分工，下同. */
  readonly tails: readonly string[]
}

/** What dates are read with. */
export interface Reading {
  readonly context: DeadlineContext
  readonly calendar: WorkCalendar
}

export const NOTHING: Sense = { owners: '', deadline: '', people: [], tails: [] }

export const saysNothing = ({ owners, deadline, people }: Sense): boolean =>
  owners === '' && deadline === '' && people.length === 0

/** Two senses of one item, in order. */
export const joined = (a: Sense, b: Sense): Sense => ({
  owners: [a.owners, b.owners].filter(Boolean).join('；'),
  deadline: [a.deadline, b.deadline].filter(Boolean).join('；'),
  people: [...a.people, ...b.people],
  tails: [...a.tails, ...b.tails],
})

const ROLE = /牵头|负责|配合|协办|协同|参与|参加|会同|主办|承办|落实|按(?:照)?(?:各自)?职[责能]/
const TAIL =
  /涉及|下同|同上|不再|另有|除外|不作|不做|如有|以下|上述|其他单位|列第一|列首位|排第一|排名|排序|汇总单位|的为牵头/

/** Words with which aims begin, and no unit's name: 坚持以人民为中心. */
const AIM = /^(?:坚持|以|围绕|深入|贯彻|按照|根据|聚焦|突出|树立|始终|紧扣)/

/** Names that do something: 各小学由中心小学统筹组织, 分管领导负责本单位整治工作的检查. */
const SENTENCE =
  /[^,、;:]{2}由.{2,60}?(?:组织|实施|安排|统筹|负责.{3})|负责(?:本|全|对|做好|抓好|开展|组织(?:实施)?|具体)?[^,、;:()]{3,60}?的[^,、;:()]{2,60}$/

/** Names and role words and nothing else. A sentence that happens to end like a unit is none. */
export function saysWho(segment: string): boolean {
  const text = shapeOf(segment).normalize('NFKC').replace(/\s/g, '')
  if (TAIL.test(text) || AIM.test(text) || SENTENCE.test(text)) return false
  const names = phrasesOf(text).flatMap((phrase) => phrase.names)
  if (names.length === 0) return ROLE.test(text) && text.length <= 12
  const named = (name: string) => isGeneric(name) || looksLikeOwner(name.replace(/等$/, ''))
  const known = names.filter((name) => name.length <= 30 && (named(name) || isPerson(name)))
  if (ROLE.test(text)) return known.length * 2 >= names.length
  return known.length === names.length && names.some((name) => isWholeName(name) || isGeneric(name))
}

const bareDeadline = (segment: string): string =>
  segment.replace(/^(?:请)?(?:于|在)/, '').replace(/[。.]$/, '')

const BINDS = /前|底|内|末|完成|建成|办结|到位|长期|持续|常态|全年|每|后|年度|季度/

export function saysWhen(segment: string, { context, calendar }: Reading): boolean {
  const text = shapeOf(segment).normalize('NFKC').trim()
  if (text.length > 60 || text === '') return false
  const { clauses, unparsed } = compileDeadline(bareDeadline(text), context, calendar)
  const kinds = clauses.filter((clause) => clause.kind !== 'planDefault')
  if (kinds.length === 0) return false
  // 2026年6月 is a date; 2015年修订 is one only with a word that binds (2026年6月完成).
  if (BINDS.test(text)) return unparsed.every((gap) => gap.text.length <= 4)
  return unparsed.length === 0 && kinds.every((clause) => clause.milestone === null)
}

const NAME_THEN_DATE =
  /^(.*?[局委办厅院府司心队会处室组线公司])\s*((?:于|在)?(?:(?:20)?\d{2}年|\d{1,2}月|年底|年内|[一二三四]季度|[上下]半年|每[月季年周半]|长期|持续|全年).*)$/
const DATE_THEN_NAME = /^(.+?(?:[前底内末日]|完成|长期|持续推进))\s*(?:由)?(.+)$/

/** 市住建局6月底前完成, 6月底前由市应急局负责: who and when with nothing between. */
function parted(segment: string, reading: Reading): readonly string[] {
  const shape = shapeOf(segment)
  for (const pattern of [NAME_THEN_DATE, DATE_THEN_NAME]) {
    const match = pattern.exec(shape)
    if (!match?.[1] || !match[2]) continue
    const at = shape.length - match[2].length
    const [a, b] = [segment.slice(0, match[1].length), segment.slice(at)]
    const fits = pattern === NAME_THEN_DATE ? [a, b] : [b, a]
    if (saysWho(fits[0] ?? '') && saysWhen(fits[1] ?? '', reading)) return [a, b]
  }
  return [segment]
}

/** Segments of unlabelled text by their marks, and by white space between who and when. */
const segmentsOf = (part: string, reading: Reading): readonly string[] =>
  splitOutside(part, /[,，]/).flatMap((segment) => {
    if (saysWhen(segment, reading) || saysWho(segment)) return [segment]
    const words = segment.trim().split(/\s+/)
    const split = words.length > 1 && words.every((word) => saysWho(word) || saysWhen(word, reading))
    return split ? words : parted(segment, reading)
  })

/**
 * What unlabelled text says when it says who or when and hardly anything else; null when it does not begin with that.
 * Words behind it are its tails.
 */
function unlabelled(content: string, reading: Reading): Sense | null {
  const owners: string[] = []
  const deadlines: string[] = []
  const people: Person[] = []
  const tails: string[] = []
  for (const part of content.split(/[;；。\n]/)) {
    for (const segment of segmentsOf(part, reading)) {
      const text = segment.trim()
      const begun = owners.length + deadlines.length > 0
      if (saysWhen(segment, reading)) deadlines.push(text)
      else if (saysWho(segment)) owners.push(text)
      else if (begun && TAIL.test(shapeOf(text))) tails.push(text)
      else if (begun && isPerson(text)) people.push(...peopleOf('责任人', text))
      // Of a list of names the last may be a short name that looks like none: it goes on with its owners.
      else if (owners.length > 0 && text.length <= 12 && deadlines.length === 0)
        owners[owners.length - 1] += `，${text}`
      else if (begun) tails.push(text)
      else return null
    }
  }
  if (owners.length + deadlines.length === 0) return null
  return { owners: owners.map(roleWordsPlain).join('；'), deadline: deadlines.join('；'), people, tails }
}

/** Names under a label, up to a date or a sentence that is none of them. */
function namesIn(value: string, reading: Reading): Sense {
  const names: string[] = []
  const deadlines: string[] = []
  const tails: string[] = []
  const bare = value.replace(/[（(]([^（）()]*)[)）]/g, (bracket, inside: string) => {
    if (!TAIL.test(shapeOf(inside))) return bracket
    tails.push(inside)
    return ''
  })
  for (const [i, sentence] of bare.split(/[;；。\n]/).entries())
    for (const [j, segment] of splitOutside(sentence, /[,，]/).entries()) {
      const text = segment.trim()
      if (text === '') continue
      const begins = i === 0 && j === 0
      if (!begins && saysWhen(text, reading)) deadlines.push(text)
      else if (TAIL.test(shapeOf(text)) && !begins) tails.push(text)
      else if (i === 0 || saysWho(text)) {
        const [who, when] = parted(text, reading)
        if (when === undefined || !saysWho(who ?? '')) names.push(text)
        else {
          names.push(who ?? '')
          deadlines.push(when)
        }
      } else tails.push(text)
    }
  return { owners: names.join('，'), deadline: deadlines.join('；'), people: [], tails }
}

/** Persons under their label; a date or a unit behind them (责任人：钱某，财务科负责，7月20日前) is what it says. */
function personsIn(label: string, value: string, reading: Reading): Sense {
  return value
    .split(/[;；。\n]/)
    .flatMap((sentence, i) => splitOutside(sentence, /[,，]/).map((text, j) => ({ text: text.trim(), i, j })))
    .filter(({ text }) => text !== '')
    .map(({ text, i, j }): Sense => {
      if (saysWhen(text, reading)) return { ...NOTHING, deadline: text }
      if (i + j > 0 && saysUnit(text)) return { ...NOTHING, owners: roleWordsPlain(text) }
      return i > 0 ? { ...NOTHING, tails: [text] } : { ...NOTHING, people: peopleOf(label, text) }
    })
    .reduce(joined, NOTHING)
}

/** Who, and not persons alone: 财务科负责; not 张某负责, 各科室负责人. */
const saysUnit = (text: string): boolean =>
  !/(?:人|同志|领导|长)$/.test(shapeOf(text)) &&
  saysWho(text) &&
  phrasesOf(shapeOf(text).normalize('NFKC')).some(({ names }) =>
    names.some((name) => !isPerson(name) && (looksLikeOwner(name) || isGeneric(name))),
  )

const CANONICAL: Readonly<Partial<Record<LabelRole, string>>> = {
  lead: '牵头单位：',
  responsible: '责任单位：',
  supporting: '配合单位：',
}

/**
 * What a bracket or a line says: by its labels, else by its words. `before` is the text in front of the first label
 * that is none of that; in a `line` that is the work itself. Null: neither who nor when.
 *
 * @example sensesOf('责任领导：张某；责任单位：市水利局；完成时限：6月底前', reading)?.sense
 *   // owners 责任单位：市水利局; deadline 6月底前; people 责任领导 张某
 */
export function sensesOf(
  content: string,
  reading: Reading,
  line = false,
): { readonly before: string; readonly sense: Sense; readonly labelled: boolean } | null {
  const labelled = labelledIn(content)
  if (labelled === null) {
    const sense = unlabelled(content, reading)
    return sense && { before: '', sense, labelled: false }
  }
  const said = labelled.before.trim() === '' ? NOTHING : line ? null : unlabelled(labelled.before, reading)
  let sense = said ?? NOTHING
  let start = ''
  for (const { role, label, value } of labelled.parts) {
    if (role === 'people') {
      sense = joined(sense, personsIn(label, value, reading))
    } else if (role === 'start') start = value
    else if (role === 'deadline') {
      const deadline = start === '' ? value : `${start}至${value}`
      start = ''
      sense = joined(sense, { ...NOTHING, deadline })
    } else {
      const read = namesIn(value, reading)
      const owners = read.owners === '' ? '' : `${CANONICAL[role]}${roleWordsPlain(read.owners)}`
      sense = joined(sense, { ...read, owners })
    }
  }
  if (start !== '') sense = joined(sense, { ...NOTHING, deadline: `${start}起` })
  return { before: said === null ? labelled.before : '', sense, labelled: true }
}
