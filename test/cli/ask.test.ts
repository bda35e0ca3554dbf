import { expect, it } from 'vitest'
import { yesOrNo } from '../../client/cli/ask.ts'

it.each([
  ...['是', ' 是 ', 'y', 'Y', 'ｙ', 'yes', '确定'].map((text) => [text, true] as const),
  ...['否', '不', 'n', 'NO', ''].map((text) => [text, false] as const),
  ...['是不是', '可以吧', 'yep', '1'].map((text) => [text, null] as const),
])('“%s” to what is about to happen is %s', (text, said) => {
  expect(yesOrNo(text)).toBe(said)
})
