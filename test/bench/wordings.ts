import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { loadCalendar } from '../../documents/calendars/load.ts'
import { mustDate } from '../../domain/calendar/date.ts'
import { compileDeadline } from '../../domain/deadline/compile.ts'

/**
 * npm run bench:wordings: whole compilations (rules, dates, explanations, review) of the corpus in one process, beside
 * a bare regular expression that only looks for dates in the same texts. Nothing is cached between wordings but the
 * calendar's index and the context's year; the medians of seven rounds each, in turn.
 */
const file = (name: string) => fileURLToPath(new URL(`../deadline/${name}`, import.meta.url))
const column = (name: string, at: number) =>
  readFileSync(file(name), 'utf8')
    .trim()
    .split('\n')
    .slice(1)
    .map((row) => row.split('\t')[at] ?? '')
const wordings = [...column('corpus.tsv', 1), ...column('by-hand.tsv', 0), ...column('public.tsv', 3)]
const calendar = loadCalendar()
const context = { planYear: 2015, issuedOn: mustDate('2015-07-01') }
const DATES =
  /(?:\d{4}|[一二][〇零九][〇零一二三四五六七八九]{2})年(?:\d{1,2}|[一二三四五六七八九十]{1,3})月(?:\d{1,2}[日号])?[底末]?前?|每[日周月季年]\S{0,8}前|\S{1,20}后\d{1,3}个?(?:工作)?日内/g

const ROUNDS = 7
const TIMES = 40
function rate(work: (text: string) => unknown): number {
  const began = performance.now()
  let kept = 0
  for (let n = 0; n < TIMES; n += 1) for (const text of wordings) if (work(text)) kept += 1
  if (kept < 0) throw new Error('unreachable')
  return (TIMES * wordings.length) / ((performance.now() - began) / 1000)
}
const median = (list: number[]) => list.sort((a, b) => a - b)[Math.floor(list.length / 2)] ?? 0

const compiled: number[] = []
const scanned: number[] = []
for (let round = 0; round <= ROUNDS; round += 1) {
  const a = rate((text) => compileDeadline(text, context, calendar))
  const b = rate((text) => text.match(DATES))
  if (round > 0) {
    compiled.push(a)
    scanned.push(b)
  }
}
const [ours, bare] = [median(compiled), median(scanned)]
console.log(
  `${wordings.length} wordings: ${ours.toFixed(0)} compiled a second, ${bare.toFixed(0)} scanned by one expression; ratio 1 to ${(bare / ours).toFixed(0)}`,
)
process.exit(ours >= 20_000 ? 0 : 1)
