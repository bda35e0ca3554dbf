import { randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { actOn } from '../../client/use/act.ts'
import { setPolicy } from '../../client/use/amend-plan.ts'
import type { Who } from '../../domain/basics/rights.ts'
import { mustDate } from '../../domain/calendar/date.ts'
import type { Field } from '../../domain/fields/field.ts'
import { THREE_COLOURS } from '../../domain/policy/policy.ts'
import { actOfType } from '../../domain/supervision/acts/registry.ts'
import { factsOf, workflowIdOf } from '../../records/read.ts'
import { ACT_TABLES, type ActTable, type PersonAct } from '../../web/act-tables.ts'
import { askedFields } from '../../web/forms/act-fields.tsx'
import { smallPlan } from '../small-plan.ts'
import { signedIn } from '../web/support.ts'
import { browserOver, type Entered, fillIn, PROGRAM } from './support/browser.ts'
import { runDuban } from './support/cli.ts'
import { startPlanOf } from './support/started.ts'
import { duban, leader, liaison, observer, office, officer, other, type Person, web } from './support/web.ts'

const TODAY = mustDate('2015-07-20')
const LATER = '2015-08-20'
const UNIT = { role: 'unit', unit: '市甲局' } as const
const OFFICE = { role: 'office', unit: '督查室' } as const

/** Somebody who may, as the command line names him. */
interface By {
  readonly name: string
  readonly who: () => Person | undefined
  readonly as: readonly string[]
}
const LIAISON: By = { name: '牵头单位联络员', who: () => liaison, as: ['--as', '市甲局'] }
const SUPPORT: By = { name: '配合单位联络员', who: () => other, as: ['--as', '市乙局', '--role', 'unit'] }
const OFFICER: By = { name: '督查室', who: () => officer, as: [] }
const LEADER: By = { name: '领导', who: () => leader, as: ['--as', '市政府', '--role', 'leader'] }
let headPerson: Person | undefined
const HEAD: By = { name: '单位负责人', who: () => headPerson, as: ['--as', '市甲局'] }

/** Every role that may do a kind of act, and who may not. A kind that is not here does not compile. */
const MAY: Readonly<Record<Who, readonly By[]>> = {
  unit: [LIAISON, SUPPORT],
  head: [HEAD],
  supporting: [SUPPORT],
  office: [OFFICER],
  judge: [OFFICER],
  unitOrOffice: [LIAISON, OFFICER],
  officeOrLeader: [OFFICER, LEADER],
  ...{ plan: [], issue: [], report: [], propose: [] },
}
const mayNot = (who: Who): readonly (() => Person | undefined)[] => {
  const may = MAY[who].map((by) => by.who())
  return [() => observer, () => officer, () => liaison, () => leader].filter((one) => !may.includes(one()))
}

/** What has to have happened before an act fits. */
const BEFORE: Partial<Record<PersonAct, readonly object[]>> = (() => {
  const submit = {
    type: 'submit',
    actor: UNIT,
    doneOn: '2015-07-18',
    urls: ['http://a.cn'],
    files: [],
    note: null,
  }
  const accept = { type: 'accept', actor: OFFICE, note: null }
  const extend = { type: 'extend', actor: UNIT, dueOn: LATER, reason: '量大', measures: null }
  const suspend = { type: 'suspend', actor: OFFICE, reason: '等', ground: null, reviewOn: LATER }
  const done = [submit, accept]
  return {
    ...{ accept: [submit], return: [submit], completeStage: [submit], sign: [submit], refuseSign: [submit] },
    ...{ grantExtension: [extend], refuseExtension: [extend], resume: [suspend] },
    ...{ undoAccept: done, spotCheck: done },
    restore: [{ type: 'terminate', actor: OFFICE, reason: '不办' }],
  }
})()

/** What a form says where the descriptor alone would be refused: two ways at once, a unit that is no other. */
const SAYS: Partial<Record<PersonAct, Readonly<Record<string, string>>>> = {
  resume: { dueOn: '', keepDue: '1' },
  suspend: { 'until.text': '省出台丙办法', 'until.dueOn': '', 'until.keepDue': '1' },
  answerWait: { clause: '1' },
  reassign: { leadUnit: '市乙局', units: '市甲局' },
  spotCheck: { finding: '不实' },
}

/** A value for a field, by its descriptor, as it is typed. */
function typedFor(name: string, field: Field): string {
  if (name === 'doneOn') return '2015-07-18'
  if (field.kind === 'date') return LATER
  if (field.kind === 'number') return `${Math.min(field.to, field.from + 40)}`
  if (field.kind === 'choice') return field.of[0] ?? ''
  if (field.kind === 'flag') return ''
  if (field.kind === 'list') return name === 'urls' ? 'https://www.example.gov.cn/x' : ''
  return `${field.label}：写明`
}

/** Each input of an act's form by its name; of a field that has parts, those. */
const inputsOf = (table: ActTable): readonly (readonly [string, Field])[] =>
  askedFields(table).flatMap(([name, field]): (readonly [string, Field])[] =>
    field.kind === 'object'
      ? Object.entries(field.fields).map(([part, one]) => [`${name}.${part}`, one])
      : [[name, field]],
  )
const valuesOf = (table: ActTable): Readonly<Record<string, string>> =>
  Object.fromEntries(
    inputsOf(table)
      .filter(([name]) => name !== 'files')
      .map(([name, field]) => [name, SAYS[table.type]?.[name] ?? typedFor(name, field)]),
  )

const OPTIONS: Readonly<Record<string, string>> = {
  ...{ urls: 'url', leadUnit: 'lead', units: 'unit' },
  ...{ 'until.text': 'untilEvent', 'until.dueOn': 'resumeDueOn', 'until.keepDue': 'resumeKeepDue' },
}
const optionsFor = (table: ActTable, values: Readonly<Record<string, string>>): readonly string[] =>
  Object.entries(values).flatMap(([name, value]) => {
    const flag = `--${(OPTIONS[name] ?? name).replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`
    const { kind } = new Map(inputsOf(table)).get(name) ?? {}
    return value === '' ? [] : kind === 'flag' ? [flag] : [flag, value]
  })

interface Case {
  readonly table: ActTable
  readonly by: By
  readonly plan: () => string
  /** The measure for the form, its twin for the command line, and the one that a browser with script acts on. */
  readonly nos: readonly [string, string, string]
}
const SIGNED: ReadonlySet<PersonAct> = new Set<PersonAct>(['sign', 'refuseSign'])
let plain = ''
let signing = ''
const counts = { plain: 0, signing: 0 }
const CASES: readonly Case[] = ACT_TABLES.flatMap((table) =>
  MAY[table.who].map((by): Case => {
    const kind = SIGNED.has(table.type) ? 'signing' : 'plain'
    const next = () => `${++counts[kind]}.1`
    return { table, by, plan: () => (kind === 'plain' ? plain : signing), nos: [next(), next(), next()] }
  }),
)
const waits = new Set(CASES.filter(({ table }) => table.type === 'answerWait').flatMap(({ nos }) => nos))
const rows = (n: number, alone: boolean) =>
  smallPlan(
    Array.from({ length: n }, (_, i) => [
      '市甲局牵头，市乙局配合',
      `办理第${i + 1}件事。`,
      !alone && waits.has(`${i + 1}.1`) ? '待省出台丙办法后' : '2015年7月',
    ]),
  )

const folder = mkdtempSync(join(tmpdir(), 'duban-forms-'))
const PAPER = join(folder, '佐证.txt')
afterAll(() => rmSync(folder, { recursive: true, force: true }))
beforeAll(async () => {
  writeFileSync(PAPER, '佐证内容')
  headPerson = await signedIn(web, 'touer', ['head', '市甲局'])
  plain = await startPlanOf(duban, 'forms', rows(counts.plain, false), { from: TODAY })
  signing = await startPlanOf(duban, 'sign', rows(counts.signing, true), { from: TODAY })
  await setPolicy(duban, signing, {
    ...THREE_COLOURS,
    id: 'shen-qian',
    name: '审签',
    sign: { days: 2, to: 'leaderInCharge' },
  })
  await Promise.all(
    CASES.flatMap(({ table, plan, nos }) =>
      nos.map(async (no) => {
        for (const [i, act] of (BEFORE[table.type] ?? []).entries()) {
          const { type, ...rest } = act as { type: PersonAct }
          await actOn(duban, plan(), no, type, {
            ...rest,
            obligationId: null,
            actId: `${no}-before-${i}`,
          } as never)
        }
      }),
    ),
  )
})

const ledger = (plan: string, no: string) => factsOf(duban.db, workflowIdOf(plan, no))
/** What a fact says, without who, when and under which number; the measure is the one or its twin. */
const said = (fact: object, no: string): unknown =>
  JSON.parse(
    JSON.stringify(fact, (key, value) => {
      if (['seq', 'at', 'actor', 'actId', 'submittedAt'].includes(key)) return undefined
      if (value !== null && typeof value === 'object' && 'role' in value && 'unit' in value) return value.unit
      return value
    }).replaceAll(`"${no}`, '"N'),
  )

const browser = browserOver(() => web)
const entered = new Map<string, Promise<Entered>>()
/** A page of its own in which somebody is signed in, once a person. */
async function pageOf(by: By) {
  const who = by.who()
  if (who === undefined) throw new Error(by.name)
  const kept = entered.get(by.name) ?? browser.as(who)
  entered.set(by.name, kept)
  return (await kept).context.newPage()
}

/** Does the act as a hand does, the islands being there. */
async function withScript({ table, by, plan, nos: [, , no] }: Case): Promise<void> {
  const page = await pageOf(by)
  await page.goto(browser.at(`/p/${plan()}/m/${no}/act/${table.type}`))
  const form = page.locator(`main form[action$="/act/${table.type}"]`)
  for (const [name, value] of Object.entries(valuesOf(table))) await fillIn(form, name, value)
  if ('files' in table.fields) await form.locator('[name=files]').setInputFiles(PAPER)
  await form.locator('button.primary').click()
  await page.waitForURL(`**/p/${plan()}/m/${no}?done=1`)
  await page.close()
}

const unescaped = (text: string): string => text.replaceAll('&quot;', '"').replaceAll('&amp;', '&')
const hidden = (html: string, name: string): string =>
  unescaped(new RegExp(`name="${name}" value="([^"]*)"`).exec(html)?.[1] ?? '')

describe('every act of every role has its form, which says what the command line says, with script and without', () => {
  it.concurrent.each(CASES.map((one) => [one.table.name, one.by.name, one] as const))(
    '%s，%s',
    async (_, __, one) => {
      const { table, by, nos } = one
      const plan = one.plan()
      const [no, twin, scripted] = nos
      const path = `/p/${plan}/m/${no}/act/${table.type}`
      const before = (await ledger(plan, no)).length
      const twinBefore = (await ledger(plan, twin)).length
      const scriptedBefore = (await ledger(plan, scripted)).length
      const values = valuesOf(table)
      const page = await by.who()?.get(path)
      const html = (await page?.text()) ?? ''
      expect([path, page?.status]).toEqual([path, 200])
      for (const [name] of inputsOf(table)) expect(html, name).toContain(`name="${name}"`)
      const form = (actId: string) => {
        const data = new FormData()
        data.append('actId', actId)
        data.append('seen', hidden(html, 'seen'))
        const obligation = /<select id="f-obligation"[^>]*><option value="([^"]+)"/.exec(html)?.[1]
        if (obligation !== undefined) data.append('obligation', obligation)
        for (const [name, value] of Object.entries(values)) data.append(name, value)
        if ('files' in table.fields) data.append('files', new File(['佐证内容'], '佐证.txt'))
        return { method: 'POST', body: data }
      }
      for (const who of mayNot(table.who)) {
        const answer = await who()?.send(path, form(randomUUID()))
        expect([who()?.id, answer?.status]).toEqual([who()?.id, 403])
      }
      expect(await ledger(plan, no)).toHaveLength(before)
      const sent = await by.who()?.send(path, form(hidden(html, 'actId')))
      expect([sent?.status, sent?.headers.get('location')]).toEqual([303, `/p/${plan}/m/${no}?done=1`])
      const verb = actOfType(table.type).verb?.path.split(' ') ?? []
      const files = 'files' in table.fields ? ['--file', PAPER] : []
      const ran = await runDuban(office, [
        ...verb,
        plan,
        twin,
        ...optionsFor(table, values),
        ...files,
        ...by.as,
        '-o',
        'json',
      ])
      expect([ran.exit, ran.exit === 0 ? '' : ran.err]).toEqual([0, ''])
      const now = (await ledger(plan, no)).slice(before)
      const typed = (await ledger(plan, twin)).slice(twinBefore)
      expect(now.length).toBeGreaterThan(0)
      expect(now.map((fact) => said(fact, no))).toEqual(typed.map((fact) => said(fact, twin)))
      if (PROGRAM === null) return
      await withScript(one)
      const clicked = (await ledger(plan, scripted)).slice(scriptedBefore)
      expect(clicked.map((fact) => said(fact, scripted))).toEqual(typed.map((fact) => said(fact, twin)))
    },
  )
})
