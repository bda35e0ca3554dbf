import { isPersonLabel } from '../../plan/people.ts'
import { roleNamed } from '../roles.ts'
import { bracketsIn, shapeOf } from './shape.ts'

export type LabelRole = 'lead' | 'responsible' | 'supporting' | 'deadline' | 'start' | 'people'

/** 责任单位：市教育局, as it stands in a line, a bracket or a sentence. */
export interface Labelled {
  readonly role: LabelRole
  /** As printed, without white space. */
  readonly label: string
  readonly value: string
}

export interface LabelledText {
  /** What stands before the first label. */
  readonly before: string
  readonly parts: readonly Labelled[]
}

const WHO =
  /^(?:牵头|主办|主责|责任|主体|承办|落实|实施|负责|承担|具体|分工|主管|整改|配合|协办|协同|协助|参与|参加|协作|协调|共同|组织|项目|工作|任务|[省市县区]级|及|和|与|、|\/)+(?:单位|部门|科室|处室|股室|主体|机构|院系|领导小组)$/
const SHARED = /^(?:配合|协办|协同|协助|参与|参加|协作)/
const WHEN =
  /^(?:完成|办结|办理|落实|推进|整改|计划|预计|拟|要求|目标|工作|建设|实施|整治|销号|验收|起止|任务|达标|投用|竣工|序时)*(?:时限|期限|时间|日期|时间节点|时间安排|时间要求|时间进度|进度安排|进度要求|进度计划|序时进度|节点|时间表|时序)(?:要求|安排)?$/
const START = /^(?:开始|启动|开工|起始)(?:时间|日期)$/
/** Labels of a page or a meeting, not of a duty. */
const OTHER =
  /会议|联系|咨询|举报|报名|公示|活动|地点|人员|出席|成文|发文|印发|发布|公布|签发|公开|生效|电话|文号/

const whoRole = (word: string): LabelRole =>
  /牵头|主办|主责/.test(word) ? 'lead' : SHARED.test(word) ? 'supporting' : 'responsible'

/** The role of a label that is one by itself, whatever stands before it. */
function plainRole(word: string): LabelRole | null {
  if (word.length < 3 && word !== '时限' && word !== '期限') return null
  if (OTHER.test(word) && !isPersonLabel(word)) return null
  if (isPersonLabel(word)) return 'people'
  if (START.test(word)) return 'start'
  if (WHO.test(word)) return whoRole(word)
  return WHEN.test(word) ? 'deadline' : null
}

const BARE = /^(?:牵头|主办|责任|承办|配合|协办|参与)$/

/** What may stand before a label's own word and still be of the label: 重点任务责任单位, 第一责任部门. */
const OF_LABELS =
  /任务|工作|问题|事项|措施|举措|项目|整改|责任|主要|第[一二三]|直接|具体|重点|目标|要求|内容|[省市县区]直|本级|对口|相关|有关|各|总/
const LEAST_WORK = 4

/** Words of the work that run into a label without a mark, as where two lines were joined: 推动产业升级责任单位. */
function holdsWork(word: string): boolean {
  for (let at = LEAST_WORK; at < word.length - 2; at += 1)
    if (plainRole(word.slice(at)) !== null) return !OF_LABELS.test(word.slice(0, at))
  return false
}

/** Behind a mark or at the beginning: also whatever is known as a header is known as a label. */
function labelRole(word: string): LabelRole | null {
  const plain = plainRole(word)
  if (plain !== null) return plain
  if (OTHER.test(word)) return null
  if (BARE.test(word)) return whoRole(word)
  const header = word.length <= 10 && !holdsWork(word) ? roleNamed(word) : null
  return header === 'lead' || header === 'responsible' || header === 'supporting' || header === 'deadline'
    ? header
    : null
}

const LONGEST = 14
const BOUNDARY = /[\s;；。.,，|(（【〔[！!█]/
/** Words that end a unit's name, and begin no label that follows it without a mark: …市公安局项目责任人. */
const UNIT_END = /^[局处科院厅校市县区镇乡部级]/

/** Brackets blanked out, but short ones that a label may hold: 牵头（责任）单位. */
function masked(shape: string): string {
  let text = shape
  for (const { start, end, content } of bracketsIn(shape))
    if (content.length > 6 || /[:：]/.test(content))
      text = text.slice(0, start) + '█'.repeat(end - start) + text.slice(end)
  return text
}

/** Where a label that ends before `colon` begins, and its role. */
function labelBefore(text: string, colon: number): { readonly at: number; readonly role: LabelRole } | null {
  const line = text.lastIndexOf('\n', colon - 1) + 1
  const from = Math.max(line, colon - LONGEST)
  for (let at = from; at < colon - 1; at += 1) {
    if (!/[\u4e00-\u9fff]/.test(text[at] ?? '')) continue
    const word = text
      .slice(at, colon)
      .replace(/\(.*?\)/g, '')
      .replace(/\s/g, '')
    if (!/^[\u4e00-\u9fff、/]+$/.test(word)) continue
    // 责 任 单 位: white space inside a label stands between all of its characters.
    if (/\S\S\s|\s\S\S/.test(text.slice(at, colon)) && /\S\s\S/.test(text.slice(at, colon))) continue
    const bounded = at === line || BOUNDARY.test(text[at - 1] ?? '')
    const role = bounded ? labelRole(word) : UNIT_END.test(word) ? null : plainRole(word)
    if (role !== null) return { at, role }
  }
  return null
}

/**
 * The labelled parts of a text outside its brackets, each with its value up to the next label, however they are parted:
 * by lines, marks, spaces or nothing. Null: no label.
 *
 * @example labelledIn('做好甲项。牵头领导：阮×副局长责任部门：建工科 完成时限：6月底前')
 *   // before 做好甲项。; people 阮×副局长; responsible 建工科; deadline 6月底前
 */
export function labelledIn(text: string): LabelledText | null {
  const shape = masked(shapeOf(text))
  const found: { at: number; colon: number; role: LabelRole }[] = []
  for (let colon = shape.indexOf(':'); colon >= 0; colon = shape.indexOf(':', colon + 1)) {
    const label = labelBefore(shape, colon)
    if (label !== null && label.at >= (found.at(-1)?.colon ?? -1)) found.push({ ...label, colon })
  }
  const [first] = found
  if (first === undefined) return null
  return {
    before: text.slice(0, first.at).replace(/(?<![\s;；,，、])[\s;；,，、]+$/, ''),
    parts: found.map(({ at, colon, role }, i) => ({
      role,
      label: text.slice(at, colon).replace(/\s/g, ''),
      value: text
        .slice(colon + 1, found[i + 1]?.at ?? text.length)
        .replace(/^\s+|(?<![\s;；,，、。.])[\s;；,，、。.]+$/g, ''),
    })),
  }
}
