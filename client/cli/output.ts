import pc from 'picocolors'
import stringWidth from 'string-width'
import type { Light } from '../../domain/supervision/names.ts'
import { lightName } from '../../domain/supervision/names.ts'
import { forTerminal, jsonText } from '../../security/terminal.ts'
import { isGone } from './pipes.ts'

/** Colours on a terminal only; NO_COLOR and pipes get plain text. */
const colours = process.stdout.isTTY === true && !process.env.NO_COLOR
const c = pc.createColors(colours)

export const bold = (text: string): string => c.bold(text)
export const dim = (text: string): string => c.dim(text)

const PAINT: Record<Light, (text: string) => string> = {
  grey: c.gray,
  green: c.green,
  yellow: c.yellow,
  red: c.red,
}

/** A light as a word, coloured on a terminal: colour is never the only sign. */
export const light = (value: Light): string => PAINT[value](lightName(value))

const cut = (text: string, width: number): string => {
  if (stringWidth(text) <= width) return text
  let kept = ''
  for (const char of text) {
    if (stringWidth(kept + char) > width - 1) break
    kept += char
  }
  return `${kept}…`
}

/** A table whose columns line up with Chinese text in them. `widest` bounds a column, in terminal cells. */
export function table(head: readonly string[], rows: readonly (readonly string[])[], widest = 44): string {
  const cells = rows.map((row) => row.map((cell) => cut(cell.replace(/\s*\n\s*/g, ' '), widest)))
  const widths = head.map((title, i) =>
    Math.max(stringWidth(title), ...cells.map((row) => stringWidth(row[i] ?? ''))),
  )
  const line = (row: readonly string[]) =>
    row
      .map((cell, i) =>
        i === row.length - 1 ? cell : cell + ' '.repeat((widths[i] ?? 0) - stringWidth(cell)),
      )
      .join('  ')
  return [bold(line(head)), ...cells.map(line)].join('\n')
}

export type Format = 'text' | 'json'

/** Whether the verb's document is out: whatever comes after it is told on stderr only. */
let printed = false
export const hasPrinted = (): boolean => printed
export const nothingPrinted = (): void => {
  printed = false
}

/** The one thing a verb prints on stdout: text for people or one JSON document for programs. */
export function print(format: Format, json: unknown, text: () => string): void {
  printed = true
  process.stdout.write(`${format === 'json' ? jsonText(json, 2) : forTerminal(text())}\n`)
}

/** One line of JSON of several, waiting for who reads slowly. False: nobody reads any more. */
export async function printLine(value: object): Promise<boolean> {
  const { stdout } = process
  if (isGone(stdout)) return false
  if (stdout.write(`${jsonText(value)}\n`)) return true
  await new Promise<void>((go) => {
    stdout.once('drain', go)
    stdout.once('error', () => go())
  })
  return !isGone(stdout)
}

/** Progress and diagnostics go to stderr. */
export const say = (text: string): void => {
  process.stderr.write(`${forTerminal(text)}\n`)
}
