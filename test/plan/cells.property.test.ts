import { describe, expect, it } from 'vitest'
import { type Cell, makeCell } from '../../domain/plan/grid.ts'
import { measuresOf } from '../../domain/plan/plan.ts'
import { assemblePlan } from '../../domain/reading/assemble.ts'
import fc from '../properties.ts'
import { calendar } from './support.ts'

const HEADERS = [
  '序号',
  '工作任务',
  '具体工作措施',
  '牵头单位',
  '配合单位',
  '完成时限',
  '责任领导',
  '备注',
] as const
const CONTENT = fc.oneof(
  { weight: 3, arbitrary: fc.constant('') },
  fc.constantFrom(
    '1',
    '2',
    '3',
    '（四）',
    '22',
    '4\n\n4',
    '一、重点领域',
    '注：说明',
    '市编办',
    '市国土\n\n资源局',
  ),
  fc.constantFrom(
    '各县区',
    '全年工作',
    '2015年7月',
    '待省出台规定后',
    '1.督促落实',
    '推进公开',
    '序号',
    '——',
  ),
  fc.string({ maxLength: 12 }),
)
const tables = fc.shuffledSubarray([...HEADERS], { minLength: 3 }).chain((header) =>
  fc.record({
    header: fc.constant(header),
    rows: fc.array(fc.array(CONTENT, { minLength: header.length, maxLength: header.length }), {
      maxLength: 9,
    }),
    merged: fc.array(fc.tuple(fc.nat(8), fc.nat(7)), { maxLength: 4 }),
  }),
)

/** Rows of cells; a merged place takes the cell above it, which then stands at both. */
function gridOf(
  header: readonly string[],
  rows: readonly (readonly string[])[],
  merged: readonly (readonly number[])[],
) {
  const cells: Cell[][] = [header.map((text, i) => makeCell(text, 1, i + 1))]
  for (const [r, row] of rows.entries())
    cells.push(
      row.map((text, c) => {
        const above = cells[r]?.[c]
        const covered = r > 0 && above !== undefined && merged.some(([mr, mc]) => mr === r && mc === c)
        return covered ? above : makeCell(text, r + 2, c + 1)
      }),
    )
  return { before: [], after: [], rows: cells }
}

describe('no table loses a cell', () => {
  it('uses each cell or lists it with a reason, and keeps every measure', () => {
    let plans = 0
    fc.assert(
      fc.property(tables, ({ header, rows, merged }) => {
        const grid = gridOf(header, rows, merged)
        const plan = assemblePlan(grid, { reader: 'docx', title: '', year: 2015, issuedOn: null }, calendar)
        if (!plan.ok) return
        plans += 1
        const { cells, ignoredCells } = plan.value
        expect(cells.read).toBe(new Set(grid.rows.flat()).size)
        expect(cells.used + cells.ignored).toBe(cells.read)
        expect(ignoredCells).toHaveLength(cells.ignored)
        const column = Math.max(header.indexOf('具体工作措施'), 0)
        if (!header.includes('具体工作措施')) return
        const kept = measuresOf(plan.value).flatMap(({ measure: { label, text } }) => [
          text,
          `${label}${text}`,
        ])
        const left = ignoredCells.map((cell) => cell.text)
        for (const row of grid.rows.slice(1)) {
          const text = row[column]?.text ?? ''
          if (text !== '')
            expect([...kept, ...left].some((t) => t.replace(/\s/g, '') === text.replace(/\s/g, ''))).toBe(
              true,
            )
        }
      }),
      {
        numRuns: 1500,
        examples: [
          // One month twice in a row is no header of two months.
          [
            {
              header: ['工作任务', '责任领导', '配合单位', '具体工作措施', '序号'],
              rows: [
                ['2015年7月', '', '2015年7月', '全年工作', ''],
                ['1', '', '', '各县区', ''],
              ],
              merged: [],
            },
          ],
          // A note that is merged down into a row of content.
          [
            {
              header: ['工作任务', '牵头单位', '具体工作措施'],
              rows: [
                ['', '', '注：说明'],
                ['!', '', ''],
              ],
              merged: [[1, 2]],
            },
          ],
        ],
      },
    )
    expect(plans).toBeGreaterThan(100)
  })
})
