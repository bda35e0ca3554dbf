import { describe, expect, it } from 'vitest'
import type { UnitRole } from '../../domain/plan/plan.ts'
import { readUnits } from '../../domain/reading/units.ts'

const short = { lead: '牵', responsible: '责', supporting: '配' } as const
const says = (printed: string, role: UnitRole = 'responsible') =>
  readUnits(printed.split('\n'), { role, places: ['梅州'] })
    .units.map((unit) => `${short[unit.role]}${unit.name}`)
    .join(' ')

describe('units: roles by the column and by their own words', () => {
  it.each([
    ['市财政局', '责市财政局'],
    ['市财政局负责', '牵市财政局'],
    ['市教育局牵头，市财政局、市人社局配合', '牵市教育局 配市财政局 配市人社局'],
    ['市教育局牵头，市财政局，市人社局配合', '牵市教育局 配市财政局 配市人社局'],
    ['市教育局、市财政局按职责分工负责', '责市教育局 责市财政局'],
    ['市发改局牵头，市教育局、市财政局等按职责分工负责', '牵市发改局 责市教育局 责市财政局'],
    ['牵头单位：市发改局；责任单位：市教育局、市财政局', '牵市发改局 责市教育局 责市财政局'],
    ['牵头单位：市发改局 配合单位：市教育局', '牵市发改局 配市教育局'],
    ['市教育局（牵头）、市财政局（配合）', '牵市教育局 配市财政局'],
    ['市政数局牵头、市自然资源局按职责分工负责', '牵市政数局 责市自然资源局'],
    ['市商务局会同市财政局、市税务局', '牵市商务局 责市财政局 责市税务局'],
    ['市财政局、市审计局参与', '配市财政局 配市审计局'],
    ['——', ''],
    ['', ''],
  ])('%s', (printed, expected) => {
    expect(says(printed)).toBe(expected)
  })
})

describe('units: a break separates only two whole names', () => {
  it.each([
    ['市国土\n资源局', '牵市国土资源局'],
    ['市经济和\n信息化局', '牵市经济和信息化局'],
    ['市人力资源社会\n保障局', '牵市人力资源社会保障局'],
    ['市政府\n办公室', '牵市政府办公室'],
    ['市委\n宣传部', '牵市委宣传部'],
    ['梅州市\n财政局', '牵梅州市财政局'],
    ['市国资办\n(市经济和信息化局)', '牵市国资办(市经济和信息化局)'],
    ['市 编 办', '牵市编办'],
    ['市发改局\n市财政局', '牵市发改局 牵市财政局'],
    ['市教育局 市财政局', '牵市教育局 牵市财政局'],
    ['兴宁市政府\n梅县区政府', '牵兴宁市政府 牵梅县区政府'],
    ['市住建局牵头\n市自然资源局配合', '牵市住建局 配市自然资源局'],
    ['市发改局牵\n头', '牵市发改局'],
  ])('%j', (printed, expected) => {
    expect(says(printed, 'lead')).toBe(expected)
  })
})

describe('units: names', () => {
  it.each([
    ['市财政局和市审计局', '牵市财政局 牵市审计局'],
    ['市发展和改革局和财政局', '牵市发展和改革局 牵市财政局'],
    ['市发展和改革局、工业和信息化局', '牵市发展和改革局 牵市工业和信息化局'],
    [
      '市市场监管局、卫生健康局、梅州海关、梅州供电局',
      '牵市市场监管局 牵市卫生健康局 牵梅州海关 牵梅州供电局',
    ],
    ['市发改局、市场监管局', '牵市发改局 牵市市场监管局'],
    ['市场监管局、市教育局', '牵市场监管局 牵市教育局'],
    ['市教育局、各县（市、区）政府', '牵市教育局 牵各县(市、区)政府'],
    ['市财政局、市财政局', '牵市财政局'],
  ])('%s', (printed, expected) => {
    expect(says(printed, 'lead')).toBe(expected)
  })

  it('keep what is printed beside the normalised name', () => {
    const { units } = readUnits(['市府办公室', '（网络信息科）、', '市 编 办'], { role: 'lead' })
    expect(units).toEqual([
      { name: '市府办公室(网络信息科)', raw: '市府办公室\n（网络信息科）', role: 'lead' },
      { name: '市编办', raw: '市 编 办', role: 'lead' },
    ])
  })

  it('say what in them a person must look at', () => {
    const read = (printed: string) => readUnits([printed], { role: 'lead' })
    expect(read('市国资办（市经济和信息化局）').brackets).toEqual([
      { name: '市国资办(市经济和信息化局)', changesOwner: true },
    ])
    expect(read('市府办公室（网络信息科）').brackets).toEqual([
      { name: '市府办公室(网络信息科)', changesOwner: false },
    ])
    expect(read('各县（市、区）政府、市直有关单位').generic).toEqual(['各县(市、区)政府', '市直有关单位'])
    expect(read('推进公开').unknown).toEqual([{ name: '推进公开', proven: false }])
    expect(read('智慧城市联合体牵头').unknown).toEqual([{ name: '智慧城市联合体', proven: true }])
    expect(read('张三')).toMatchObject({ units: [], people: [{ role: '牵头领导', name: '张三' }] })
    expect(read('县水利局（张某某）、县商务局 陈某')).toMatchObject({
      units: [{ name: '县水利局' }, { name: '县商务局' }],
      people: [{ name: '张某某' }, { name: '陈某' }],
    })
    expect(read('市财政局等部门').unnamed).toEqual(['市财政局等部门'])
    expect(read('市财政局、市审计局按职责分工负责').shared).toEqual(['市财政局', '市审计局'])
    expect(read('市财政局、审计局').restored).toEqual([{ name: '市审计局', raw: '审计局' }])
  })

  it('lead first where the plan says that the first one leads', () => {
    const { units } = readUnits(['市财政局、市审计局'], { role: 'responsible', firstLeads: true })
    expect(units.map((u) => u.role)).toEqual(['lead', 'responsible'])
  })
})
