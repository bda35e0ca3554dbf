import type { Actor } from './actor.ts'

// The rights as data: domain/basics/access.ts decides by them, docs/rights.md is printed from them, the tests go through them.

/** What somebody is. One person may have several, each a hat of its own. */
export const ROLES = ['office', 'unit', 'head', 'leader', 'observer', 'admin', 'issuer'] as const
export type Role = (typeof ROLES)[number]

export const ROLE_NAMES: Readonly<Record<Role, string>> = {
  office: '督查室',
  unit: '单位联络员',
  head: '单位负责人',
  leader: '领导',
  observer: '观察员',
  admin: '管理员',
  // 签发 is a right beside office, not a place in the work.
  issuer: '签发',
}

export type Reads = 'all' | 'own units' | 'nothing'

/** What of a plan each role reads, and as what it acts; null: it does no acts. */
export const ROLE_RIGHTS: Readonly<
  Record<Role, { readonly reads: Reads; readonly acts: Exclude<Actor['role'], 'system'> | null }>
> = {
  office: { reads: 'all', acts: 'office' },
  unit: { reads: 'own units', acts: 'unit' },
  head: { reads: 'own units', acts: 'unit' },
  leader: { reads: 'all', acts: 'leader' },
  observer: { reads: 'all', acts: null },
  // 管理员 runs accounts and settings; the work is not his.
  admin: { reads: 'nothing', acts: null },
  // Alone it lets do nothing.
  issuer: { reads: 'all', acts: null },
}

/**
 * Who does a kind of act.
 *
 * - `unit`: a unit of the measure in its own name; `head`: its head; `supporting`: one of them that does not lead
 * - `office`: an office of the plan, on work that is not its own; where it is, another office or a leader
 * - `judge`: the same, and never one's own evidence
 * - `unitOrOffice`: either of the two, in its own name
 * - `officeOrLeader`: an office on work that is not its own, or a leader on any
 * - `plan`: an office, for what concerns the plan as a whole; `issue`: one that has 签发
 * - `report`: an office, or a unit at the command line; `propose`: any unit, also one that works on nothing
 */
export type Who =
  | 'unit'
  | 'head'
  | 'supporting'
  | 'office'
  | 'judge'
  | 'unitOrOffice'
  | 'officeOrLeader'
  | 'plan'
  | 'issue'
  | 'report'
  | 'propose'

/**
 * What a sender's unit is to the measure: it leads it, supports it, is an office of the plan that does not work on it,
 * none of these, the same where an office works on the measure itself, or has no name.
 */
export const RELATIONS = ['lead', 'supporting', 'office', 'other', 'otherOfOffice', 'nobody'] as const
export type Relation = (typeof RELATIONS)[number]

export const RELATION_NAMES: Readonly<Record<Relation, string>> = {
  lead: '牵头单位',
  supporting: '责任、配合单位',
  office: '督查机构',
  other: '其他单位',
  otherOfOffice: '其他单位（督查机构自己承办时）',
  nobody: '没写单位',
}

export type Forbidden = 'NOT_OFFICE' | 'OWN_EVIDENCE' | 'UNIT_NOT_RESPONSIBLE' | 'NOT_SUPPORTING'
const CELLS: Readonly<Record<string, 'may' | Forbidden>> = {
  y: 'may',
  O: 'NOT_OFFICE',
  E: 'OWN_EVIDENCE',
  U: 'UNIT_NOT_RESPONSIBLE',
  S: 'NOT_SUPPORTING',
}

type Row = Readonly<Record<Exclude<Actor['role'], 'system'>, string>>
/** A row a kind of act and role, a letter a relation, in their order. */
const ROWS: Readonly<Record<Who, Row>> = {
  unit: { office: 'UUUUUU', unit: 'yyUUUU', leader: 'UUUUUU' },
  head: { office: 'UUUUUU', unit: 'yyUUUU', leader: 'UUUUUU' },
  supporting: { office: 'UUSSSS', unit: 'SySSSS', leader: 'UUSSSS' },
  office: { office: 'OOyOOO', unit: 'OOOOOO', leader: 'OOOOyO' },
  judge: { office: 'EEyOOO', unit: 'EEOOOO', leader: 'EEOOyO' },
  unitOrOffice: { office: 'yyyOOO', unit: 'yyUUUU', leader: 'OOOOyO' },
  officeOrLeader: { office: 'OOyOOO', unit: 'OOOOOO', leader: 'OOyyyO' },
  plan: { office: 'OOyOOO', unit: 'OOOOOO', leader: 'OOOOOO' },
  issue: { office: 'OOyOOO', unit: 'OOOOOO', leader: 'OOOOOO' },
  report: { office: 'OOyOOO', unit: 'yyyyyO', leader: 'OOOOOO' },
  propose: { office: 'OOyOOO', unit: 'yyyyyO', leader: 'OOOOOO' },
}

/** Whether a role in a relation may do a kind of act, and else the code of the refusal. @example rightOf('judge', 'office', 'lead') // 'OWN_EVIDENCE' */
export const rightOf = (who: Who, role: Exclude<Actor['role'], 'system'>, to: Relation): 'may' | Forbidden =>
  CELLS[ROWS[who][role][RELATIONS.indexOf(to)] ?? 'O'] ?? 'NOT_OFFICE'

/** Kinds of acts that concern a plan as a whole: what its units are to a measure does not matter. */
export const OF_PLAN: ReadonlySet<Who> = new Set<Who>(['plan', 'issue', 'report', 'propose'])

/** What is for the office to do is not for one who works on the measure in another of his roles. */
export const OF_OFFICE: ReadonlySet<Who> = new Set<Who>(['office', 'judge', 'officeOrLeader'])
