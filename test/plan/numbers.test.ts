import { expect, it } from 'vitest'
import { measuresMeant } from '../../domain/plan/numbers.ts'

it('the 序号 of a table is a handle where its task has one measure, and names the choice where it has several', () => {
  const shown = ['1.1', '2.1', '2.2', '12.1', '原1.3']
  for (const said of ['1', '1.1', '序号1', '第1项', '１', ' 1. ', 'No.1', '1号'])
    expect(measuresMeant(said, shown)).toEqual(['1.1'])
  expect(measuresMeant('第2项', shown)).toEqual(['2.1', '2.2'])
  expect(measuresMeant('12', shown)).toEqual(['12.1'])
  expect(measuresMeant('原1.3', shown)).toEqual(['原1.3'])
  expect(measuresMeant('3', shown)).toEqual([])
})
