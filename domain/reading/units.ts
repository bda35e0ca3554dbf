import { isPerson, type Person } from '../plan/people.ts'
import type { UnitRef, UnitRole } from '../plan/plan.ts'
import {
  bracketSense,
  isGeneric,
  levelOf,
  looksLikeOwner,
  separatesNames,
  withLevel,
} from '../plan/unit-names.ts'
import { phrasesOf } from './unit-phrases.ts'

/** What a cell of owners says, and what in it a person must look at. Names are as in `units`. */
export interface ReadUnits {
  readonly units: readonly UnitRef[]
  /** Names with a bracket that may be an office (changes nothing) or another unit (changes the owner). */
  readonly brackets: readonly { readonly name: string; readonly changesOwner: boolean }[]
  readonly generic: readonly string[]
  /** X等, X等部门: others that the document does not name. */
  readonly unnamed: readonly string[]
  /** Not like any unit's name; `proven`: 牵头 or 负责 beside it says that it is one. */
  readonly unknown: readonly { readonly name: string; readonly proven: boolean }[]
  /** Persons named among the units: never units themselves. */
  readonly people: readonly Person[]
  readonly restored: readonly { readonly name: string; readonly raw: string }[]
  /** 按职责分工负责: names that answer together with nobody leading. */
  readonly shared: readonly string[]
}

export interface UnitContext {
  readonly role: UnitRole
  /** The plan says that the first unit named leads. */
  readonly firstLeads?: boolean
  /** Names of the plan's own place (梅州), which begin a name without being a level. */
  readonly places?: readonly string[]
}

const DROPPED = /[\s\u200b-\u200f\ufeff]/

/** NFKC without white space, with the way back to what is printed. */
function clean(printed: string): { readonly text: string; readonly origin: readonly number[] } {
  let text = ''
  const origin: number[] = []
  for (let i = 0; i < printed.length; i += 1) {
    for (const char of (printed[i] ?? '').normalize('NFKC')) {
      if (DROPPED.test(char)) continue
      text += char
      origin.push(i)
    }
  }
  return { text, origin }
}

const ROLE_END = /(?:牵头|主办|配合|协办|参与|负责)$/

/** Lines, and words parted by spaces, to one text: a break separates only two whole names, else it joins. */
function joinPrinted(lines: readonly string[]): string {
  const pieces = lines
    .flatMap((line) => line.split(/[ \t\u3000\u00a0]+/))
    .map((piece) => clean(piece).text)
    .filter((piece) => piece !== '')
  return pieces.reduce((text, piece) => {
    const open = text.lastIndexOf('(') > text.lastIndexOf(')')
    if (text === '' || open) return text + piece
    if (isPerson(piece)) return `${text}、${piece}`
    if (ROLE_END.test(text) && looksLikeOwner(piece.replace(ROLE_END, ''))) return `${text},${piece}`
    return separatesNames(text.split(/[、,;:]/).at(-1) ?? '', piece) ? `${text}、${piece}` : text + piece
  }, '')
}

/** 等, 等部门, 等有关单位 behind the last name: others that are not named. */
const OTHERS = /等(?:有关|相关|市直|各)*(?:部门|单位)?$/

/** 市教育局(牵头): the bracket is a word about the unit, not part of its name. */
function bracketRole(name: string): { readonly name: string; readonly role: UnitRole | null } {
  const match = /^(.*)\(([^()]*)\)$/.exec(name)
  if (match === null || bracketSense(match[2] ?? '') !== 'role') return { name, role: null }
  const inside = match[2] ?? ''
  const role = /牵头|主办/.test(inside) ? 'lead' : /配合|协办/.test(inside) ? 'supporting' : 'responsible'
  return { name: match[1] ?? '', role }
}

/** 见附件, 另行通知: no name at all, whatever stands beside it. */
const REFERS = /^(?:见|详见|另|待|按|根据|由|同|以)/

const personRole = (role: UnitRole): string =>
  role === 'lead' ? '牵头领导' : role === 'supporting' ? '配合领导' : '责任人'

/** 县水利局(张某某): the person in the bracket, or the name that is a person's, taken out. */
function withoutPeople(
  name: string,
  role: string,
): { readonly name: string; readonly people: readonly Person[] } {
  if (isPerson(name)) return { name: '', people: [{ role, name }] }
  const inside = /\(([^()]*)\)$/.exec(name)
  const names = inside?.[1]?.split(/[、,，\s]/) ?? []
  if (inside === null || names.length === 0 || !names.every(isPerson)) return { name, people: [] }
  return {
    name: name.slice(0, inside.index),
    people: names.map((one) => ({ role: '责任人', name: one })),
  }
}

/**
 * Units named in one cell, in order, with the role of the column or of their own words (X牵头, Y配合), each with
 * what is printed for it. A level left out after the first is restored.
 *
 * @example readUnits(['市发展', '改革局'], { role: 'lead' }).units
 *   // [{ name: '市发展改革局', raw: '市发展\n改革局', role: 'lead' }]
 */
export function readUnits(lines: readonly string[], context: UnitContext): ReadUnits {
  const units: UnitRef[] = []
  const brackets: { name: string; changesOwner: boolean }[] = []
  const generic: string[] = []
  const unnamed: string[] = []
  const unknown: { name: string; proven: boolean }[] = []
  const people: Person[] = []
  const restored: { name: string; raw: string }[] = []
  const shared: string[] = []
  const printed = lines.join('\n')
  const cleaned = clean(printed)
  let level: string | null = null
  let from = 0
  const phrases = phrasesOf(joinPrinted(lines))
  // A牵头 in the cell itself says more than the plan's rule that the first one leads.
  const firstLeads = context.firstLeads === true && !phrases.some(({ role }) => role === 'lead')
  for (const phrase of phrases) {
    for (const piece of phrase.names) {
      const whose = personRole(phrase.role ?? context.role)
      const bare = withoutPeople(piece, whose)
      people.push(...bare.people)
      if (bare.name === '') continue
      const worded = bracketRole(bare.name)
      const others = OTHERS.exec(worded.name)?.[0] ?? ''
      const named = worded.name.slice(0, worded.name.length - others.length)
      if (named === '' || /^[-\u2014无]+$/.test(named)) continue
      const found = cleaned.text.indexOf(named, from)
      const start = cleaned.origin[found]
      const end = cleaned.origin[found + named.length - 1]
      const raw = start === undefined || end === undefined ? named : printed.slice(start, end + 1)
      if (found >= 0) from = found + named.length
      const own = levelOf(named)
      const name = own === null && units.length > 0 ? withLevel(named, level, context.places ?? []) : named
      level = own ?? level
      if (name !== named) restored.push({ name, raw: named })
      const inside = /\(([^()]*)\)/.exec(name)?.[1]
      const sense = inside === undefined ? null : bracketSense(inside)
      if (others !== '') unnamed.push(name + others)
      if (isGeneric(name)) generic.push(name)
      else if (sense === 'unit' || sense === 'section')
        brackets.push({ name, changesOwner: sense === 'unit' })
      else if (!looksLikeOwner(name)) unknown.push({ name, proven: phrase.worded && !REFERS.test(name) })
      const leads = firstLeads && units.length === 0 && phrase.role !== 'supporting'
      const role = worded.role ?? (leads ? 'lead' : (phrase.role ?? context.role))
      if (phrase.shared) shared.push(name)
      if (!units.some((u) => u.name === name && u.role === role)) units.push({ name, raw, role })
    }
  }
  return { units, brackets, generic, unnamed, unknown, people, restored, shared }
}
