import { simplified } from '../deadline/traditional.ts'

/** Words by which a unit's name is known. All patterns expect NFKC text without white space. */
export const OFFICE =
  '(?:局|委|委员会|办|办公室|厅|院|政府|公司|中心|署|集团|大学|学院|[^干]部|(?:协|总|联合|学|商|工|理事)会|妇联|工商联|残联|科协|(?:银|分|支)行|(?:研究|交易|监管|派出)所|(?:办事|管理|稽查)处|(?:总|监测|管理)站|(?:供销|合作|报)社|(?:总|支|大)队|街道)'
/** An office by its name's end; between two of these a line break separates. */
const WHOLE = new RegExp(`.${OFFICE}(?:\\(.*\\))?$`)
/** Wider: whatever may own a measure, places and institutions with them. */
const OWNER =
  /(?:[省市县区州旗镇乡村]|[会联社校行站所处科股室部关队组班馆团盟库台园社]|热线|基地)(?:\(.*\))?$/

/** Endings that never name a unit by themselves: a line that is only this goes on with the line before. */
const TAIL =
  /^(?:政府|人民政府|办公室|办公厅|委员会|管理局|管委会|管理委员会|监督管理局|服务中心|管理中心|指挥部|领导小组|工作部门|改革局|信息化局|保护局|资源局|保障局|建设局|监管局)$/
/** 市委, 市人民政府: whole by themselves, and the head of 市委宣传部, 市人民政府办公室. */
const HEAD = /^(?:省|自治区|市|区|县|州)?(?:委|政府|人民政府|人大|政协|委员会)$/

/** 市 as a level; not the 市 of 市场, 市容 and 市政园林. */
const LEVEL = /^(?:省|自治区|市(?!场|容|政(?:园林|公用|工程|设施|建设|管理))|区(?!域)|县|州)(?=.)/

/** Words with which owners that are named only by kind begin. */
export const GENERIC_WORDS = '各|有关|相关|全[市省县区]|所有'

const GENERIC =
  /^各|^县\(市|^(?:有关|相关|其他|全市|全省|全县|全区|所有)|(?:^|直)(?:各|有关|相关)?(?:部门|单位)$|(?:有关|相关|各)(?:部门|单位)$/

/** 各部门要高度重视, 各牵头单位按照方案: a sentence that begins with such an owner. */
const DOES =
  /(?<![主重需首必])要(?![素道害点])|应当|必须|[将把]|建立|制定|制订|按照|根据|切实|认真|确保|健全|完善|加强|提高|做好|高度重视/

/** A name in simplified characters; it is printed as the document has it. */
const plain = (name: string): string => [...name].map(simplified).join('')

export const isWholeName = (name: string): boolean => WHOLE.test(plain(name))

/** Whether a text can be the name of an owner at all. */
export const looksLikeOwner = (name: string): boolean =>
  name.length >= 2 && (isWholeName(name) || OWNER.test(plain(name)))

/** 各县区, 市直有关单位: owners that a person must name. */
export const isGeneric = (name: string): boolean => GENERIC.test(plain(name)) && !DOES.test(plain(name))

export const levelOf = (name: string): string | null => LEVEL.exec(name)?.[0] ?? null

/**
 * Whether a line break (or a space) between two texts separates two units: only where both sides are whole names,
 * and the right one does not finish the left one (市政府 / 办公室, 市委 / 宣传部).
 */
export function separatesNames(left: string, right: string): boolean {
  const next = right.replace(/(?:[、,;]|牵头|配合|负责|协办|主办).*$/, '')
  if (!isWholeName(left) || !isWholeName(next) || next.startsWith('(') || TAIL.test(next)) return false
  return !HEAD.test(left) || levelOf(next) !== null || isGeneric(next) || isWholeGovernment(next)
}

const isWholeGovernment = (name: string): boolean => /..[省市县区州](?:人民)?政府$/.test(name)

/** A name that carries no level of its own and could take one: not 国家…, 中国…, nor one that begins with the place. */
const OWN_LEVEL = /^(?:国家|中国|中央|全国|人民银行|人行|海关|驻|团|共青团|广东|电信|移动|联通)/

/**
 * The level left out after the first of a list: after 市发展和改革局, 工业和信息化局 is 市工业和信息化局.
 * Only departments (…局, 委, 办, 厅) take it, and no name that begins with a place (`places`: 梅州).
 */
export function withLevel(name: string, level: string | null, places: readonly string[]): string {
  if (level === null || levelOf(name) !== null || isGeneric(name)) return name
  if (OWN_LEVEL.test(name) || places.some((place) => name.startsWith(place))) return name
  return /(?:局|委|委员会|办|办公室|厅)(?:\(.*\))?$/.test(name) && !/[县区市]政府/.test(name)
    ? level + name
    : name
}

export type BracketSense = 'section' | 'unit' | 'role' | 'list'

/** What a bracket behind a name may be: 科室 of the unit, another unit or name, a role word, part of 县(市、区). */
export function bracketSense(inside: string): BracketSense {
  if (/牵头|配合|负责|协办|主办|责任/.test(inside)) return 'role'
  if (/^[市县区、,]+$/.test(inside)) return 'list'
  if (/[科股处室组队]$/.test(inside)) return 'section'
  return isWholeName(inside) ? 'unit' : 'section'
}
