import { strFromU8, strToU8, unzipSync, zipSync } from 'fflate'
import { inspectBytes } from '../../documents/inspect.ts'
import type { WorkCalendar } from '../../domain/calendar/table.ts'
import { CORPUS } from './corpus.ts'

/** Numbers from 0 to 1 that a seed decides (mulberry32). */
export function random(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let t = Math.imul(state ^ (state >>> 15), state | 1)
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296
  }
}

/** Pieces that readers trip over: markup, labels, spans, numbers, control characters. */
const PIECES = [
  '<w:tbl>',
  '</w:tr>',
  '<w:tc>',
  '</w:tc>',
  '<w:vMerge/>',
  '<w:gridSpan w:val="9999"/>',
  '<w:p/>',
  '<mergeCell ref="A1:ZZ99"/>',
  '<table>',
  '</table>',
  '<td colspan=0 rowspan=0>',
  '<tr>',
  '</td>',
  '<!--',
  ']]>',
  '&#0;',
  '&amp;',
  '&#x10FFFF;',
  '\t',
  '\n\n',
  '\r',
  '"',
  '（',
  '）',
  '一、',
  '（二）',
  '3.',
  '①',
  '；',
  '牵头单位：',
  '完成时限',
  '2026年13月',
  '每季度首月',
  '\u0000',
  '\u202e',
  '\ud800',
] as const

type Mutation = (text: string, next: () => number) => string
const at = (length: number, next: () => number) => Math.floor(next() * (length + 1))

const MUTATIONS: readonly Mutation[] = [
  (text, next) => {
    const i = at(text.length, next)
    return text.slice(0, i) + (PIECES[Math.floor(next() * PIECES.length)] ?? '') + text.slice(i)
  },
  (text, next) => {
    const i = at(text.length, next)
    return text.slice(0, i) + text.slice(i + at(80, next))
  },
  (text, next) => {
    const [i, j] = [at(text.length, next), at(text.length, next)]
    return text.slice(0, i) + text.slice(j, j + 400) + text.slice(i)
  },
  (text, next) => text.slice(0, at(text.length, next)),
  (text, next) => {
    const i = at(text.length, next)
    return text.slice(0, i) + (PIECES[Math.floor(next() * PIECES.length)] ?? '').repeat(50) + text.slice(i)
  },
]

function spoilText(text: string, next: () => number): string {
  let spoiled = text
  for (let n = 1 + Math.floor(next() * 4); n > 0; n -= 1)
    spoiled = (MUTATIONS[Math.floor(next() * MUTATIONS.length)] as Mutation)(spoiled, next)
  return spoiled
}

function spoilBytes(bytes: Uint8Array, next: () => number): Uint8Array {
  const spoiled = Buffer.from(bytes)
  for (let n = 1 + Math.floor(next() * 8); n > 0; n -= 1)
    spoiled[Math.floor(next() * spoiled.length)] = Math.floor(next() * 256)
  return next() < 0.3 ? spoiled.subarray(0, at(spoiled.length, next)) : spoiled
}

/** One spoiled document: its bytes, its text, or a part inside its archive. */
export function spoiled(next: () => number): { readonly name: string; readonly bytes: Uint8Array } {
  const { name, bytes } = CORPUS[Math.floor(next() * CORPUS.length)] as (typeof CORPUS)[number]
  if (next() < 0.25) return { name, bytes: spoilBytes(bytes, next) }
  if (!/x$/.test(name)) return { name, bytes: strToU8(spoilText(Buffer.from(bytes).toString('utf8'), next)) }
  const parts = unzipSync(bytes)
  const names = Object.keys(parts).filter((part) =>
    /document\.xml|sheet1|numbering|styles|sharedStrings|workbook\.xml$/.test(part),
  )
  const part = names[Math.floor(next() * names.length)] as string
  return {
    name,
    bytes: zipSync(
      { ...parts, [part]: strToU8(spoilText(strFromU8(parts[part] as Uint8Array), next)) },
      { level: 0 },
    ),
  }
}

export interface FuzzResult {
  readonly runs: number
  readonly read: number
  readonly slowestMs: number
}

/**
 * Spoils documents until the time or the number is reached. Each is read or refused; nothing throws, takes longer than
 * ten seconds or loses a cell. @throws with the seed and the number of the run that failed
 */
export function fuzz(
  seed: number,
  calendar: WorkCalendar,
  stop: { readonly runs?: number; readonly ms?: number },
): FuzzResult {
  const began = performance.now()
  let read = 0
  let slowestMs = 0
  let runs = 0
  for (
    ;
    runs < (stop.runs ?? Number.POSITIVE_INFINITY) &&
    performance.now() - began < (stop.ms ?? Number.POSITIVE_INFINITY);
    runs += 1
  ) {
    const { name, bytes } = spoiled(random(seed + runs))
    const from = performance.now()
    try {
      const result = inspectBytes(bytes, name, {}, calendar)
      if (result.ok) {
        const { cells, ignoredCells } = result.value
        if (cells.read !== cells.used + cells.ignored || ignoredCells.length !== cells.ignored)
          throw new Error('cells lost')
        read += 1
      } else if (!/[\u4e00-\u9fff]/.test(result.error.message))
        throw new Error(`no message: ${result.error.code}`)
      const spent = performance.now() - from
      slowestMs = Math.max(slowestMs, spent)
      if (spent > 10_000) throw new Error(`took ${spent.toFixed(0)} ms`)
    } catch (error) {
      throw new Error(`seed ${seed + runs} (${name}): ${(error as Error).stack}`)
    }
  }
  return { runs, read, slowestMs }
}
