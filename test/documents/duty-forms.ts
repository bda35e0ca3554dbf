import { measuresOf, type WorkPlan } from '../../domain/plan/plan.ts'
import { random } from './fuzz.ts'
import { EXPECTED, planText } from './plans.ts'

type Next = () => number
const pick = <T>(all: readonly T[], next: Next): T => all[Math.floor(next() * all.length)] as T

const UNITS = [
  '市教育局',
  '市财政局',
  '市住建局',
  '县水利局',
  '市政府研究室',
  '市12345热线',
  '云山镇政府',
  '区市场监管局',
  '市水务集团',
  '办公室',
]
const DATES = [
  '2024年6月底前',
  '9月30日前',
  '11月底前',
  '12月20日前',
  '第三季度前',
  '年底前',
  '每季度末月25日前',
  '长期坚持',
]
const PERSONS = ['张某', '李某某', '刘×', '王某副县长']
const WORKS = [
  '新建公办幼儿园',
  '改造老旧小区',
  '修订管理办法',
  '推进排污口整治',
  '开展安全检查',
  '建设冷链园区',
  '编制专项规划',
  '办好招聘活动',
]

interface Duty {
  readonly text: string
  readonly unit: string
  readonly other: string
  readonly date: string
  readonly person: string
}

/** One duty written in one of the forms that plans use; the first line holds its number. */
const FORMS: readonly ((label: string, duty: Duty) => readonly string[])[] = [
  (no, d) => [`${no}${d.text}。`, `责任单位：${d.unit}`, `完成时限：${d.date}`],
  (no, d) => [`${no}${d.text}。`, `主管领导：${d.person}`, `责任部门：${d.unit}`, `进度安排：${d.date}`],
  (no, d) => [`${no}${d.text}。牵头领导：${d.person} 责任单位：${d.unit} 整改时限：${d.date}`],
  (no, d) => [`${no}${d.text}。（${d.unit}牵头，${d.other}配合，${d.date}完成）`],
  (no, d) => [`${no}${d.text}。（责任领导：${d.person}；责任单位：${d.unit}；完成时限：${d.date}）`],
  (no, d) => [`${no}${d.text}。〔责任单位：${d.unit}、${d.other}按职责分工负责〕`],
  (no, d) => [`${no}${d.text}。【责任单位：${d.unit}；完成时限：${d.date}】`],
  (no, d) => [`${no}${d.text}。[${d.unit}负责，${d.date}]`],
  (no, d) => [`${no}${d.text}。（${d.date}，${d.unit}）`],
  (no, d) => [`${no}${d.text}，${d.date}完成。`],
  (no, d) => [`${no}由${d.unit}牵头，${d.other}配合，于12月20日前完成${d.text}。`],
  (no, d) => [`${no}请${d.unit}于11月底前完成${d.text}。`],
  (no, d) => [`${no}${d.unit}要在10个工作日内完成${d.text}。`],
  (no, d) => [`${no}${d.text}阶段（2024年3月1日—5月31日）。各部门抓好落实。`],
]

const CN = ['一', '二', '三', '四', '五', '六', '七', '八', '九', '十', '十一', '十二']
const LABELS: readonly ((n: number) => string)[] = [
  (n) => `${n}.`,
  (n) => `${n}、`,
  (n) => `（${CN[n - 1]}）`,
  (n) => `（${n}）`,
  (n) => `${CN[n - 1]}、`,
]

function generated(next: Next): readonly string[] {
  const label = pick(LABELS, next)
  const mixed = next() < 0.3
  const form = pick(FORMS, next)
  const count = 3 + Math.floor(next() * 6)
  const sections = label === LABELS[4] ? 1 : 1 + Math.floor(next() * 2)
  const lines: string[] = ['云州市2024年重点工作任务分解']
  for (let s = 0; s < sections; s += 1) {
    if (sections > 1) lines.push(`${CN[s]}、${pick(['教育', '交通', '住房', '生态'], next)}方面`)
    for (let n = 1; n <= count; n += 1) {
      const duty: Duty = {
        text: `${pick(WORKS, next)}${s}${n}号项目`,
        unit: pick(UNITS, next),
        other: pick(UNITS, next),
        date: pick(DATES, next),
        person: pick(PERSONS, next),
      }
      lines.push(...(mixed ? pick(FORMS, next) : form)(label(n), duty))
    }
  }
  if (next() < 0.5) lines.push('云州市人民政府办公室', '2024年2月20日')
  return lines
}

/** The same duties as a table of rows with tabs, some columns known and some not. */
function tabled(next: Next): readonly string[] {
  const head = [
    '序号',
    pick(['工作任务', '重点事项'], next),
    pick(['责任单位', '牵头单位'], next),
    pick(['完成时限', '整改时限', '进度安排'], next),
    pick(['备注', '责任领导', '资金来源'], next),
  ]
  const rows = Array.from({ length: 3 + Math.floor(next() * 6) }, (_, i) =>
    [
      `${i + 1}`,
      `${pick(WORKS, next)}${i + 1}号项目`,
      pick(UNITS, next),
      pick(DATES, next),
      pick(PERSONS, next),
    ].join('\t'),
  )
  return ['云州市2024年重点工作任务分解', head.join('\t'), ...rows]
}

/** The 2015 plan's own measures with their units and wordings, written as text. */
function seeded(plan: WorkPlan, next: Next): readonly string[] {
  const all = measuresOf(plan).filter(({ measure }) => measure.text.length < 120)
  const from = Math.floor(next() * (all.length - 8))
  const form = pick(FORMS.slice(0, 9), next)
  const label = pick(LABELS.slice(0, 4), next)
  return [
    '梅州市2015年政府信息公开工作分工',
    ...all.slice(from, from + 4 + Math.floor(next() * 4)).flatMap(({ measure }, i) =>
      form(label(i + 1), {
        text: measure.text.replace(/[。；]$/, ''),
        unit: measure.units[0]?.name ?? '市政府',
        other: '市财政局',
        date: measure.deadline.text.replace(/\n/g, '') || '年底前',
        person: '张某',
      }),
    ),
  ]
}

const REAL = Object.keys(EXPECTED)

type Mutation = (lines: string[], next: Next) => void
const at = (lines: readonly string[], next: Next): number => 1 + Math.floor(next() * (lines.length - 1))
/** A printed number at the beginning of a line. */
export const NUMBERED =
  /^\s*(?:(\d{1,2})[.、](?!\d)|（(\d{1,2})）|（([一二三四五六七八九十]+)）|([一二三四五六七八九十]+)、)/

const MUTATIONS: readonly Mutation[] = [
  (lines, next) => void lines.splice(at(lines, next), 1),
  (lines, next) => {
    const i = at(lines, next)
    if (i + 1 < lines.length && !lines[i]?.includes('\t'))
      lines.splice(i, 2, `${lines[i]}${pick(['', ' ', ''], next)}${lines[i + 1]}`)
  },
  (lines, next) => {
    const i = at(lines, next)
    lines[i] = (lines[i] ?? '').replace(/^(\d{1,2})(?=[.、\t])/, (n) =>
      String(Number(n) + 1 + Math.floor(next() * 3)),
    )
  },
  (lines, next) => {
    const i = at(lines, next)
    const match = NUMBERED.exec(lines[i] ?? '')
    const digits = match?.[1] ?? match?.[2]
    const n = digits ? Number(digits) : CN.indexOf(match?.[3] ?? match?.[4] ?? '') + 1
    if (match && n > 0 && n <= CN.length)
      lines[i] = pick(LABELS, next)(n) + (lines[i] ?? '').slice(match[0].length)
  },
  (lines, next) => {
    const i = at(lines, next)
    const words = [
      '责任单位',
      '责任科室',
      '牵头部门',
      '承办单位',
      '完成时限',
      '整改时限',
      '时间要求',
      '办结时限',
    ]
    lines[i] = (lines[i] ?? '').replace(/责任单位|责任部门|完成时限|进度安排|整改时限/, (word) =>
      pick(/单位|部门/.test(word) ? words.slice(0, 4) : words.slice(4), next),
    )
  },
  (lines, next) => {
    const i = at(lines, next)
    const [open, close] = pick(['〔〕', '【】', '[]', '()', '（）'], next).split('') as [string, string]
    lines[i] = (lines[i] ?? '').replace(/[（〔【[]([^（）〔〕【】[\]]{6,})[）〕】\]]$/, `${open}$1${close}`)
  },
]

export interface DutyDocument {
  readonly lines: readonly string[]
  /** As its generator wrote it: one measure a number. */
  readonly untouched: boolean
}

/** One document: six in ten are real ones (the 2015 plan, plans/) with lines dropped, joined, renumbered, relabelled. */
export function dutyDocument(seed: number, plan: WorkPlan): DutyDocument {
  const next = random(seed)
  const kind = next()
  const real = kind < 0.6
  const lines =
    kind < 0.25
      ? [...seeded(plan, next)]
      : real
        ? planText(pick(REAL, next)).trimEnd().split('\n')
        : kind < 0.85
          ? [...generated(next)]
          : [...tabled(next)]
  const mutations = real ? 1 + Math.floor(next() * 3) : Math.floor(next() * 3)
  for (let n = mutations; n > 0; n -= 1) if (lines.length > 3) pick(MUTATIONS, next)(lines, next)
  return { lines, untouched: !real && mutations === 0 }
}
