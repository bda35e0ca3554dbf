import { Document, Packer, Paragraph } from 'docx'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { planFact } from '../../domain/events/facts.ts'
import { newPlan } from '../../domain/events/life.ts'
import { slips } from '../../records/slips.ts'
import { writeFacts } from '../../records/write.ts'
import { writePlanFacts } from '../../records/write-plan.ts'
import { wordsIn } from '../papers/office.ts'
import { ignored, noon, OFFICE } from '../supervision/support.ts'
import { openWeb, signedIn, type Web } from './support.ts'

let web: Web
let admin: Awaited<ReturnType<typeof signedIn>>
let officer: Awaited<ReturnType<typeof signedIn>>
let serial: string

beforeAll(async () => {
  web = await openWeb()
  const body = {
    kind: 'imported',
    title: '方案',
    document: 'x',
    measures: 1,
    conditions: [],
    offices: ['督查室'],
  } as const
  await writePlanFacts(web.db, 'p', [
    planFact(newPlan('p'), body, { at: noon('2015-07-01'), actor: OFFICE, actId: null }),
  ])
  const { id, facts } = ignored('1.1')
  await writeFacts(web.db, id, facts)
  serial = (await slips(web.db, 'p'))[0]?.serial ?? ''
  admin = await signedIn(web, 'root1', ['admin'])
  officer = await signedIn(web, 'wangwu', ['office', '督查室'])
})
afterAll(() => web.close())

const templateOf = async (...lines: readonly string[]) =>
  new Uint8Array(
    await Packer.toBuffer(
      new Document({ sections: [{ children: lines.map((text) => new Paragraph(text)) }] }),
    ),
  )
const upload = async (who: typeof admin, bytes: Uint8Array) => {
  const body = new FormData()
  body.append('file', new File([Buffer.from(bytes)], '我们的.docx'))
  return who.send('/admin/templates/slip', { method: 'POST', body })
}
const paper = async () =>
  wordsIn(new Uint8Array(await (await officer.get(`/api/v1/plans/p/slips/${serial}/docx`)).arrayBuffer()))
const json = (init: object) => ({
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify(init),
})

it('a template set on the page is what the paper is made by, what it lacks is said, and taken away it is as before', async () => {
  expect(await paper()).not.toContain('我办的版式')
  const set = await upload(admin, await templateOf('我办的版式', '{{文号}}', '{{正文}}'))
  expect(set.status).toBe(200)
  const shown = await set.text()
  for (const part of ['已设督办单的模板', '不会印出：', '成文日期', '{{到期日}}'])
    expect(shown).toContain(part)
  const words = await paper()
  for (const part of ['我办的版式', `第${serial}号`, '现予督办']) expect(words).toContain(part)
  // What is refused says why, and the one before stays.
  const wrong = await upload(admin, await templateOf('{{文 号}}', '{{正文}}'))
  expect(wrong.status).toBe(422)
  expect(await wrong.text()).toContain('不认识的位置：文 号')
  expect(await paper()).toContain('我办的版式')
  const removed = await admin.post('/admin/templates/slip/remove', {})
  expect(await removed.text()).toContain('已去掉督办单的模板')
  expect(await paper()).not.toContain('我办的版式')
})

it('by the interface too; nobody but an administrator sets one', async () => {
  const bytes = await templateOf('接口设的版式', '{{正文}}')
  const kept = (await (
    await admin.send('/api/v1/blobs', { method: 'PUT', body: Buffer.from(bytes) })
  ).json()) as { sha256: string }
  const said = { sha256: kept.sha256, name: 'a.docx' }
  const put = (who: typeof admin, kind: string) =>
    who.send(`/api/v1/templates/${kind}`, { method: 'PUT', ...json(said) })
  expect((await put(officer, 'slip')).status).toBe(404)
  expect((await officer.get('/admin/templates')).status).toBe(404)
  expect(await (await put(admin, 'slip')).json()).toMatchObject({
    kind: 'slip',
    places: ['正文'],
    unknown: [],
  })
  expect(await paper()).toContain('接口设的版式')
  expect((await put(admin, 'letter')).status).toBe(422)
  const { items } = (await (await officer.get('/api/v1/templates')).json()) as {
    items: { kind: string; fit: unknown }[]
  }
  expect(items.map(({ kind, fit }) => [kind, fit !== null])).toEqual([
    ['bulletin', false],
    ['slip', true],
  ])
  expect((await admin.send('/api/v1/templates/slip', { method: 'DELETE' })).status).toBe(200)
  expect((await admin.send('/api/v1/templates/slip', { method: 'DELETE' })).status).toBe(404)
  const noted = await web.db.selectFrom('audit').select('what').where('what', '=', 'template').execute()
  expect(noted.length).toBeGreaterThan(3)
})
