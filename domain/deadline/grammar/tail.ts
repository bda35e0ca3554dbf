import { read, token } from '../tokens.ts'

/** How far along, how firmly: kept as the milestone. */
const STAGE = '初步|基本|阶段性|全面|全部|率先|首次|首批|至少|分别|各|第[一二三四五]批'
const MANNER =
  '及时|逐步|按时|按期|如期|集中|统一|定期|同步|联合|组织|牵头|对外|向社会|依法|主动|公开|率先|持续|长期|重点|认真|扎实|有序|尽快|适时|随时|动态|实时|稳步|加快|依规|即时'
/** How it is done, which is part of what is asked: 书面报告. */
const FORM = '一次性|书面|据实|当场|逐级|以书面|如实|分别|自行'
/** What a plan asks for: the work that may follow a deadline in its own clause. General words of office Chinese. */
const WORK =
  '通过|完成|办结|办理|落实|发布|公布|公开|公示|通报|报送|上报|报告|报|汇报|提交|递交|更新|建成|建立|建设|构建|搭建|健全|出台|印发|制定|制订|编制|编印|拟订|起草|修订|形成|启动|实施|开展|推进|推动|推广|达到|实现|组织|召开|举办|举行|进行|做好|抓好|整改|到位|取得|投入|开工|竣工|完工|动工|验收|审计|检查|督查|督促|抽查|巡查|评估|考核|考评|总结|完善|开放|上线|开通|运行|试运行|交付|移交|拨付|兑现|清理|清查|排查|核查|调查|调度|调研|研究|分析|梳理|汇总|统计|反馈|答复|回复|处理|处置|培训|宣传|学习|传达|部署|签订|审核|审批|批复|下达|下发|发放|发|送|交|备案|归档|修改|调整|优化|提升|提高|改造|改革|整合|整治|治理|治|对|向|将|把|由|为|按|使|让|在|要|并|确保|力争|争取|见效|销号|清零|清偿|结束|结题|开始|执行|坚持|保持|巩固|深化|加强|强化|扩大|增加|减少|降低|压减|压缩|引进|招引|培育|创建|申报|申请|设立|成立|配备|选派|安排|列出|明确|确定|提出|出具|公告|披露|发函|通知|会商|研判|监测|维护|巡检|演练|轮训|走访|慰问|接访|入库|入统|投产|达产|封顶|通车|通水|通电|搬迁|腾退|施行|生效|供应|出让|征收|拆除|修复|治愈|种植|采购|招标|中标|受理|作出|做出|制作|缴纳|缴入|缴清|汇交|到达|推出|函告|告知|补记|决定|支付|退还|交还|归还|移送|送达|赶赴|转送|转交|抄送|立案|结案|注销|换发|换领|补办|登记|核发|颁发|给予|提供|配合|履行|偿还|恢复|停止|关闭|取缔|淘汰|更换|安装|推行|填写|填报|编报|邮寄|上传|推送|对接|接入|起诉|复查|复核|评定|论证|征求|听取|签署|订立|签收|评出|评选|放'
const NOT_WORK = '来源|工作日|展'
const MILESTONE = token(
  `[,、:]?(?:能够|予以|加以|应当?|须|需|要)?((?:${STAGE}|${MANNER}|${FORM}|(?!(?:${NOT_WORK}))(?:${WORK})).*)`,
)
/** Who or what comes before the work: 前,全市覆盖率达到90%. Only words of two characters count as work here. */
const SURE_WORK = WORK.split('|')
  .filter((word) => word.length > 1)
  .join('|')
const WITH_SUBJECT = token(`[,:]?((?:(?!(?:${NOT_WORK})).){1,16}?(?:${SURE_WORK}).*)`)
const BARE = new RegExp(
  `^(?:予以|并|${MANNER}){0,9}(?:施行|实施|完成|办结|办理|落实|发布|公布|公开|公示|通报|报送|上报|报告|报|提交|更新|开展|进行|推进|执行|工作|任务|整改到位|到位|结束|报送?备案){0,9}$`,
)
const CLOSERS = token('(?:的|期间|为止|左右|上下|前后|止|完)?(?:[!,、]|…|\\.)*$')

/** Length of the words that may follow a deadline as its work; null when they are none (the rest stays unparsed). */
export function tailLength(text: string, at: number): number | null {
  if (at >= text.length) return 0
  const char = text[at]
  if (char === ',' || char === '、' || char === '(' || char === ')' || char === '.') return 0
  if (read(CLOSERS, text, at)) return text.length - at
  return read(MILESTONE, text, at) ? text.length - at : null
}

export interface Tail {
  readonly milestone: string | null
  readonly hedged: boolean
}

/** The work that [at, end) names; null when it is none. Bare words of doing (完成, 公布) are no milestone. */
export function readTail(text: string): Tail | null {
  if (read(CLOSERS, text, 0)) return { milestone: null, hedged: /左右|上下|前后/.test(text) }
  const match = read(MILESTONE, text, 0) ?? read(WITH_SUBJECT, text, 0)
  if (!match) return null
  const words = (match[1] ?? '').replace(/(?<![,、.!])[,、.!]+$/, '')
  return { milestone: BARE.test(words) ? null : words, hedged: /^(?:力争|争取)/.test(words) }
}
