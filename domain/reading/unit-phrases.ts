import type { UnitRole } from '../plan/plan.ts'

/** A printed stretch of names with the role that its own words give them; null: the column's role. */
export interface Phrase {
  readonly names: readonly string[]
  readonly role: UnitRole | null
  /** 按职责分工负责: nobody of them leads. */
  readonly shared: boolean
  /** The role stands in words beside the names: 牵头, 负责, 责任单位：. */
  readonly worded: boolean
}

const PREFIX =
  /^\s*(牵头|主办|责任|承办|落实|配合|协办|协助|参与|参加)\s{0,9}(?:责任|落实)?\s{0,9}(?:单位|部门)?\s{0,9}[:：]\s*/
const SUFFIX: readonly (readonly [RegExp, UnitRole, boolean])[] = [
  [/\s*(?:按照?|依)(?:各自)?职[责能](?:分工)?(?:分别|各自)?(?:负责|落实|承担|配合)?$/, 'responsible', true],
  [/\s*(?:分别|各自)(?:负责|落实|承担)$/, 'responsible', true],
  [/\s*(?:共同|联合|分别|各自)?(?:牵头|主办)(?:负责|落实|组织|实施)?$/, 'lead', false],
  [/\s*(?:等)?(?:积极)?(?:配合|协办|协助|参与|参加)(?:落实|实施|单位)?$/, 'supporting', false],
  [/\s*(?:共同)?(?:负责|承办)(?:落实|实施)?$/, 'lead', false],
]
const ROLE_OF_WORD: Readonly<Record<string, UnitRole>> = {
  牵头: 'lead',
  主办: 'lead',
  责任: 'responsible',
  承办: 'responsible',
  落实: 'responsible',
}

/** Parts of a text between separators that stand outside brackets; empty ones left out. */
export function splitOutside(text: string, separator: RegExp): string[] {
  const parts: string[] = []
  let depth = 0
  let part = ''
  for (const char of text) {
    if (/[(（]/.test(char)) depth += 1
    if (/[)）]/.test(char)) depth = Math.max(0, depth - 1)
    if (depth === 0 && separator.test(char)) {
      parts.push(part)
      part = ''
    } else part += char
  }
  return [...parts, part].filter((p) => p.trim() !== '')
}

/** 和, 及, 与 between two whole names separate; inside one (经济和信息化局) they do not. */
const splitAnd = (name: string): string[] =>
  name.split(
    /(?<=[^\s](?:局|委|办|厅|院|所|站|队|公司|中心|政府)\s{0,9})(?:和|及|以及|与|会同)(?=\s{0,9}[^\s]{1,60}(?:局|委|办|厅|院|公司|中心|政府|部门|单位|会)\s{0,9}$|\s{0,9}各[^和及与]{1,60}$)/,
  )

const namesOf = (text: string): string[] => splitOutside(text, /[、/;；,，\t]/).flatMap(splitAnd)

interface Draft {
  text: string
  role: UnitRole | null
  shared: boolean
  suffixed: boolean
  /** The label before it, for the names that follow. */
  standing?: UnitRole | null
}

function phraseOf(printed: string, standing: UnitRole | null): Draft {
  const prefix = PREFIX.exec(printed)
  const text = prefix ? printed.slice(prefix[0].length) : printed
  const word = prefix?.[1]
  const under = word === undefined ? standing : (ROLE_OF_WORD[word] ?? 'supporting')
  const suffix = SUFFIX.find(([pattern]) => pattern.test(text))
  // 责任单位：A牵头，B配合: words behind the names say more than the label, which holds for names without any.
  if (word !== undefined && suffix)
    return {
      text: text.replace(suffix[0], ''),
      role: suffix[1],
      shared: suffix[2],
      suffixed: true,
      standing: under,
    }
  if (word !== undefined) return { text, role: under, shared: false, suffixed: false }
  if (suffix) return { text: text.replace(suffix[0], ''), role: suffix[1], shared: suffix[2], suffixed: true }
  return { text, role: standing, shared: false, suffixed: false }
}

/**
 * The phrases of a cell in order. 牵头单位：A holds until the next such label; "A牵头，B、C配合" gives each stretch
 * the word behind it, also over a comma (A牵头，B，C配合).
 */
export function phrasesOf(text: string): readonly Phrase[] {
  const drafts: Draft[] = []
  let standing: UnitRole | null = null
  for (const sentence of splitOutside(roleApart(labelsApart(text)), /[;；。\n]/)) {
    const first = drafts.length
    for (const piece of splitOutside(sentence, /[,，]/)) {
      for (const part of withJointly(piece)) {
        const draft = phraseOf(part.text, standing)
        if (draft.standing !== undefined) standing = draft.standing
        else if (!draft.suffixed && draft.role !== standing) standing = draft.role
        drafts.push(part.role && draft.role === null ? { ...draft, role: part.role } : draft)
      }
    }
    passBack(drafts, first)
  }
  return drafts.map(({ text: names, role, shared }) => ({
    names: namesOf(names),
    role,
    shared,
    worded: role !== null,
  }))
}

/** A牵头、B按职责分工负责: a word of role ends its stretch also before 、. */
const roleApart = (text: string): string => text.replace(/(牵头(?:负责)?|主办|配合|协办)、/g, '$1，')

/** A label begins a phrase wherever it stands: 牵头单位：A 配合单位：B. */
const labelsApart = (text: string): string =>
  text.replace(
    /(?<=\S)\s*(?=(?:牵头|主办|责任|承办|配合|协办|参与)(?:责任|落实)?(?:单位|部门)\s*[:：])/g,
    '；',
  )

/** "A会同B、C": A leads, the others answer with it. */
function withJointly(piece: string): readonly { readonly text: string; readonly role: UnitRole | null }[] {
  const at = piece.search(/会同|商(?=[市省县区].*[局委办厅])/)
  if (at <= 0) return [{ text: piece, role: null }]
  const rest = piece.slice(at).replace(/^(?:会同|商)/, '')
  return [
    { text: piece.slice(0, at), role: 'lead' },
    { text: rest.replace(/\s*(?:共同)?(?:负责|落实)$/, ''), role: 'responsible' },
  ]
}

/** Once a role word stood behind names, names without one belong to the next that has one. */
function passBack(drafts: Draft[], first: number): void {
  for (let i = drafts.length - 2; i > first; i -= 1) {
    const [draft, next] = [drafts[i], drafts[i + 1]]
    const before = drafts.slice(first, i).some((d) => d.suffixed)
    if (draft && next?.suffixed && draft.role === null && before)
      drafts[i] = { ...draft, role: next.role, shared: next.shared, suffixed: true }
  }
}
