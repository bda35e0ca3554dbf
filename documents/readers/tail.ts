const YEAR = '(?:[12]\\d{3}|[二一][〇零○O0一二三四五六七八九]{3})'
const SMALL = '[\\d一二三四五六七八九十]{1,3}'
const DATE = `${YEAR}年${SMALL}月${SMALL}日`
const TAIL = new RegExp(
  `^(?:\\(?${DATE}(?:印发)?\\)?|(?:注|备注|说明|附注|附件|抄送|主送|联系人|联系电话|公开方式)\\d*:.*|.{2,30}(?:办公室|政府|委员会|局)(?:${DATE})?(?:印发)?)$`,
)

/** A line that signs a document off or explains its table: date, issuer, 注：, 附件：, 抄送：. */
export const isTail = (line: string): boolean => TAIL.test(line.normalize('NFKC').replace(/\s/g, ''))
