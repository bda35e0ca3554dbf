/** Function words that lead in a condition; not the first half of 经济, 自然, 从业, 待遇… */
const LEAD =
  /^(?:待(?!遇)|等到?|经过|经(?!济|营|费|办|贸|信|开|适|纪|验|常)|自(?!然|治|查|评|主|行|贸|愿|身|检|筹|有)|从(?!业|事|严|重)|在(?!建(?!设)|岗|线|校|职|编|册|地|用)|于|当)/

const TRAIL = /(?:[,、:的]|之日|当日|次日|之次日){1,9}$/

/** Trims the function words off a condition. @example bareCondition('待省出台办法') // '省出台办法' */
export const bareCondition = (text: string): string => text.replace(LEAD, '').replace(TRAIL, '')

export const hasLead = (text: string): boolean => LEAD.test(text)
