import { isGeneric, looksLikeOwner } from './unit-names.ts'

/** A person whom a plan names for a measure: 责任领导, 分管领导, 联系人. Shown with it, never a unit. */
export interface Person {
  /** As printed: 分管领导, 主要责任人. */
  readonly role: string
  readonly name: string
}

const QUALIFIER =
  '(?:牵头|分管|责任|主管|联系|挂点|挂钩|挂联|包联|包保|包干|包抓|督导|督办|协管|配合|第一|直接|主要|具体|项目|工作|任务|整改|承办|协办|经办|主办|落实|实施|党委|党组|班子|市|县|区|州|省|镇|乡|校|院|局|厅|处|科|级|单位|部门|科室)'
const LABEL = new RegExp(
  `^${QUALIFIER}*(?:领导|责任人|负责人|联系人|联络员|联络人|经办人|承办人|牵头人|责任者|组长)(?:及|和|与|、)?(?:姓名|(?:联系)?电话|职务)?$`,
)

/** Whether a header or a label names people: 责任领导, 主要责任人, 分管市领导, 项目责任人及电话. */
export const isPersonLabel = (text: string): boolean => LABEL.test(text.replace(/\s/g, ''))

const TITLE =
  /(?:书记|[省市县区州镇乡旗盟]长|局长|厅长|司长|主任|部长|主席|院长|校长|处长|科长|股长|队长|所长|站长|会长|组长|经理|董事长|秘书长|专员|巡视员|调研员|督学|常委|同志|先生|女士|老师|教授)$/

/** Common family names (百家姓 as the census counts them), for names that stand without a title. */
const FAMILY =
  '王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤阮劳温康施文牛樊葛邢安齐易乔伍庞颜倪庄聂章鲁岳翟殷詹申欧耿关兰焦俞左柳甘祝包宁尚符舒'
const NAME = new RegExp(`^(?:[${FAMILY}][某×xX*＊○〇]{1,2}|[${FAMILY}][\\u4e00-\\u9fff]{1,2})$`)
/** 张某某, 刘×, 李**: a name that is masked is one whatever stands around it. */
const MASKED = new RegExp(`^[${FAMILY}][某×xX*○〇]{1,2}`)

/** A name with its title: 王某副县长, 阮×副局长, 李明同志. */
export const isTitled = (text: string): boolean =>
  text.length <= 14 && TITLE.test(text) && !/(?:办|局|委)$/.test(text)

/**
 * Whether a text is a person's name, where one may stand: 张三, 刘×, 王某副县长. What can be a unit is none.
 * @example isPerson('张某某') // true
 * @example isPerson('高新区') // false
 */
export function isPerson(printed: string): boolean {
  const text = printed.normalize('NFKC').replace(/\s/g, '')
  if (isTitled(text)) return true
  if (MASKED.test(text) && text.length <= 4) return true
  return NAME.test(text) && !looksLikeOwner(text) && !isGeneric(text) && !/[科股处室组队班部办]$/.test(text)
}

/**
 * The people of a cell or of a label's value, each under the role that is printed over them.
 * @example peopleOf('责任领导', '张某、李某') // [{ role: '责任领导', name: '张某' }, { role: '责任领导', name: '李某' }]
 */
export const peopleOf = (role: string, text: string): readonly Person[] =>
  text
    .normalize('NFKC')
    .split(/[、,;/\n]|\s+(?=[\u4e00-\u9fff])/)
    .map((name) => name.trim().replace(/[。.]$/, ''))
    .filter((name) => name !== '' && !/^[-—无]+$/.test(name))
    .map((name) => ({ role: role.replace(/\s/g, ''), name }))
