import { afterAll, beforeAll, expect, it } from 'vitest'
import { openWeb, signedIn, type Web } from './support.ts'

// 规则与日历 where no plan runs: what is installed and registered there is the installation's.

let web: Web
type Person = Awaited<ReturnType<typeof signedIn>>
let officer: Person
let admin: Person
let liaison: Person
beforeAll(async () => {
  web = await openWeb()
  officer = await signedIn(web, 'wangwu', ['office', '督查室'])
  admin = await signedIn(web, 'root1', ['admin'])
  liaison = await signedIn(web, 'zhangsan', ['unit', '市甲局'])
})
afterAll(() => web.close())

const closure = { from: '2026年7月27日', to: '2026-07-28', name: '台风停工', reason: '市三防办通告' }
const said = async (who: Person, path: string, form: Record<string, string>) => {
  const answer = await who.post(path, form)
  return { status: answer.status, text: await answer.text() }
}

it('a closure is looked at first, then registered, and taken back; it stays to be seen', async () => {
  const looked = await said(officer, '/rules/closures', { ...closure, do: 'look' })
  expect([
    looked.status,
    looked.text.includes('没有日期会变'),
    looked.text.includes('value="台风停工"'),
  ]).toEqual([...[200, true, true]])
  expect(await (await officer.get('/rules')).text()).toContain('没有登记')
  const done = await said(officer, '/rules/closures', { ...closure, do: 'do' })
  expect([done.status, done.text.includes('已办')]).toEqual([200, true])
  const page = await (await admin.get('/rules')).text()
  expect(page).toContain('台风停工')
  const id = /登记编号"[^>]*>([0-9a-f]{8})</.exec(page)?.[1] ?? ''
  const back = await said(officer, '/rules/closures/remove', { id, reason: '没有停工', do: 'do' })
  expect([back.status, back.text.includes('已收回')]).toEqual([200, true])
})

it.each([
  ['/rules/closures', { ...closure, from: '改天' }, 422, 'value="改天"'],
  ['/rules/closures', { ...closure, to: '2026-07-01' }, 422, 'value="2026-07-01"'],
  ['/rules/closures/remove', { id: 'ffffffff' }, 404, 'value="ffffffff"'],
  ['/rules/calendar', { table: '{"year": 2031' }, 422, '{&quot;year&quot;: 2031'],
  ['/rules/calendar/remove', { year: '2015' }, 404, 'value="2015"'],
] as const)('%s refused says why and keeps what was typed', async (path, form, status, kept) => {
  const { status: answered, text } = await said(officer, path, { ...form, do: 'do' })
  expect([answered, text.includes(kept), text.includes('没有办成')]).toEqual([status, true, true])
})

it('a year is installed in place of the shipped one, and taken away', async () => {
  const table = JSON.stringify({
    year: 2015,
    notices: [{ title: '国务院办公厅关于2015年部分节假日安排的通知', number: null, issuedOn: '2014-12-16' }],
    holidays: [
      { date: '2015-01-01', name: '元旦' },
      { from: '2015-12-21', to: '2015-12-31', name: '国庆 春节 清明 劳动 端午 中秋' },
    ],
    makeUpWorkdays: [],
  })
  const rowOf = (page: string) => /<td[^>]*>2015<\/td>.*?<\/tr>/.exec(page)?.[0]
  const before = rowOf(await (await officer.get('/rules')).text())
  const done = await said(officer, '/rules/calendar', { table, do: 'do' })
  expect([done.status, /12 天/.test(rowOf(done.text) ?? '')]).toEqual([200, true])
  const gone = await said(officer, '/rules/calendar/remove', { year: '2015', do: 'do' })
  expect([gone.status, rowOf(gone.text)]).toEqual([200, before])
})

it('is for the office: an administrator reads it and changes nothing, a unit does not see it', async () => {
  expect((await said(admin, '/rules/closures', { ...closure, do: 'do' })).status).toBe(403)
  expect((await said(liaison, '/rules/closures', { ...closure, do: 'do' })).status).toBe(404)
  expect((await liaison.get('/rules')).status).toBe(404)
})
