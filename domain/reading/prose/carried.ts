import { isGeneric, isWholeName } from '../../plan/unit-names.ts'
import { joined, NOTHING, type Reading, type Sense, saysNothing, sensesOf } from './senses.ts'
import { bracketsIn } from './shape.ts'

/** A stretch of text with what it says beside the work itself: who, and by when. */
export interface Carried extends Sense {
  readonly text: string
}

export const EMPTY: Carried = { ...NOTHING, text: '' }

/** 动员部署阶段（3月中旬）：… */
const STAGE_END = /阶段\s{0,4}$/
const LEADING = /^[\s。；;，,、：:]+/

/**
 * The pieces of an item's text, each closed by a bracket that says who or when; the last may have none. Brackets that
 * say neither (以下简称…, 见附件) stay in the text. Brackets side by side belong to one piece.
 */
export function piecesOf(text: string, reading: Reading): readonly Carried[] {
  const pieces: Carried[] = []
  let from = 0
  for (const bracket of bracketsIn(text)) {
    const sense = sensesOf(bracket.content, reading)
    if (sense === null || sense.before !== '' || saysNothing(sense.sense)) continue
    // A bracket in the middle of a sentence explains a word; one that closes a piece stands before a mark, the line's end or the end.
    const stage =
      STAGE_END.test(text.slice(from, bracket.start)) && /^\s{0,4}[：:]/.test(text.slice(bracket.end))
    const closes =
      stage || /^(?:\s*(?:[。；;，,、.]|$|[(（【[〔［])|[^\S\n]*\n)/.test(text.slice(bracket.end))
    if (!closes && !namesOwners(sense.sense)) continue
    const piece = text.slice(from, bracket.start).replace(LEADING, '')
    const last = pieces.at(-1)
    if (piece.trim() === '' && last !== undefined) {
      pieces[pieces.length - 1] = { ...joined(last, sense.sense), text: last.text }
    } else pieces.push({ ...sense.sense, text: piece })
    from = bracket.end
  }
  const rest = text.slice(from).replace(LEADING, '')
  if (rest !== '' || pieces.length === 0) pieces.push({ ...EMPTY, text: rest })
  // A stage's bracket stands behind its name (动员阶段（3月1日—3月31日）。各部门…): what follows is its text.
  const [first, second, ...more] = pieces
  if (
    first &&
    second &&
    more.length === 0 &&
    first.owners === '' &&
    second.owners === '' &&
    second.deadline === ''
  )
    return [{ ...joined(first, second), text: `${first.text}。${second.text}`.replace('。。', '。') }]
  return pieces
}

const namesOwners = ({ owners, people }: Sense): boolean =>
  owners !== '' && (people.length > 0 || /[:：]|牵头|负责|配合|落实/.test(owners) || ownersWhole(owners))

const ownersWhole = (owners: string): boolean =>
  owners.split(/[、，,；;]/).every((name) => isWholeName(name.trim()) || isGeneric(name.trim()))
