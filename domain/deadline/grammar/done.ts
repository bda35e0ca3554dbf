import { NUMERALS } from '../numerals.ts'
import { read, skip, token } from '../tokens.ts'

const HOW = '(?:全部|基本|初步|如期|按期|提前|全面|阶段性|圆满|均|经)*'
const ACT =
  '(?:完成|整改|办结|落实|到位|启动|建成|出台|印发|发布|公布|公开|上线|制定|整治|销号|解决|处置|开展|实施|报送|竣工|投用|投产|建立|成立|开工|通过|取消|清零|处理|纠正|退还|收回|修订|结束|实现|拆除|验收|开通|签订|移交|安装|更新)'
const DONE = token(
  `(?:目前|现|均|[(])?已${HOW}${ACT}(?:整改|到位|完毕|完成|销号|办结|工作|任务|并|、)*(?:(?<=并|、)${ACT})?[)]?(?!的|情况)`,
)
const DONE_ON = token(`(?:目前|均)?已${HOW}(?:于|在)?(?=[${NUMERALS}上下第今去])`)

/** Length of 已完成, 已整改到位, 已启动 at a position; 0 when it does not stand there. */
export const doneLength = (text: string, at: number): number =>
  text.includes('已', at) ? skip(DONE, text, at) : 0

/** 已于 before a date. */
export const doneOnLength = (text: string, at: number): number =>
  text.includes('已', at) ? skip(DONE_ON, text, at) : 0

/** The words of it, where a text begins with them. */
export const doneWords = (text: string): string | null =>
  text.includes('已') ? (read(DONE, text, /^[,、(]/.test(text) ? 1 : 0)?.[0] ?? null) : null
