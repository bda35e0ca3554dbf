import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { loadRegister, loadRoster } from '../../documents/files/units.ts'
import { mustDate } from '../../domain/calendar/date.ts'
import { measuresOf } from '../../domain/plan/plan.ts'
import { standingOf } from '../../domain/reading/registry.ts'
import { planOf, table } from './support.ts'

const register = loadRegister()
const on = (date: string) => mustDate(date)

describe('the register of units', () => {
  it.each([
    ['市国土资源局', '2015-07-01', { kind: 'known', canonical: '市国土资源局' }],
    // The reform of 2018: cities and counties by the end of March 2019.
    ['市国土资源局', '2020-03-01', { kind: 'ceased', on: '2019-03-31', successor: '市自然资源局' }],
    ['县环保局', '2021-01-01', { kind: 'ceased', successor: '县生态环境局' }],
    ['市自然资源局', '2015-07-01', { kind: 'notYet', on: '2018-10-01' }],
    ['市卫健委', '2026-01-01', { kind: 'known', canonical: '市卫生健康局' }],
    ['梅州市发展和改革局', '2026-01-01', { kind: 'known', canonical: '梅州市发展和改革局' }],
    ['市府办公室(网络信息科)', '2015-07-01', { kind: 'known' }],
    // Alike is not the same.
    ['市自然资源和林业局', '2026-01-01', { kind: 'unknown' }],
  ])('%s on %s', (name, date, expected) => {
    expect(standingOf(register, name, on(date), ['梅州'])).toMatchObject(expected)
  })

  it('names each unit once, and each successor is itself registered', () => {
    const names = register.units.flatMap((unit) => [unit.name, ...unit.aliases])
    expect(new Set(names).size).toBe(names.length)
    const known = new Set(register.units.map((unit) => unit.name))
    for (const { successor } of register.units) if (successor !== null) expect(known).toContain(successor)
  })

  it('tells what a plan names that had ceased or that it does not know', () => {
    const plan = planOf(
      table('序号 | 任务 | 责任单位 | 时限\n1 | 事 | 市国土资源局 | 6月底前\n2 | 事 | 市某某局 | 6月底前'),
    )
    const said = Object.fromEntries(plan.review.map((item) => [item.code, item.message]))
    expect(said['unit-ceased']).toMatch(/市国土资源局.*2019-03-31.*市自然资源局/)
    expect(said['unit-provisional']).toMatch(/市某某局/)
  })
})

describe('a roster', () => {
  const file = fileURLToPath(new URL('../../seeds/units/roster.example.json', import.meta.url))
  const roster = loadRoster(file)
  if (!roster.ok) throw new Error(roster.error.message)

  it('stands in for owners named by kind, in their role, and the record says whose it was', () => {
    const rows =
      '序号 | 任务 | 牵头单位 | 配合单位 | 时限\n1 | 事 | 市教育局 | 各县(市、区)政府 | 6月底前\n2 | 事 | 各镇街 | | 6月底前'
    const plan = planOf(table(rows), { roster: roster.value })
    const [first, second] = measuresOf(plan).map(({ measure }) =>
      measure.units.map((u) => `${u.role} ${u.name}`),
    )
    expect(first).toEqual([
      'lead 市教育局',
      'supporting 东江区政府',
      'supporting 西岭县政府',
      'supporting 北湖市政府',
    ])
    // No group of the roster is 各镇街: it stays, and is asked about.
    expect(second).toEqual(['lead 各镇街'])
    expect(plan.review.filter((item) => item.code === 'generic-owner').map((item) => item.measure)).toEqual([
      '2.1',
    ])
    const note = plan.review.find((item) => item.code === 'roster-expanded')
    expect(note?.message).toMatch(/云州市 2026 年承办单位名册.*张三/)
  })

  it('that is wrong is refused with the place', () => {
    const nowhere = loadRoster('/nowhere/roster.json')
    expect(nowhere).toMatchObject({ ok: false, error: { code: 'FILE_NOT_FOUND' } })
    const wrong = loadRoster(fileURLToPath(new URL('../../package.json', import.meta.url)))
    expect(wrong).toMatchObject({ ok: false, error: { code: 'ROSTER_INVALID' } })
  })
})
