import type { Production } from './production.ts'

const CONTINUOUS =
  /^(?:全年(?:工作|推进|实施|持续)?|全天候(?:24小时)?|(?:长期|持续|常年)(?:坚持|推进|开展|实施|工作|进行)?|常态化(?:推进|开展|实施)?|贯穿全年|日常工作|经常性工作)/
const VAGUE =
  /^(?:及时|尽快|适时|定期|逐步|近期|立行立改|立即整改|限期|随时|即时|同步)(?:办理|推进|完成|公开|发布|更新|开展)?/
const NONE = /^(?:-+|\/|无|暂无|不限)$/

/** continuous: 全年工作, 长期坚持, 全天候24小时 (rules §3). */
export const continuous: Production = (segment) => {
  const match = CONTINUOUS.exec(segment)
  return match
    ? { rules: [{ type: 'continuous', wholeYear: match[0].includes('全年') }], length: match[0].length }
    : null
}

/** vague: a word of haste alone, no hard limit (rules §3). */
export const vague: Production = (segment) => {
  const match = VAGUE.exec(segment)
  return match ? { rules: [{ type: 'vague', word: match[0] }], length: match[0].length } : null
}

/** Empty, —— or 无: nothing is said. */
export const nothing: Production = (segment) =>
  segment.length === 0 || NONE.test(segment) ? { rules: [{ type: 'none' }], length: segment.length } : null
