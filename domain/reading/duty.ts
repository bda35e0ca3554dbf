import { GENERIC_WORDS, OFFICE } from '../plan/unit-names.ts'

const NUMBER = '[0-9一二两三四五六七八九十〇○]{1,8}'
const DATE = new RegExp(
  `${NUMBER}\\s{0,9}(?:年|月|日|号|季度|个?工作日)|年[底内末初]|[上下]半年|季度末|每[月周年日季个半]|全年|长期|常态化`,
)
/** A unit that acts: a name with its level or 各…, not one whose decisions or demands are spoken of. */
const UNIT = new RegExp(
  `(?:^|[。；;，,、:：由请\\s(（])(?:[省市县区州镇乡旗]|${GENERIC_WORDS})[^。；;，,、的]{0,14}?(?:${OFFICE}|单位|部门|[县区镇乡]|街道)(?:[(（][^()（）]*[)）])?(?!的|决策|部署|关于|工作要求|精神|文件|印发|令|党|、|和|有关)`,
)
const OWNERS = /牵头|责任单位|责任部门|责任科室|配合单位|负责同志|承办单位/
/** Acts with which a duty begins; 坚持, 深入贯彻 and 以…为 are none. */
const ACT =
  /(?:^|[。；;\n]|[.、)）]\s*)(?:要|应|须)?(?:进一步|全面|切实|认真|积极|加快|及时|扎实|抓紧|着力|深入|持续|大力|有序|稳步|统筹|主动|定期){0,4}(?:完成|建立|建成|建设|制定|制订|修订|编制|出台|开展|推进|推动|推行|实施|组织|举办|召开|落实|健全|完善|加强|强化|加大|优化|提升|提高|清理|整治|排查|整改|检查|督查|通报|考核|报送|上报|印发|公布|公开|改造|新建|新增|做好|办好|抓好|培育|支持|打造|规范|严格|明确|压实|成立|统筹|协调|宣传|加快|解决|设立|安排)/

/** Whether a text names a date. Cheap: what reads dates for good is domain/deadline. */
export const namesDate = (text: string): boolean => DATE.test(text.normalize('NFKC'))

/** Whether a text names somebody who acts. */
export const namesUnit = (text: string): boolean => {
  const plain = text.normalize('NFKC').replace(/[ \t]/g, '')
  return UNIT.test(plain) || OWNERS.test(plain)
}

/** Whether a text begins with an act of doing. */
export const namesAct = (text: string): boolean => ACT.test(text.normalize('NFKC').trim())

/**
 * Whether a text that went into no measure may be a duty: it names a unit, a date, or (`acts`) an act of doing.
 * @example saysDuty('坚持问题导向，标本兼治。') // false
 */
export const saysDuty = (text: string, acts = true): boolean =>
  namesUnit(text) || namesDate(text) || (acts && namesAct(text))
