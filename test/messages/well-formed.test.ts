import { expect, it } from 'vitest'
import { wellFormed } from '../../domain/basics/text.ts'
import { id, text } from '../../domain/fields/field.ts'
import { parseFields } from '../../domain/fields/parse.ts'
import { rawText } from '../../domain/fields/unreadable.ts'

it('half of a surrogate pair, which ends a worker that sends it, gets into no field and no sentence', () => {
  for (const half of ['\ud800', 'a\udc00b', `${'长'.repeat(499)}\ud840\udc0b`]) {
    const shown = rawText(half)
    expect(wellFormed(shown)).toBe(shown)
  }
  for (const field of [text('说明'), id('编号')]) {
    const read = parseFields({ x: 'a\ud800' }, { x: field })
    expect(read).toMatchObject({ ok: false, error: { code: 'FIELD_INVALID' } })
  }
  expect(parseFields({ x: '𠮷𠀋' }, { x: text('说明') })).toMatchObject({ ok: true })
})
