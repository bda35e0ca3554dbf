import type { ParsedClause } from './sentence.ts'

/** Each of many: 每件, 逐项, 各类申请. Not 每年, which says when. */
const EACH_OF_MANY =
  /每(?:一)?(?:个(?!月|季)|项|件|份|批|宗|笔|户|起|家|例)|逐(?:一|项|件|个|案|宗|户)|(?:各类|所有|全部)[^，,。；;]{0,8}(?:申请|许可|审批|案件|投诉|举报|合同|项目)/
/** Several of them by number: 10个项目, 三批. */
const SEVERAL =
  /(?:[2-9]|[1-9][0-9]+|[二两三四五六七八九十]{1,3}|若干|多|一批|各)(?:个|项|批|家|件|座|条)?(?:重[大点])?(?:项目|工程|批次|单位|企业)/
/** One paper that the measure is about. */
const ONE_PAPER =
  /(?:编制|制定|制订|出台|起草|修订|拟定|印发|研究提出)[^，,。；;各等、]{0,30}(?:规划|方案|办法|意见|规定|条例|预案|标准|制度|细则|清单|目录|名录|指南)/
const PAPER_ACT =
  /^(?:市?政府|市委|县委|区委|党组|常务会)?(?:审议|审定|审核)?(?:批准|批复|通过|印发|出台|公布|发布|下发|审定|同意)$/
/** The steps of one project, each after the other. */
const PROJECT_STEP = /(?:立项|批复|批准|核准|交地|供地|开工|竣工|建成|验收|拨付|中标|用地)[^,]{0,2}$/
const NEXT_STEP =
  /^(?:及时|立即|尽快|即可?|抓紧)?(?:正式|全面)?(?:开工|动工|竣工|完工|建成|投产|投用|投入使用|交付使用|启动建设)/

/** A budget is approved once a year. */
const BUDGET = /预算|决算|“三公”经费/

type Answer = 'once' | 'often' | null

/** What the work behind the limit and the measure's own words say of a condition that by itself may come once or often. */
function said(condition: string, work: string, measure: string): Answer {
  if (EACH_OF_MANY.test(measure)) return 'often'
  const several = SEVERAL.test(measure)
  if (PROJECT_STEP.test(condition) && NEXT_STEP.test(work)) return several ? 'often' : 'once'
  if (BUDGET.test(`${work}${measure}`) && PAPER_ACT.test(condition)) return 'once'
  const papers = new Set(measure.match(/《[^》]+》/g) ?? [])
  const one = papers.size === 1 || (papers.size === 0 && ONE_PAPER.test(measure))
  return one && !several && PAPER_ACT.test(condition) ? 'once' : null
}

/** Where its surroundings settle whether the condition comes once or often, nobody is asked. */
export function settledByWords(parsed: ParsedClause, measure: string): ParsedClause {
  const { rule, notes, milestone } = parsed
  if (rule.type !== 'event' || !notes.some(({ code }) => code === 'single-or-stream')) return parsed
  const answer = said(rule.trigger.text, milestone ?? '', measure)
  if (answer === null) return parsed
  const stream = answer === 'often'
  return {
    ...parsed,
    rule: { ...rule, trigger: { ...rule.trigger, stream } },
    notes: notes.filter(({ code }) => code !== 'single-or-stream'),
  }
}
