import type { Trigger } from '../rule.ts'

/** Acts that keep coming: every one opens an obligation of its own. */
const RECURRING_ACTS =
  /审批|核准|备案|受理|形成|变更|变动|更新|作出|做出|发生|调整|进展|进度|变化|产生|查处|办结|签订|签署|成交|接到|接报|收到|获取|获得|登记|申请|举报|投诉|处罚|中标|成立案件|每次|每批|每个|每项|每笔|逐[项个批]/g
/** Acts done once in a year, or once for good. */
const SINGLE_ACTS =
  /批准|批复|出台|下发|印发|发布|公布|颁布|颁发|施行|实施|通过|审议|审定|制定|修订|理顺|明确|验收|竣工|建成|完工|召开|举行|闭幕|开工|启动|成立|结束|完成|届满|期满|到期|下达|部署|成熟|确定|到位/g
/** Who acts once: a congress, a government, a named document. Without one, 批准后 may be any approval. */
const NAMED =
  /人大|常委会|政府|国务院|国家|中央|省|市|县|区|部门|部|委|厅|局|上级|方案|办法|规定|意见|《|会|条件|项目|改革/

/** Function words that lead in a condition; not the first half of 经济, 自然, 从业, 待遇… */
const LEAD =
  /^(?:待|等到?|经过|经(?!济|营|费|办|贸|信|开|适|纪|验|常)|自(?!然|治|查|评|主|行|贸|愿|身|检|筹|有)|从(?!业|事|严|重)|在(?!建|岗|线|校|职|编|册|地|用)|于|当)/
const TRAIL = /(?:[,、:的]|之日|当日|次日|之次日)+$/

/** Trims the function words off a condition. @example bareCondition('待省出台办法') // '省出台办法' */
export const bareCondition = (text: string): string => text.replace(LEAD, '').replace(TRAIL, '')
export const hasLead = (text: string): boolean => LEAD.test(text)

const OR = /或者|或/
const lastIndex = (pattern: RegExp, text: string): number => {
  let found = -1
  for (const match of text.matchAll(pattern)) found = match.index
  return found
}

/** Who acts, at the end of a way that names no act of its own. */
const BODY =
  /(?:人民代表大会|人大|大会|委员会|常委会|政府|党委|市委|省委|县委|区委|党组|委|办|厅|局|部门|法院|单位)$/
const ACT_OF_LAST =
  /(?:审查|审议|研究|审核|会签)?(?:批准|批复|同意|审定|通过|审批|核准|印发|发布|公布|决定|授权|备案|确认|认定|下达)$/

/** 市委或市政府审定, 人民代表大会或其常务委员会批准: the act stands once, behind the last body; 其 is the first one. */
function sharedAct(parts: readonly string[]): readonly string[] | null {
  const act = ACT_OF_LAST.exec(parts.at(-1) ?? '')?.[0]
  const [first = '', ...others] = parts
  if (!act || !parts.slice(0, -1).every((part) => BODY.test(part))) return null
  const named = [first, ...others.map((part) => part.replace(/^其/, first))]
  return named.map((part, i) => (i === named.length - 1 ? part : part + act))
}

/**
 * The several ways of one condition: A或B. A head that they share is given back to the second
 * (信息产生或变更 → 信息产生, 信息变更). Empty when there is one way only.
 */
export function alternativesOf(text: string): readonly string[] {
  const plain = text.replace(/《[^》]*》|\([^)]*\)|“[^”]*”/g, (quoted) => '□'.repeat(quoted.length))
  if (!OR.test(plain)) return []
  const parts: string[] = []
  let from = 0
  for (const match of plain.matchAll(/或者|或|、/g)) {
    parts.push(text.slice(from, match.index))
    from = match.index + match[0].length
  }
  parts.push(text.slice(from))
  const shared = sharedAct(parts)
  if (shared) return shared
  const given = parts.map((part) => part.replace(/^[,、]|[,、]$/g, '')).filter((part) => part.length > 0)
  const [first, ...others] = given
  if (first === undefined || others.length === 0) return []
  const head =
    first.length > 2 && lastIndex(RECURRING_ACTS, first) === first.length - 2 ? first.slice(0, -2) : ''
  return [first, ...others.map((part) => (part.length <= 2 ? head + part : part))]
}

/** The act named last decides whether the condition happens once or keeps happening. */
export function triggerOf(text: string): { readonly trigger: Trigger; readonly doubtful: boolean } {
  const name = bareCondition(text)
  const plain = name.replace(/《[^》]*》/g, '《》')
  if (plain.startsWith('每'))
    return { trigger: { text: name, stream: true, alternatives: alternativesOf(name) }, doubtful: false }
  const recurring = lastIndex(RECURRING_ACTS, plain)
  const single = lastIndex(SINGLE_ACTS, plain)
  const stream = recurring > single
  const doubtful =
    (recurring < 0 && single < 0) ||
    (!stream && !NAMED.test(plain)) ||
    (stream && single >= 0 && recurring - single < 4)
  return { trigger: { text: name, stream, alternatives: alternativesOf(name) }, doubtful }
}
