import { dateInWords, type Paper } from './paper.ts'

/** Papers that an office may have a template of its own for. */
export const TEMPLATES = { bulletin: '通报', slip: '督办单' } as const
export type TemplateKind = keyof typeof TEMPLATES

/** The place that takes the text with its tables; a template without it would drop what the paper says. */
export const BODY_PLACE = '正文'

const GENERAL = ['发文机关标志', '文号', '标题', '主送', BODY_PLACE, '署名', '成文日期', '附注'] as const
const OWN: Readonly<Record<TemplateKind, readonly string[]>> = {
  bulletin: [],
  // Lines of its table, one by one.
  slip: ['应办事项', '工作任务', '具体措施', '时限原文', '到期日', '督办单', '撤回'],
}

/** Places of a template by name, in the order of the paper. @example placesOfKind('bulletin')[1] // '文号' */
export const placesOfKind = (kind: TemplateKind): readonly string[] => [...GENERAL, ...OWN[kind]]

/** What stands at each place of one line; 正文 is not among them. What this paper has not is empty. */
export function textsOf(kind: TemplateKind, paper: Paper): Readonly<Record<string, string>> {
  const { head, serial, title, to, blocks, signed, notes } = paper
  const rows = blocks.flatMap((block) =>
    block.kind === 'table' && block.head.length === 2 ? block.rows : [],
  )
  const own = Object.fromEntries(rows.map(([name = '', text = '']) => [name, text]))
  const texts: Readonly<Record<string, string>> = {
    发文机关标志: head ?? '',
    文号: serial ?? '',
    标题: title,
    主送: to ?? '',
    署名: signed?.by ?? '',
    成文日期: signed === null ? '' : dateInWords(signed.on),
    附注: notes.join('　'),
  }
  return {
    ...texts,
    ...Object.fromEntries(OWN[kind].map((name) => [name, own[name] ?? ''])),
  }
}

/** How the places of a template fit the paper that it is for. */
export interface TemplateFit {
  readonly places: readonly string[]
  /** Nothing is known by these names. */
  readonly unknown: readonly string[]
  /** What the paper says and the template has no place for. */
  readonly missing: readonly string[]
}

export function fitOf(kind: TemplateKind, places: readonly string[]): TemplateFit {
  const known = placesOfKind(kind)
  return {
    places,
    unknown: places.filter((place) => !known.includes(place)),
    missing: GENERAL.filter((place) => !places.includes(place)),
  }
}
