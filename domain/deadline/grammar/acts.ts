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
  /^(?:收到|接(?!待|近|续)).*(?:申请|通知|意见|材料|文件|报告|函|件|书|单|举报|投诉|决定|资料|反馈|信息)$/

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

/** One of its kind by its own words: a number, a year, a season, this one; a round of inspection answers once. */
export const ONE_OF_ITS_KIND =
  /^(?:本(?!级|地|人|单位|辖区|行政|系统|领域)|此次|这次)|首[次批个]|第[一二三四五六七八九十]+[次批轮届]|年度|决算|预算|汛期|[春夏秋冬]季|供暖|采暖|普查|征兵|[高中]考|巡[视察](?:组|集中)?反馈|督察(?:组|集中)?反馈/

/** Plans and trainings for what happens are made once, whatever happens. */
const MADE_FOR_IT = /预案|演练|方案|办法|机制|体系|平台|中心|项目|工程|阶段$|试点/
const COMING = [
  // Accidents and what is done about them.
  /(?:事故|险情|灾情|疫情|应急|抢救|抢险|救援|障碍|故障)[^,]{0,12}(?:发生|结束|解除|终止|消除|完毕)$|(?:沉没|伤亡|死亡|失踪)$/,
  // Cases and what is asked of an office.
  /立案|结案|(?:提起|提出)[^,]{0,10}(?:诉讼|反诉|上诉|复议|要求|请求|异议|申诉)$|(?:得知|知道)|鉴定结果|勘查现场|现场勘查|实施稽查/,
  // Licences and contracts, of which there are many.
  /(?:许可证|执照|资格证|证书|注册|停留期限?)[^,]{0,5}(?:届满|期满|到期)$|取得[^,]{0,10}(?:执照|许可证?|证书|资格证?)$|(?:取消|丧失|恢复)[^,]{0,12}资格$|解除[^,]{0,8}(?:合同|协议)$/,
  // What people and firms do, each for themselves.
  /(?:^|[^准])(?:执业|离任|离职|入职|用工|出生|入境|出境|启航|开航|飞行|销售)$|(?:抵达|到达)[^,]{1,8}$|^(?:进入)[^,]{1,6}区$|终止(?:业务|经营|营业)[^,]{0,4}$|分支机构设立$|提供担保$|开展业务$|接收[^,]{0,12}(?:人员|军人|士兵|义务兵|学生|患者)$/,
  // Papers that are sent out one by one.
  /(?:整改|督办|交办|处罚|催告|限期|核查)[^,]{0,4}(?:通知书?|单|函|决定书?|告知书)(?:下达|发出|送达|印发)$/,
] as const

/** What comes again and again by what it is: accidents, cases, licences, what people and firms do. */
export const keepsComing = (text: string): boolean =>
  !MADE_FOR_IT.test(text) && COMING.some((kind) => kind.test(text))
