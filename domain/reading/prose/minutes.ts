import { isTitled } from '../../plan/people.ts'
import { isGeneric, isWholeName, looksLikeOwner } from '../../plan/unit-names.ts'
import { splitOutside } from '../unit-phrases.ts'
import { joined, NOTHING, type Reading, type Sense, saysWhen } from './senses.ts'
import { roleWordsPlain, shapeOf } from './shape.ts'

/** Words that follow the one who is to act. */
const FOLLOWS =
  /^(?:具体|共同|分别|各自)?(?:牵头|负责|主办|承办|主抓|配合|协助|协同|参与|会同|联合|统筹|要|须|应|需|于|在(?!建)|抓紧|尽快|尽早|立即|务必|组织|督促|提出|完成|制定|落实|做好|按|$)/
const DOES = /^(?:具体|共同|分别|各自)?(?:牵头|负责|主办|承办|会同)/
const SUPPORTS = /^(?:积极|主动|做好)?(?:配合|协助|协同|参与)/
const ASKED = /^(?:原则上)?(?:由|责成|请|商请|明确由|要求|授权|委托|督促)/
/** What stands before the one who is asked: 会议决定，会议要求. */
const OPENING =
  /^(?:会议|专题会|大家|与会人员)?(?:研究)?(?:决定|明确|要求|议定|强调|同意|确定|认为|原则同意|一致同意)[：:，,]?/

/** 并于11月10日前将总结报领导小组办公室: what is done to an office, no office's name. */
const SAYS_ACT = /[将把]|报(?!社|刊|业)|^并|\d[月日]|[^主重需首]要/

const nameLike = (name: string, asked: boolean): boolean => !SAYS_ACT.test(name) && isNameLike(name, asked)

const isNameLike = (name: string, asked: boolean): boolean =>
  isWholeName(name) ||
  isGeneric(name) ||
  isTitled(name) ||
  (asked && name.length >= 3 && looksLikeOwner(name))

/**
 * The names that a clause begins with and the rest behind them: the first place where whole names end and a word of
 * acting follows. Null: it begins with none.
 */
function subjectOf(clause: string, asked: boolean): { readonly names: string; readonly rest: string } | null {
  const shape = shapeOf(clause)
  for (let end = 3; end <= Math.min(shape.length, 90); end += 1) {
    const rest = shape.slice(end)
    if (!FOLLOWS.test(rest)) continue
    // 水利所负责具体实施: who is said to be in charge is somebody, whatever the name ends with.
    const proven = asked || DOES.test(rest)
    const names = splitOutside(shape.slice(0, end).normalize('NFKC'), /[、和及与]/).map((name) => name.trim())
    if (names.length > 0 && names.every((name) => nameLike(name.replace(/等$/, ''), proven)))
      return { names: clause.slice(0, end), rest: clause.slice(end) }
  }
  return null
}

/** The date of a clause that a person is asked by: 于12月20日前, 在10个工作日内. */
const ASKED_BY = /(?:于|在|务必)\s*([^，,。；;]{1,24}?(?:之?前|以前|以?内))/

/** Who one clause asks, in the words that readUnits reads; null: nobody. */
function askedIn(clause: string, reading: Reading, firm: boolean): Sense | null {
  const shape = shapeOf(clause)
  const opening = OPENING.exec(shape)?.[0] ?? ''
  const asked = ASKED.exec(shape.slice(opening.length))?.[0] ?? ''
  const body = clause.slice(opening.length + asked.length).trim()
  const subject = subjectOf(body, asked !== '')
  const date = ASKED_BY.exec(shape)?.[1] ?? ''
  const deadline = date !== '' && saysWhen(date, reading) ? date : ''
  if (subject === null) return deadline === '' ? null : { ...NOTHING, deadline }
  const rest = shapeOf(subject.rest)
  const generic = splitOutside(subject.names, /[、和及与]/).every((name) => isGeneric(name.normalize('NFKC')))
  const does = DOES.test(rest)
  // 各部门要高度重视 asks nobody in particular; with a date it does.
  if (generic && deadline === '' && asked === '' && !does) return null
  if (!firm && asked === '' && !does && !/^(?:要|须|应|需|于|在|务必)/.test(rest) && !SUPPORTS.test(rest))
    return null
  const joint = /^(?:会同|联合)(.+?)(?=共同|负责|牵头|抓紧|尽快|于|在|制定|提出|完成|做好|组织|$)/.exec(
    subject.rest,
  )
  const others = joint?.[1] && subjectOf(joint[1], true) ? `会同${joint[1]}` : ''
  const role = SUPPORTS.test(rest) ? '配合' : others === '' ? '牵头' : ''
  return { ...NOTHING, owners: roleWordsPlain(`${subject.names}${others}${role}`), deadline }
}

/**
 * Who and when in running text, as minutes write it: 由甲局牵头，乙局配合，于12月20日前完成…; 请丙局于11月底前…;
 * 丁局要在10个工作日内…. Only for an item that has no bracket and no label. Null: it asks nobody.
 */
export function askedInText(text: string, reading: Reading): Sense | null {
  let found: Sense | null = null
  for (const sentence of text.split(/[。；;！!\n]/)) {
    let firm = false
    for (const clause of splitOutside(sentence, /[,，：:]/)) {
      const said = askedIn(clause, reading, firm)
      if (said === null) continue
      if (said.owners !== '') firm = true
      if (said.owners === '' && !firm) continue
      found = found === null ? said : joined(found, said)
    }
  }
  return found !== null && found.owners !== '' ? found : null
}
