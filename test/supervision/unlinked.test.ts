import { expect, it } from 'vitest'
import { unlinked } from '../../domain/basics/text.ts'

it.each([
  ['见 [通知](https://evil.example/a) 。', '见 ［通知］(https：//evil.example/a) 。'],
  ['![图](http://evil.example/p.png)', '!［图］(http：//evil.example/p.png)'],
  ['<a href="https://evil.example">点这里</a>', '＜a href="https：//evil.example"＞点这里＜/a＞'],
  ['www.evil.example 与 WWW.Evil.example', 'www．evil.example 与 WWW．Evil.example'],
  ['来信 office@evil.example', '来信 office＠evil.example'],
  ['[a]: https://evil.example', '［a］: https：//evil.example'],
  ['`x` **3.1 市财政局** · 办理中', '｀x｀ **3.1 市财政局** · 办理中'],
  ['- 2015-08-03 到期（9:00）', '- 2015-08-03 到期（9:00）'],
])('a text of a plan links nowhere in the Temporal UI: %s', (text, right) => {
  expect(unlinked(text)).toBe(right)
})
