import { describe, expect, it } from 'vitest'
import type { Published } from '../../documents/public/data.ts'
import { publicSite, withdrawnSite } from '../../documents/public/site.tsx'
import { mustDate } from '../../domain/calendar/date.ts'
import { at } from '../../domain/calendar/time.ts'
import { FIELD_NAMES, fieldsAsked, type PublicField, USUAL_FIELDS } from '../../domain/publishing/fields.ts'
import { type PublicIssue, publicChanges, publicItems } from '../../domain/publishing/issue.ts'
import { itemState, PUBLIC_STATES, publicState } from '../../domain/publishing/words.ts'
import { playedDays } from '../records/year.ts'

const days = playedDays('2015-disputes')
const on = (day: string) => days.filter(({ today }) => today <= day).at(-1)
const issue = (day: string, number: number, fields: readonly PublicField[] = USUAL_FIELDS): PublicIssue => {
  const asOf = at(mustDate(day), '23:59')
  return {
    ...{ plan: 'mz2015', title: '分工方案', year: 2015, rehearsal: false, fields },
    bulletin: { number, asOf, sha256: 'a'.repeat(64) },
    items: publicItems({}, on(day)?.states ?? [], fields, asOf),
  }
}
const words = { office: '督查室', licence: '请注明来源', nextOn: mustDate('2015-11-05'), footer: '' }
const first = issue('2015-09-30', 1)
const second = issue('2015-12-31', 2)
const history: readonly Published[] = [
  { issue: first, at: '2015-10-08T01:00:00.000Z', changes: publicChanges(null, first) },
  { issue: second, at: '2016-01-05T01:00:00.000Z', changes: publicChanges(first, second) },
]

describe('what is published of a year', () => {
  it('has a page a measure and the same bytes each time; every link leads to one of the files', () => {
    const site = publicSite(history, words)
    expect(publicSite(history, words)).toEqual(site)
    expect(site.size).toBe(9 + second.items.length)
    for (const [name, text] of site) {
      if (!name.endsWith('.html')) continue
      for (const [, href = ''] of text.matchAll(/href="([^"]+)"/g)) {
        const path = decodeURI(new URL(href, `http://x/${name}`).pathname.slice(1))
        expect([name, href, site.has(path)]).toEqual([name, href, true])
      }
      expect(text).not.toMatch(/<script|style="|https?:\/\//)
    }
    expect(site.get('changes.atom')).toContain('href="items/')
    expect(site.get('changes.atom')).not.toContain('here.invalid')
  })

  it('is found by unit and by state without a script: every measure in each list, every group at its own address', () => {
    const site = publicSite(history, words)
    for (const file of ['units.html', 'states.html']) {
      const text = site.get(file) ?? ''
      for (const { no } of second.items)
        expect([file, no, text.includes(`>${no}</a>`)]).toEqual([file, no, true])
      const groups = [...text.matchAll(/<section id="([^"]+)"/g)].map(([, id]) => id)
      expect(groups.length).toBeGreaterThan(2)
      const home = site.get('index.html') ?? ''
      for (const id of groups) expect(home).toContain(`href="${file}#${encodeURIComponent(id ?? '')}"`)
    }
    const bare = publicSite(
      [{ issue: issue('2015-12-31', 2, []), at: '2016-01-05T01:00:00.000Z', changes: [] }],
      words,
    )
    expect([bare.has('states.html'), bare.has('units.html')]).toEqual([true, false])
  })

  it('says nothing that its allow list does not let through, whatever the list', () => {
    const states = on('2015-12-31')?.states ?? []
    const kept = states.flatMap(({ obligations }) =>
      obligations.flatMap((o) =>
        o.evidence.flatMap(({ note, urls, files, by }) => [
          ...[note, by.name, ...urls, ...files.map(({ name }) => name)],
        ]),
      ),
    )
    const secrets = [...new Set(kept)].filter((text): text is string => !!text && text.length > 3)
    expect(secrets.length).toBeGreaterThan(0)
    for (const fields of [[], ['unit'], USUAL_FIELDS, FIELD_NAMES] as const) {
      const shown = issue('2015-12-31', 2, fields)
      const all = [
        ...publicSite([{ issue: shown, at: '2016-01-05T01:00:00.000Z', changes: [] }], words).values(),
      ].join('\n')
      const texts = states.map(({ setup }) => setup.text)
      for (const secret of secrets)
        if (!texts.some((text) => text.includes(secret))) expect(all).not.toContain(secret)
      if (!fields.includes('text' as never)) for (const text of texts) expect(all).not.toContain(text)
    }
  })

  it('says of each obligation one of the words, and what nobody has shown is no work in progress', () => {
    const seen = new Set<string>()
    for (const { today, states } of days)
      for (const state of states) {
        for (const o of state.obligations) {
          const word = publicState(o, today)
          seen.add(word)
          if (word === '暂无佐证')
            expect([o.state, o.evidence.length, o.progress?.length ?? 0]).toEqual(['open', 0, 0])
          if (word === '逾期') expect((o.dueOn ?? '') < today).toBe(true)
          if (word === '按期办结') expect(o.outcome).toBe('onTime')
          if (word === '逾期办结') expect(o.outcome).toBe('late')
        }
        expect(PUBLIC_STATES).toContain(itemState(state, today))
      }
    for (const word of ['未开始', '办理中', '逾期', '按期办结', '逾期办结', '等待条件', '暂无佐证'])
      expect([
        ...seen,
        ...days.flatMap(({ today, states }) => states.map((one) => itemState(one, today))),
      ]).toContain(word)
  })

  it('changes by what is said, item by item; nothing when nothing is said otherwise', () => {
    expect(publicChanges(second, second)).toEqual([])
    const changes = publicChanges(first, second)
    expect(changes.some(({ says }) => /情况 .+ → .+/.test(says))).toBe(true)
    expect(new Set(publicChanges(null, first).map(({ no }) => no)).size).toBe(first.items.length)
    expect(publicChanges(first, { ...first, items: first.items.slice(1) })).toEqual([
      { no: first.items[0]?.no, says: '不再公开' },
    ])
  })

  it('knows its fields by either name, and no other', () => {
    expect(fieldsAsked(['牵头单位', 'text', 'unit'])).toEqual(['text', 'unit'])
    expect(fieldsAsked(['note'])).toMatchObject({
      code: 'PUBLIC_FIELD',
      remedy: expect.stringContaining('到期日'),
    })
  })

  it('taken back leaves its reason alone', () => {
    const left = withdrawnSite('分工方案', { on: mustDate('2016-01-06'), reason: '数据有误' }, words)
    expect([...left.keys()].sort()).toEqual(['index.html', 'style.css'])
    expect(left.get('index.html')).toContain('数据有误')
  })
})
