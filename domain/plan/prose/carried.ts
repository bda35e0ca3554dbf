import type { WorkCalendar } from '../../calendar/table.ts'
import { compileDeadline } from '../../deadline/compile.ts'
import type { DeadlineContext } from '../../deadline/rule.ts'
import { isGeneric, isWholeName, looksLikeOwner } from '../unit-names.ts'
import { phrasesOf, splitOutside } from '../unit-phrases.ts'

/** What a stretch of text says beside the work itself: who, and by when. */
export interface Carried {
  readonly text: string
  readonly owners: string
  readonly deadline: string
}

const ROLE = /牵头|负责|配合|协办|协同|参与|参加|会同|主办|承办|落实|按(?:照)?(?:各自)?职[责能]/
const OWNER_LABEL =
  /^(?:牵头|主办|责任|主体责任|承办|落实|配合|协办|协同|参与|参加|实施|负责)(?:责任|落实|协作)?(?:单位|部门|领导小组|主体)?(?:及(?:协办|配合|责任)单位)?\s*[:：]/
const DEADLINE_LABEL =
  /^(?:完成|办结|办理|落实|推进)?(?:时限|期限|时间|时间节点|时间安排|时间要求|进度安排|时间进度)(?:要求)?\s*[:：]/
/** Who a person is, not which unit: 责任人：张三, 分管领导：…; shown, not read as owners. */
const PERSON_LABEL = /^(?:责任领导|分管领导|牵头领导|包保领导|联系领导|责任人|联系人|负责人)\s*[:：]/

export type LineSense = 'owners' | 'deadline' | 'both' | 'person' | null

/** A line of its own that labels owners or a deadline: 责任单位：…, 完成时限：…. */
export function lineSense(line: string): LineSense {
  const text = line.normalize('NFKC').trim()
  if (PERSON_LABEL.test(text)) return 'person'
  if (OWNER_LABEL.test(text))
    return /[;。,]\s*(?:完成|办结)?(?:时限|期限|时间)[:：]/.test(text) ? 'both' : 'owners'
  return DEADLINE_LABEL.test(text) ? 'deadline' : null
}

/** Names and role words and nothing else. A sentence that happens to end like a unit is none. */
function saysWho(segment: string): boolean {
  const text = segment.normalize('NFKC').replace(/\s/g, '')
  if (OWNER_LABEL.test(text)) return true
  const names = phrasesOf(text).flatMap((phrase) => phrase.names)
  if (names.length === 0) return ROLE.test(text) && text.length <= 12
  const known = names.filter(
    (name) => name.length <= 30 && (isGeneric(name) || looksLikeOwner(name.replace(/等$/, ''))),
  )
  if (ROLE.test(text)) return known.length * 2 >= names.length
  return known.length === names.length && names.some((name) => isWholeName(name) || isGeneric(name))
}

const bareDeadline = (segment: string): string =>
  segment.replace(/^(?:请)?(?:于|在)/, '').replace(/[。.]$/, '')

const BINDS = /前|底|内|末|完成|建成|办结|到位|长期|持续|常态|全年|每|后/

function saysWhen(segment: string, context: DeadlineContext, calendar: WorkCalendar): boolean {
  const text = segment.normalize('NFKC').trim()
  if (DEADLINE_LABEL.test(text)) return true
  if (text.length > 60) return false
  const { clauses, unparsed } = compileDeadline(bareDeadline(text), context, calendar)
  const kinds = clauses.filter((clause) => clause.kind !== 'planDefault')
  if (kinds.length === 0) return false
  // 2026年6月 is a date; 2015年修订 is one only with a word that binds (2026年6月完成).
  if (BINDS.test(text)) return unparsed.every((gap) => gap.text.length <= 4)
  return unparsed.length === 0 && kinds.every((clause) => clause.milestone === null)
}

const withoutLabel = (segment: string): string => segment.normalize('NFKC').trim().replace(DEADLINE_LABEL, '')

/** What a bracket, or a labelled line, says; null when it says neither who nor when. */
export function sensesOf(
  content: string,
  context: DeadlineContext,
  calendar: WorkCalendar,
): { readonly owners: string; readonly deadline: string } | null {
  const owners: string[] = []
  const deadlines: string[] = []
  for (const part of content.split(/[;；。\n]/)) {
    for (const segment of splitOutside(part, /[,，]/)) {
      if (saysWhen(segment, context, calendar)) deadlines.push(withoutLabel(segment))
      else if (saysWho(segment)) owners.push(segment.trim())
      // Of a list of names the last may be a short name that looks like none: it goes on with its owners.
      else if (owners.length > 0 && segment.trim().length <= 12 && deadlines.length === 0)
        owners[owners.length - 1] += `，${segment.trim()}`
      else
        return owners.length + deadlines.length > 0
          ? { owners: owners.join('；'), deadline: deadlines.join('；') }
          : null
    }
  }
  return owners.length + deadlines.length === 0
    ? null
    : { owners: owners.join('；'), deadline: deadlines.join('；') }
}

interface Bracket {
  readonly start: number
  readonly end: number
  readonly content: string
}

/** Outermost brackets of a text: （…）, (…), 【…】, [..]. */
function bracketsIn(text: string): readonly Bracket[] {
  const found: Bracket[] = []
  let depth = 0
  let start = 0
  for (let i = 0; i < text.length; i += 1) {
    if (/[(（【[]/.test(text[i] ?? '')) {
      if (depth === 0) start = i
      depth += 1
    } else if (/[)）】\]]/.test(text[i] ?? '') && depth > 0) {
      depth -= 1
      if (depth === 0) found.push({ start, end: i + 1, content: text.slice(start + 1, i) })
    }
  }
  return found
}

/**
 * The pieces of an item's text, each closed by a bracket that says who or when; the last may have none. Brackets that
 * say neither (以下简称…, 见附件) stay in the text. Brackets side by side belong to one piece.
 */
export function piecesOf(text: string, context: DeadlineContext, calendar: WorkCalendar): readonly Carried[] {
  const pieces: { text: string; owners: string; deadline: string }[] = []
  let from = 0
  for (const bracket of bracketsIn(text)) {
    const sense = sensesOf(bracket.content, context, calendar)
    // A bracket in the middle of a sentence explains a word; one that closes a piece stands before a mark or the end.
    const closes = /^(?:\s*(?:[。；;，,、]|$|[(（【[]))/.test(text.slice(bracket.end)) || sense?.owners !== ''
    if (sense === null || !closes) continue
    const piece = text.slice(from, bracket.start).replace(/^[\s。；;，,、]+/, '')
    const last = pieces.at(-1)
    if (piece.trim() === '' && last !== undefined) {
      last.owners = [last.owners, sense.owners].filter(Boolean).join('；')
      last.deadline = [last.deadline, sense.deadline].filter(Boolean).join('；')
    } else pieces.push({ text: piece, ...sense })
    from = bracket.end
  }
  const rest = text.slice(from).replace(/^[\s。；;，,、]+/, '')
  if (rest !== '' || pieces.length === 0) pieces.push({ text: rest, owners: '', deadline: '' })
  return pieces
}
