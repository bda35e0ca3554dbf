import { readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { Command, Option } from 'commander'
import { whole } from '../client/cli/main.ts'
import type { Who } from '../domain/basics/rights.ts'
import { type AnyPlanAct, planFieldsOf } from '../domain/events/act.ts'
import { PLAN_ACTS } from '../domain/events/acts/registry.ts'
import { DEFAULT_SCORING, SINGLE_SCORES, singles } from '../domain/policy/scoring.ts'
import { stepFields, stepName } from '../domain/rehearsal/steps.ts'
import { type AnyAct, fieldsOf } from '../domain/supervision/act.ts'
import { ACTS } from '../domain/supervision/acts/registry.ts'
import { OWN_SCORES } from '../domain/supervision/facts.ts'

// What of the documentation follows from the registries is printed: `npx tsx scripts/print-docs.ts` writes it, a test
// (test/docs.test.ts) compares it. Each part stands between its two marks.

const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [head, head.map(() => '---'), ...rows].map((row) => `| ${row.join(' | ')} |`).join('\n')

const WHO: Partial<Record<Who, string>> = {
  unit: 'unit',
  head: 'the head of a unit',
  supporting: 'a unit that does not lead',
  office: 'office',
  judge: 'office, not its own evidence',
  unitOrOffice: 'unit or office',
  officeOrLeader: 'office or a leader',
  plan: 'office, for the plan as a whole',
  issue: 'office with 签发',
  report: 'office, or a unit at the command line',
  propose: 'any unit, or the office',
}

const code = (text: string): string => `\`${text.replaceAll('|', '\\|')}\``

/** A field as its reader meets it: optional ones in brackets. */
const fieldName = (name: string, optional: boolean): string => (optional ? `[${name}]` : name)

function actRow(def: AnyAct): readonly string[] {
  const { name, by, verb, facts } = def
  const fields = Object.entries(fieldsOf(def)).filter(([field]) => field !== 'obligationId')
  const target =
    typeof def.on === 'function'
      ? 'open returned suspended (0.2.0: not suspended)'
      : (def.on?.states.join(' ') ?? 'the measure')
  const step =
    def.ofPlan || def.step === false
      ? ''
      : code([stepName(def), ...stepFields(def).map(([as]) => as)].join(' '))
  return [
    name,
    verb === undefined ? 'by the plan' : code(verb.path),
    WHO[by] ?? by,
    target,
    fields.map(([field, { need }]) => fieldName(field, need !== undefined)).join(' '),
    facts.map(({ kind }) => kind).join(' '),
    step,
  ]
}

const actsTable = (): string =>
  table(
    ['act', 'verb', 'who', 'done to what is', 'says', 'fact', 'in a rehearsal’s script'],
    ACTS.map(actRow),
  )

const DURING = { running: 'running', begun: 'running closed', notClosed: 'draft running' }

function planActRow(def: AnyPlanAct): readonly string[] {
  const { name, by, during, facts } = def
  const fields = Object.entries(planFieldsOf(def))
  return [
    name,
    code(def.type),
    by === null ? 'nobody is asked' : (WHO[by] ?? by),
    during === undefined ? 'its own rules say' : DURING[during],
    fields.map(([field, { need }]) => fieldName(field, need !== undefined)).join(' '),
    facts.map(({ kind }) => kind).join(' '),
  ]
}

const planActsTable = (): string =>
  table(['act', 'type', 'who', 'while the plan is', 'says', 'fact'], PLAN_ACTS.map(planActRow))

const minus = (points: number): string => String(points).replace('-', '−')

const scoresTable = (): string =>
  table(
    ['评分 in a policy’s file', 'in the rules', 'default'],
    [
      ['基础分', '`base`', minus(DEFAULT_SCORING.base)],
      ...Object.entries(DEFAULT_SCORING.slips).map(([level, points], i) => [
        `${['蓝色', '橙色', '红色'][i]}督办单`,
        code(`slips.${level}`),
        minus(points),
      ]),
      ...Object.values(
        singles((key) => [SINGLE_SCORES[key][0], code(key), minus(DEFAULT_SCORING[key])] as const),
      ),
      ...Object.entries(DEFAULT_SCORING.grades).map(([grade, points]) => [
        grade,
        code(`grades.${grade}`),
        minus(points),
      ]),
      ...OWN_SCORES.map(({ key, name, points }) => [name, code(`own.${key}`), minus(points)]),
    ],
  )

const VALUE: Readonly<Record<string, string>> = { date: 'D', n: 'N', text: 'T' }
const flagsOf = (option: Option): string =>
  option.flags.replace(/<([\w-]+)>/g, (_, what: string) => VALUE[what] ?? what.toUpperCase())

function commandAt(program: Command, path: string): Command {
  return path.split(' ').reduce((at, name) => {
    const found = at.commands.find((command) => command.name() === name)
    if (found === undefined) throw new Error(`no verb ${path}`)
    return found
  }, program)
}

/** Needed options beside the verb, the others by themselves. */
function optionsAt(program: Command, path: string): readonly [needed: string, rest: string] {
  const options = commandAt(program, path).options.filter(
    ({ long }) => long !== '--output' && long !== '--role',
  )
  const needed = options.filter(({ mandatory }) => mandatory).map((option) => ` ${flagsOf(option)}`)
  const rest = options.filter(({ mandatory }) => !mandatory).map((option) => code(flagsOf(option)))
  return [needed.join(''), rest.join(' ')]
}

async function verbsTable(): Promise<string> {
  const program = await whole()
  return table(
    ['verb', 'options', ''],
    ACTS.flatMap(({ verb }: AnyAct) => {
      if (verb === undefined) return []
      const [needed, rest] = optionsAt(program, verb.path)
      return [[code(`${verb.path} PLAN NO${needed}`), rest, verb.about]]
    }),
  )
}

async function planVerbsTable(): Promise<string> {
  const program = await whole()
  return table(
    ['verb', 'options', ''],
    (PLAN_ACTS as readonly AnyPlanAct[]).flatMap(({ verb }) => {
      if (verb === undefined) return []
      const [needed, rest] = optionsAt(program, verb.path)
      return [[code(`${verb.path} PLAN${needed}`), rest, verb.about]]
    }),
  )
}

const PRINTED: readonly (readonly [file: string, mark: string, print: () => string | Promise<string>])[] = [
  ['docs/acts.md', 'acts', actsTable],
  ['docs/acts.md', 'acts on a plan', planActsTable],
  ['docs/reckoning.md', 'scores', scoresTable],
  ['docs/cli.md', 'verbs of acts', verbsTable],
  ['docs/cli.md', 'verbs of acts on a plan', planVerbsTable],
]

const pathOf = (file: string): string => fileURLToPath(new URL(`../${file}`, import.meta.url))

/** Every document that has printed parts, with those parts as the registries have them now. */
export async function printedDocs(): Promise<ReadonlyMap<string, string>> {
  const docs = new Map<string, string>()
  for (const [file, mark, print] of PRINTED) {
    const text = docs.get(file) ?? readFileSync(pathOf(file), 'utf8')
    const [from, to] = [`<!-- printed: ${mark} -->\n`, `\n<!-- end of ${mark} -->`]
    const [start, end] = [text.indexOf(from), text.indexOf(to)]
    if (start < 0 || end < start) throw new Error(`${file} has no place for ${mark}`)
    docs.set(file, `${text.slice(0, start + from.length)}\n${await print()}\n${text.slice(end)}`)
  }
  return docs
}

if (process.argv[1] === fileURLToPath(import.meta.url))
  for (const [file, text] of await printedDocs()) writeFileSync(pathOf(file), text)
