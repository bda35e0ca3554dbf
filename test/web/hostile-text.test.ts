import { Parser } from 'htmlparser2'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { addPerson, OPERATOR } from '../../accounts/people.ts'
import { mustDate } from '../../domain/calendar/date.ts'
import { at } from '../../domain/calendar/time.ts'
import { planFact } from '../../domain/events/facts.ts'
import { writePlanFacts } from '../../records/write-plan.ts'
import { SCRIPT } from '../../web/assets.ts'
import { openWeb, PASSWORD, signedIn, type Web } from './support.ts'

/** Texts that would become something else in a page, an attribute, an address or a script. */
const HOSTILE = [
  '<script>alert(1)</script>',
  '"><img src=x onerror=alert(1)>',
  "' onfocus=alert(1) autofocus='",
  'javascript:alert(1)',
  '</title><svg onload=alert(1)>',
  '&lt;b&gt;{{7*7}}${7*7}',
]
let web: Web
beforeAll(async () => {
  web = await openWeb()
  const by = { at: at(mustDate('2026-01-05'), '09:00'), actor: { role: 'office', unit: '督查室' } as const }
  for (const [i, title] of HOSTILE.entries())
    await writePlanFacts(web.db, `p${i}`, [
      planFact(
        { seq: 1 },
        { kind: 'imported', title, document: 'd', measures: 0, conditions: [], offices: ['督查室'] },
        { ...by, actId: `a${i}` },
      ),
    ])
})
afterAll(() => web.close())

/** Nothing that a text brought has become a tag, an attribute that runs, or an address that does: read as a browser reads it. */
function harmless(html: string): void {
  const found: string[] = []
  const parser = new Parser({
    onopentag(name, attributes) {
      // Our own is on every page, under the name of its content, with nothing in it.
      const ours = name === 'script' && attributes.src === SCRIPT.path
      if (!ours && ['script', 'img', 'svg', 'iframe'].includes(name)) found.push(name)
      for (const [key, value] of Object.entries(attributes)) {
        if (key.startsWith('on') || key === 'autofocus') found.push(`${name} ${key}`)
        if (/^\s*javascript:/i.test(value) && ['href', 'src', 'action', 'formaction'].includes(key))
          found.push(`${name} ${key}=${value}`)
      }
    },
  })
  parser.end(html)
  expect(found).toEqual([])
}

describe('texts of people stay texts', () => {
  it.each([
    ['plans', '/plans'],
    ['search', `/search?q=${encodeURIComponent(HOSTILE[1] ?? '')}`],
    ['today', '/'],
  ])('on the page of %s', async (_, path) => {
    const office = await signedIn(web, `office${path.length}`, ['office', '督查室'])
    const html = await (await office.get(path)).text()
    harmless(html)
    if (path === '/plans') expect(html).toContain('&lt;script&gt;alert(1)&lt;/script&gt;')
  })
  it('in names, units and what was typed into a form that is refused', async () => {
    const admin = await signedIn(web, 'admin1', ['admin'])
    for (const [i, name] of HOSTILE.entries())
      await addPerson(
        web.db,
        {
          login: `p${i}x`,
          name: `${i}${name}`.slice(0, 60),
          hats: [{ role: 'unit', planId: '', unit: name }],
        },
        OPERATOR,
      )
    harmless(await (await admin.get('/admin/users')).text())
    for (const text of HOSTILE) {
      const form = { login: text, name: text, role: 'unit', unit: text, password: PASSWORD }
      harmless(await (await admin.post('/admin/users', form)).text())
      harmless(await (await admin.post('/login', { login: text, password: 'x', next: text })).text())
      harmless(await (await admin.get(`/login?next=${encodeURIComponent(text)}`)).text())
    }
  })
})
