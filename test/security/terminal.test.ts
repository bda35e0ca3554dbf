import { describe, expect, it } from 'vitest'
import { forTerminal, jsonText } from '../../security/terminal.ts'
import fc from '../properties.ts'

// biome-ignore lint/suspicious/noControlCharactersInRegex: that none is left is the point
const OBEYED = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/

describe('what a terminal is shown', () => {
  it.each([
    ['a title that would rename the window', '市财政局\u001b]0;已办结\u0007', '市财政局␛]0;已办结␇'],
    ['one that would clear the screen', '\u001b[2J\u001b[H', '␛[2J␛[H'],
    ['one that would hide itself', '\u001b[8m逾期\u001b[0m', '␛[8m逾期\u001b[0m'],
    ['eight-bit controls', '\u009b31m', '�31m'],
    ['NUL and backspace', 'a\u0000b\u0008', 'a␀b␈'],
    ['a line that would overwrite itself', '红灯\r绿灯', '红灯␍绿灯'],
    ['a turned direction', '\u202e局政财', '�局政财'],
    ['lines and tabs, which stay', 'a\r\nb\tc\n', 'a\nb\tc\n'],
    [
      'our own colours, which stay',
      '\u001b[1m表头\u001b[22m \u001b[31m红\u001b[39m',
      '\u001b[1m表头\u001b[22m \u001b[31m红\u001b[39m',
    ],
  ])('%s', (_, text, right) => {
    expect(forTerminal(text)).toBe(right)
  })

  it('never holds a control character that was not ours, and loses none of the rest', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const shown = forTerminal(text)
        // biome-ignore lint/suspicious/noControlCharactersInRegex: our own sequences are taken out first
        expect(shown.replace(/\u001b\[(?:[012]|22|3[0-9]|39|90)m/g, '')).not.toMatch(OBEYED)
        expect(shown.length).toBe(text.replaceAll('\r\n', '\n').length)
      }),
    )
  })

  it('as JSON is the same value, without a byte that a terminal obeys', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 3 }), fc.string({ unit: 'binary' }), (value, text) => {
        const said = jsonText({ value, text, '\u009b': '\u202e' }, 2)
        expect(said).not.toMatch(OBEYED)
        expect(JSON.parse(said)).toEqual(JSON.parse(JSON.stringify({ value, text, '\u009b': '\u202e' })))
      }),
    )
  })
})
