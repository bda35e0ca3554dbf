import { describe, expect, it } from 'vitest'
import { initialsOf, namedLike } from '../../domain/basics/pinyin.ts'

describe('units are found by the initials of their pinyin', () => {
  it.each([
    ['市财政局', 'sczj'],
    ['市住房城乡建设局', 'szfcxjsj'],
    ['市发展改革局', 'sfzggj'],
    ['县人民政府办公室', 'xrmzfbgs'],
    ['督查室', 'dcs'],
    ['市ＩＴ办', 'sitb'],
  ])('%s is %s', (name, initials) => expect(initialsOf(name)).toBe(initials))

  it('by part of them, by part of the name, and not by what is neither', () => {
    expect(namedLike('市财政局', 'czj')).toBe(true)
    expect(namedLike('市财政局', 'CZJ')).toBe(true)
    expect(namedLike('市财政局', '财政')).toBe(true)
    expect(namedLike('市财政局', 'zjc')).toBe(false)
    expect(namedLike('市财政局', ' ')).toBe(false)
  })
})
