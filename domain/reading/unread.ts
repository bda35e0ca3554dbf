import type { PlanReviewItem, UnreadLine } from '../plan/plan.ts'
import { saysDuty } from './duty.ts'
import { type PlanReviewCode, planReview } from './review.ts'

/** What of one section or column went into no measure. Readers give these; one question is asked of each. */
export interface Unread {
  /** The section's heading, the column's name, or what the lines are: 表格后面的文字. */
  readonly about: string
  /** Where it stands, for people. */
  readonly source: string
  readonly lines: readonly UnreadLine[]
  /** Its review code; absent: not-read, or section-without-duty where nothing in it can be a duty. */
  readonly code?: PlanReviewCode
  /** Words of doing do not count: sections that say how or why (总体要求), notes, signatures. */
  readonly frame?: boolean
  /** What a line is cannot be in doubt: a bracket with a unit, a column of a plan. */
  readonly certain?: boolean
}

const LONGEST = 100
const short = (text: string): string => (text.length <= LONGEST ? text : `${text.slice(0, LONGEST)}…`)

/**
 * The review item of what was not read: a confirm with the text and place of each line; a note where no line names a
 * unit, a date or an act of doing (rules §5, used or named). Null: nothing is left.
 */
export function unreadReview({ about, source, lines, code, frame, certain }: Unread): PlanReviewItem | null {
  if (lines.length === 0) return null
  const duty = certain === true || lines.some(({ text }) => saysDuty(text, frame !== true))
  const texts = lines.map(({ text, place }) => `${place}“${short(text)}”`).join('；')
  const item = planReview(
    code ?? (duty ? 'not-read' : 'section-without-duty'),
    about,
    `（${lines.length} 处）：${texts}`,
    code === undefined ? undefined : duty ? 'confirm' : 'note',
  )
  return {
    ...item,
    about: [about, ...lines.map(({ text }) => text)].join('\n'),
    measure: null,
    source,
    lines,
  }
}
