import { expect, it } from 'vitest'
import { ACT_TABLES } from '../../web/act-tables.ts'
import { ActFields, askedFields, saidOf } from '../../web/forms/act-fields.tsx'

const formOf = (table: (typeof ACT_TABLES)[number]) =>
  String(ActFields({ table, obligations: [], chosen: '', typed: {}, refusal: null }))

const helped = ACT_TABLES.flatMap((table) =>
  askedFields(table)
    .filter(([, { help, label, kind }]) => help !== undefined && help !== label && kind !== 'list')
    .map(([name, { help = '' }]) => ({ act: table.name, table, name, help })),
)

it('there are fields whose help says more than their label', () => {
  expect(helped.length).toBeGreaterThan(10)
  expect(new Set(helped.map(({ act }) => act)).size).toBeGreaterThan(5)
})

it.each(helped)(
  'the form of $act says what to write in $name, and its field names that sentence',
  ({ table, name, help }) => {
    const form = formOf(table)
    expect(form).toContain(`<p class="hint" id="h-${name}">${help}</p>`)
    expect(form).toMatch(new RegExp(`(?:id="f-${name}"|<fieldset)[^>]*aria-describedby="h-${name}"`))
  },
)

it('no sentence stands twice in a form', () => {
  for (const table of ACT_TABLES) {
    const ids = [...formOf(table).matchAll(/ id="([^"]+)"/g)].map(([, id]) => id)
    expect(new Set(ids).size).toBe(ids.length)
  }
})

it('what is said most often may be chosen, and goes before what is written', () => {
  const table = ACT_TABLES.find(({ type }) => type === 'return')
  const reason = table?.fields.reason
  if (table === undefined || reason?.common === undefined) throw new Error('nothing is said often')
  const form = formOf(table)
  for (const one of reason.common) expect(form).toContain(`<option value="${one}">`)
  const [first = ''] = reason.common
  expect(saidOf(table, { 'reason:common': [first], reason: ['第三页'] }, []).reason).toBe(`${first}；第三页`)
  expect(saidOf(table, { 'reason:common': [first], reason: [''] }, []).reason).toBe(first)
  expect(saidOf(table, { reason: ['第三页'] }, []).reason).toBe('第三页')
})
