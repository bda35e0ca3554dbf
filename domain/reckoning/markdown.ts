const cell = (text: string): string => text.replace(/\s*\n\s*/g, ' ').replaceAll('|', '｜')

/** A Markdown table; 无 where there is nothing to list. */
export function tableOf(head: readonly string[], rows: readonly (readonly string[])[]): readonly string[] {
  if (rows.length === 0) return ['无。']
  const line = (row: readonly string[]) => `| ${row.map(cell).join(' | ')} |`
  return [line(head), line(head.map(() => '---')), ...rows.map(line)]
}

export const signed = (points: number): string => (points > 0 ? `+${points}` : `${points}`)

/** A heading and the lines under it. */
export type Section = readonly [title: string, body: readonly string[]]

const NUMERALS = ['一', '二', '三', '四', '五', '六', '七', '八', '九', '十', '十一', '十二']

/** Sections numbered as an office does. @example '## 一、总体情况' */
export const sectionsText = (sections: readonly Section[]): readonly string[] =>
  sections.flatMap(([title, body], i) => ['', `## ${NUMERALS[i] ?? `${i + 1}`}、${title}`, '', ...body])
