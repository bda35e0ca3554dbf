/** Acts that keep coming: every one opens an obligation of its own. */
export const RECURRING_ACTS =
  /审批|核准|备案|受理|形成|变更|变动|更新|作出|做出|发生|调整|进展|进度|变化|产生|查处|办结|签订|订立|签署|成交|接到|接报|收到|获取|获得|登记|申请|举报|投诉|处罚|中标|成立案件|每次|每批|每个|每项|每笔|逐[项个批]/g
/** Acts done once in a year, or once for good. */
export const SINGLE_ACTS =
  /批准|批复|出台|下发|印发|发布|公布|颁布|颁发|施行|实施|通过|审议|审定|制定|修订|理顺|明确|验收|竣工|建成|完工|召开|举行|闭幕|开工|启动|成立|结束|完成|届满|期满|到期|下达|部署|成熟|确定|到位/g
/** Who acts once: a congress, a government, a named document. Without one, 批准后 may be any approval. */
export const NAMED =
  /人大|常委会|政府|国务院|国家|中央|省|市|县|区|部门|部|委|厅|局|上级|方案|办法|规定|意见|《|会|条件|项目|改革|条例|汛期|^本(?!级|地|人|单位|辖区|行政|系统|领域)/
/** 收到批准通知, 接到批复意见: what was received is a thing, and things keep coming. */
export const RECEIVED =
  /^(?:收到|接到).*(?:申请|通知|意见|材料|文件|报告|函|件|书|单|举报|投诉|决定|资料|反馈|信息)$/

export const lastIndex = (pattern: RegExp, text: string): number => {
  let found = -1
  for (const match of text.matchAll(pattern)) found = match.index
  return found
}

/** The act that a text ends with; null when it ends otherwise. @example actAtEnd('决算批准') // '批准' */
export const actAtEnd = (text: string): string | null =>
  [RECURRING_ACTS, SINGLE_ACTS]
    .flatMap((acts) => [...text.matchAll(acts)])
    .find((match) => match.index + match[0].length === text.length)?.[0] ?? null

/** Whether a text says that something happens. */
export const saysAct = (text: string): boolean =>
  [RECURRING_ACTS, SINGLE_ACTS].some((acts) => lastIndex(acts, text) >= 0)
