import type { Tone } from '../table.ts'

/** Beside the word, never instead of it. */
const FILL: Readonly<Record<Tone, string>> = {
  red: 'F4B6B6',
  yellow: 'FBE7A1',
  green: 'C9E7C9',
  grey: 'E3E3E3',
}
const TONES = Object.keys(FILL) as readonly Tone[]
const DATE_FORMAT = 164
const HEAD_FILL = 2
const TONE_FILL = HEAD_FILL + 1

interface Format {
  readonly bold?: boolean
  readonly fill?: number
  readonly framed?: boolean
  readonly number?: number
  readonly across?: 'center' | 'right'
  readonly down?: 'center' | 'top'
  /** Stays text when somebody goes into the cell and leaves it: `=1` and `3.10` would become another thing. */
  readonly quoted?: boolean
}

const body: Format = { framed: true, down: 'top' }
const FORMATS = {
  plain: {},
  banner: { bold: true, down: 'center' },
  title: { bold: true, framed: true, fill: HEAD_FILL, across: 'center', down: 'center' },
  text: body,
  quoted: { ...body, quoted: true },
  number: { ...body, number: 1, across: 'right' },
  date: { ...body, number: DATE_FORMAT, across: 'center' },
  ...Object.fromEntries(TONES.map((tone, i) => [tone, { ...body, fill: TONE_FILL + i }])),
} as Readonly<Record<string, Format>>
const NAMES = Object.keys(FORMATS)

/** The number of a format in the workbook's list of them. @example formatNumber('date') */
export const formatNumber = (
  name: 'plain' | 'banner' | 'title' | 'text' | 'quoted' | 'number' | 'date' | Tone,
): number => NAMES.indexOf(name)

const cellFormat = ({ bold, fill = 0, framed, number = 0, across, down, quoted }: Format): string => {
  const alignment = `<alignment${across ? ` horizontal="${across}"` : ''}${down ? ` vertical="${down}"` : ''}${framed ? ' wrapText="1"' : ''}/>`
  return `<xf numFmtId="${number}" fontId="${bold ? 1 : 0}" fillId="${fill}" borderId="${framed ? 1 : 0}" xfId="0"${quoted ? ' quotePrefix="1"' : ''} applyNumberFormat="1" applyFont="1" applyFill="1" applyBorder="1" applyAlignment="1">${alignment}</xf>`
}

const solid = (rgb: string) =>
  `<fill><patternFill patternType="solid"><fgColor rgb="FF${rgb}"/><bgColor indexed="64"/></patternFill></fill>`
const side = (name: string) => `<${name} style="thin"><color rgb="FF808080"/></${name}>`
const font = (bold: boolean) =>
  `<font>${bold ? '<b/>' : ''}<sz val="10"/><name val="宋体"/><family val="3"/><charset val="134"/></font>`
const listed = (name: string, parts: readonly string[]) =>
  `<${name} count="${parts.length}">${parts.join('')}</${name}>`

/** xl/styles.xml, the same for every workbook. */
export const STYLES = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">${[
  listed('numFmts', [`<numFmt numFmtId="${DATE_FORMAT}" formatCode="yyyy-mm-dd"/>`]),
  listed('fonts', [font(false), font(true)]),
  // The first two are what every program expects there.
  listed('fills', [
    '<fill><patternFill patternType="none"/></fill>',
    '<fill><patternFill patternType="gray125"/></fill>',
    solid('DCE6F1'),
    ...TONES.map((tone) => solid(FILL[tone])),
  ]),
  listed('borders', [
    '<border><left/><right/><top/><bottom/><diagonal/></border>',
    `<border>${['left', 'right', 'top', 'bottom'].map(side).join('')}<diagonal/></border>`,
  ]),
  listed('cellStyleXfs', ['<xf numFmtId="0" fontId="0" fillId="0" borderId="0"/>']),
  listed(
    'cellXfs',
    NAMES.map((name) => cellFormat(FORMATS[name] ?? {})),
  ),
  listed('cellStyles', ['<cellStyle name="Normal" xfId="0" builtinId="0"/>']),
].join('')}</styleSheet>`
