import { actAtEnd, lastIndex, RECURRING_ACTS, saysAct } from './acts.ts'

const OR = /或者|或/
const SPLIT = /或者|或|、/g
/** Who acts, at the end of a way that names no act of its own. */
const BODY_WORD =
  '(?:人民代表大会|人大|大会|委员会|常委会|政府|党委|市委|省委|县委|区委|党组|建委|办公室|委|办|厅|局|部门|法院|单位)'
const BODY = new RegExp(`${BODY_WORD}$`)
const ACT_OF_LAST =
  /(?:审查|审议|研究|审核|会签)?(?:批准|批复|同意|审定|通过|审批|核准|印发|发布|公布|决定|授权|备案|确认|认定|下达)$/
const RECEIPT = /^(?:收到|接到)/
const OF_BODY = new RegExp(`^(.{0,8}?${BODY_WORD})([^、]{3,})$`)
/** 备案手续, 变更登记: an act and the thing that it is done to, which the ways before it share. */
const ACT_AND_THING =
  /^(?:批准|核准|备案|变更|注销|新设|设立|延续|变动|终止|登记|审批|移交|转让|抵押)(手续|申请|登记|材料|决定)$/

type Parts = readonly string[]

/** 市委或市政府审定, 人民代表大会或其常务委员会批准: the act stands once, behind the last body; 其 is the first one. */
function sharedAct(parts: Parts): Parts | null {
  const act = ACT_OF_LAST.exec(parts.at(-1) ?? '')?.[0]
  const [first = '', ...others] = parts
  if (!act || !parts.slice(0, -1).every((part) => BODY.test(part))) return null
  const named = [first, ...others.map((part) => part.replace(/^其/, first))]
  return named.map((part, i) => (i === named.length - 1 ? part : part + act))
}

/** 接到建委或房管局同意使用的批复意见: either body's, and both are received. */
function receivedFrom(parts: Parts): Parts | null {
  const [first = '', last = '', ...others] = parts
  const receipt = RECEIPT.exec(first)?.[0]
  const found = OF_BODY.exec(last)
  if (!receipt || !found || others.length > 0 || !BODY.test(first)) return null
  return [`${first}${found[2]}`, `${receipt}${last}`]
}

/** 完成批准、核准或者备案手续, 办理新设或变更手续: head and thing are shared. */
function sharedThing(parts: Parts): Parts | null {
  const thing = ACT_AND_THING.exec(parts.at(-1) ?? '')?.[1]
  const [first = '', ...others] = parts
  if (!thing || first.length < 4 || first.endsWith(thing)) return null
  if (!others.slice(0, -1).every((part) => part.length === 2)) return null
  const head = first.slice(0, -2)
  return [first + thing, ...others.map((part) => head + (part.endsWith(thing) ? part : part + thing))]
}

/** The head that the later ways share with the first: 信息产生|变更, 办理退役手续|移交手续, 收到举报|移送材料. */
function headOf(first: string, part: string): string {
  const receipt = RECEIPT.exec(first)?.[0]
  if (receipt && first.length > 2 && !RECEIPT.test(part)) return receipt
  if (first.length > part.length && part.length > 2 && first.slice(-2) === part.slice(-2))
    return first.slice(0, -part.length)
  if (part.length > 2 || first.length <= 2) return ''
  return first.at(-3) === '的' || lastIndex(RECURRING_ACTS, first) === first.length - 2
    ? first.slice(0, -2)
    : ''
}

/** 预算或决算批准: an act said once, at the end, is that of all. */
function withActOfLast(ways: Parts): Parts {
  const act = actAtEnd(ways.at(-1) ?? '')
  if (act === null || ways.slice(0, -1).some(saysAct)) return ways
  return ways.map((way, i) => (i < ways.length - 1 ? way + act : way))
}

/**
 * The several ways of one condition: A或B, each made whole with what it shares with the others
 * (信息产生或变更 → 信息产生, 信息变更). Empty when there is one way only.
 */
export function alternativesOf(text: string): Parts {
  const plain = text.replace(/《[^》]*》|\([^)]*\)|“[^”]*”/g, (quoted) => '□'.repeat(quoted.length))
  if (!OR.test(plain)) return []
  const parts: string[] = []
  let from = 0
  for (const match of plain.matchAll(SPLIT)) {
    parts.push(text.slice(from, match.index))
    from = match.index + match[0].length
  }
  parts.push(text.slice(from))
  const given = parts.map((part) => part.replace(/^[,、]|[,、]$/g, '')).filter((part) => part.length > 0)
  const [first, ...others] = given
  if (first === undefined || others.length === 0) return []
  return (
    sharedAct(given) ??
    receivedFrom(given) ??
    sharedThing(given) ??
    withActOfLast([first, ...others.map((part) => headOf(first, part) + part)])
  )
}
