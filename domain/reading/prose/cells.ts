import { isGeneric, looksLikeOwner } from '../../plan/unit-names.ts'
import { splitOutside } from '../unit-phrases.ts'
import { isHeading } from './label.ts'
import { joined, NOTHING, type Reading, type Sense, sensesOf } from './senses.ts'
import { shapeOf } from './shape.ts'

const LONGEST_NAME = 20

/** Who or when, where a cell says no more; a short name (财务科, 办公室) is proved by having a cell to itself. */
function saidBy(cell: string, reading: Reading): Sense | null {
  if (cell === '') return NOTHING
  const found = sensesOf(cell, reading)
  if (found !== null) return found.before === '' && found.sense.tails.length === 0 ? found.sense : null
  const names = splitOutside(shapeOf(cell).normalize('NFKC'), /[、,]/).map((name) => name.trim())
  const named = names.every(
    (name) => name.length <= LONGEST_NAME && (looksLikeOwner(name) || isGeneric(name)),
  )
  return named ? { ...NOTHING, owners: cell } : null
}

/**
 * A line of a table whose header is lost: its text, and what the cells at its end say. A roster (张某, 市教育局) is no duty.
 * @example endCells('公开本单位预算。\t财务科', reading) // text 公开本单位预算。; said owners 财务科
 */
export function endCells(line: string, reading: Reading): { readonly text: string; readonly said: Sense } {
  const cells = line.split(/(?<![：:])\t/).map((cell) => cell.trim())
  let said = NOTHING
  let own = cells.length
  for (; own > 1; own -= 1) {
    const sense = saidBy(cells[own - 1] ?? '', reading)
    if (sense === null) break
    said = joined(sense, said)
  }
  const text = cells.slice(0, own).join('\t')
  return isHeading(text) && said.deadline === '' ? { text: line, said: NOTHING } : { text, said }
}
